import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resultsSince } from '../../../src/config/version.ts';
import { blankRows } from '../../../src/explore/query/blank-row.ts';
import { remarksOn } from '../../../src/explore/query/completeness.ts';
import { readResults } from '../../../src/explore/query/results.ts';
import { writeManifest } from '../../../src/explore/store/manifest.ts';
import { directories, line, record, writeShards } from '../store/records.ts';

const directory = directories();

const fields = ['design.channels', 'device', 'delta', 'threshold'];

async function store(
  points: number,
  shards: Readonly<Record<string, string>>,
  axes: readonly string[] = fields,
): Promise<string> {
  const dir = directory();
  await writeManifest(dir, {
    version: '0.0.0',
    resultsSince,
    sweep: '0123456789ab',
    name: 'small',
    kind: 'sweep',
    spec: {},
    points,
    axes: [...axes],
  });
  writeShards(dir, shards);
  return dir;
}

describe('the results of a sweep', () => {
  it('are rows in the order of the points, with a cell for every column', async () => {
    const axes = { 'design.channels': 8, device: null, delta: true, threshold: null };
    const dir = await store(2, { 'a.ndjson': line(1), 'b.ndjson': line(0, { axes }) });
    const { rows, columns } = await readResults(dir);
    expect(rows.map(({ index }) => index)).toEqual([0, 1]);
    for (const row of rows) expect(Object.keys(row)).toEqual(columns.map(({ name }) => name));
    expect(rows[1]).toMatchObject({ 'design.channels': 8, delta: true, latency_us: 2.5, dsp: null });
    expect(rows[0].device).toBeNull();
  });

  it('are those of this sweep alone, and of a point that is there twice the better', async () => {
    const failed = line(0, { status: 'failed', reason: 'no memory', metrics: {} });
    const other = line(1, { sweep: 'ffffffffffff' });
    const dir = await store(1, { 'a.ndjson': failed + line(0) + failed + other });
    const results = await readResults(dir);
    expect(results.rows.map(({ status }) => status)).toEqual(['ok']);
    expect(remarksOn(results)).toEqual([]);
  });

  it('say what is missing and what is damaged', async () => {
    const dir = await store(5, { 'a.ndjson': `${line(0)}{"crc":"0"}\n${line(1)}{"cr` });
    expect(remarksOn(await readResults(dir))).toEqual([
      '1 unfinished and 1 damaged lines were left out, the first in a.ndjson, line 2',
      '2 of 5 points are there; bbsim sweep --status says more',
    ]);
  });
});

describe('a line that is no point of the sweep', () => {
  const leftOutOf = async (changes: Parameters<typeof line>[1], index = 1) => {
    const results = await readResults(await store(1, { 'a.ndjson': line(0) + line(index, changes) }));
    expect(results.rows.map((row) => row.index)).toEqual([0]);
    return results.leftOut?.join();
  };

  it('is left out, and told with its place', async () => {
    const first = '1 line is no point of this sweep and was left out, the first in a.ndjson, line 2: ';
    expect(await leftOutOf({})).toBe(`${first}index: expected less than 1, found 1`);
    const { axes } = record(0);
    expect(await leftOutOf({ axes: {} }, 0)).toBe(
      `${first}axes.design.channels: missing, expected its value`,
    );
    expect(await leftOutOf({ axes: { ...axes, delt: 1 } }, 0)).toBe(
      `${first}axes.delt: unknown axis, did you mean \`delta\`?`,
    );
    expect(await leftOutOf({ metrics: { latency_us: -1 } }, 0)).toBe(
      `${first}metrics.latency_us: expected a number of at least 0, found -1`,
    );
    expect(await leftOutOf({ metrics: { energy_uj: 'much' } }, 0)).toBe(
      `${first}metrics.energy_uj: expected a number of at least 0, found "much"`,
    );
    expect(await leftOutOf({ metrics: { residency: 5 } }, 0)).toBe(
      `${first}metrics.residency: expected text, found 5`,
    );
  });

  it('is refused where it contradicts another of its point, with both places', async () => {
    const other = line(0, { metrics: { latency_us: 1 } });
    const dir = await store(1, { 'a.ndjson': line(0), 'b.ndjson': other });
    await expect(readResults(dir)).rejects.toThrow(
      /a\.ndjson, line 1, and b\.ndjson, line 1: point 0 has latency_us 1\.5 and 1, expected one result/,
    );
    const nearly = line(0, { metrics: { latency_us: 1.5 * (1 + 1e-12) } });
    expect((await readResults(await store(1, { 'a.ndjson': line(0) + nearly }))).rows).toHaveLength(1);
  });

  it('is not looked for behind links and in pipes, which are told', async () => {
    const dir = await store(1, { 'a.ndjson': line(0) });
    symlinkSync('a.ndjson', join(dir, 'shards', 'b.ndjson'));
    expect(remarksOn(await readResults(dir))).toEqual([
      '1 entry of shards is no regular file and was left out, the first b.ndjson',
    ]);
  });
});

describe('the axes of a sweep', () => {
  it.each([
    [['pes', 'pes'], 'axes.1: expected each axis once, found "pes" again'],
    [['status'], 'axes.0: expected the field of an axis, found "status", which is another column'],
    [['latency_us'], 'axes.0: expected the field of an axis, found "latency_us", which is another column'],
  ])('are refused as %j', async (axes, says) => {
    await expect(readResults(await store(1, {}, axes))).rejects.toThrow(`sweep.json: ${says}`);
  });
});

describe('a blank row', () => {
  it('has every name, whatever it is, and is nobody else’s', () => {
    const blank = blankRows(['b', '__proto__', 'a']);
    const row = blank();
    const name = '__proto__';
    row[name] = 5;
    row.a = 'x';
    expect(Object.entries(row)).toEqual([
      ['b', null],
      ['__proto__', 5],
      ['a', 'x'],
    ]);
    expect(Object.values(blank())).toEqual([null, null, null]);
  });
});
