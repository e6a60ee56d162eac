import { describe, expect, it } from 'vitest';
import { resultsSince } from '../../../src/config/version.ts';
import { blankRows } from '../../../src/explore/query/blank-row.ts';
import { remarksOn } from '../../../src/explore/query/completeness.ts';
import { readResults } from '../../../src/explore/query/results.ts';
import { writeManifest } from '../../../src/explore/store/manifest.ts';
import { directories, line, writeShards } from '../store/records.ts';

const directory = directories();

async function store(points: number, shards: Readonly<Record<string, string>>): Promise<string> {
  const dir = directory();
  const axes = ['design.channels', 'device', 'delta', 'threshold'];
  await writeManifest(dir, {
    version: '0.0.0',
    resultsSince,
    sweep: '0123456789ab',
    name: 'small',
    kind: 'sweep',
    spec: {},
    points,
    axes,
  });
  writeShards(dir, shards);
  return dir;
}

describe('the results of a sweep', () => {
  it('are rows in the order of the points, with a cell for every column', async () => {
    const dir = await store(2, { 'a.ndjson': line(1), 'b.ndjson': line(0, { axes: {} }) });
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
