import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { optimize } from '../../../src/explore/optimize/optimize.ts';
import { remarksOn } from '../../../src/explore/query/completeness.ts';
import { readResults } from '../../../src/explore/query/results.ts';
import { loadSweep } from '../../../src/explore/space/load-sweep.ts';
import { earlierResultsRemark } from '../../../src/explore/store/earlier-results.ts';
import { readStore } from '../../../src/explore/store/read-store.ts';
import type { PointRecord } from '../../../src/explore/store/record.ts';
import { folder, run, specIn } from '../engine/specs.ts';

const into = folder();

/** A copy of a store that version 0.1.0 left. */
function storeOf010(name: string): string {
  const dir = join(into, name);
  cpSync(new URL(`../../fixtures/stores/0.1.0/${name}`, import.meta.url), dir, { recursive: true });
  return dir;
}

async function recordsOf(dir: string, sweep?: string): Promise<PointRecord[]> {
  const records: PointRecord[] = [];
  await readStore(dir, (record) => {
    if (sweep === undefined || record.sweep === sweep) records.push(record);
  });
  return records;
}

/** What the store has a part of, written as this version writes it. */
const part = () =>
  specIn(
    into,
    `
name: small
accelerators:
  - bbs
  - { use: csr, set: { dram.stream: image } }
  - use: csr-shared
    set: { dram.stream: image, sharedBanks: null, rowOrder: natural, arbiter: fixed }
workloads: [tiny]
values: true
axes:
  - { field: pes, values: [4, 8] }
  - { field: banks, values: [4] }
  - { field: ports, values: [1, 2] }
  - { field: workload.sparsity, values: [0.5, 0.875] }
`,
  );

describe('a store of version 0.1.0, whose results are others', () => {
  it('is told as one, and its points are simulated afresh: nothing of it is taken over or mixed in', async () => {
    const dir = storeOf010('store');
    expect(await earlierResultsRemark(dir)).toBe(
      `${dir} has results of bbsim 0.1.0, which are not those of this version: points are simulated afresh`,
    );
    const old = await recordsOf(dir);
    const sweep = part();
    const { before, reused, fresh } = await run(sweep, dir);
    expect({ before, reused, fresh }).toEqual({ before: 0, reused: 0, fresh: 24 });
    expect(await earlierResultsRemark(dir)).toBeNull();
    const keys = new Set(old.map(({ key }) => key));
    const taken = await recordsOf(dir, sweep.space.hash);
    expect(taken.length).toBe(24);
    for (const { key } of taken) expect(keys.has(key)).toBe(false);
    const { rows } = await readResults(dir);
    expect(rows.length).toBe(24);
    for (const { fmax_mhz } of rows) expect(fmax_mhz).not.toBeNull();
    expect(await run(sweep, dir)).toMatchObject({ before: 24, reused: 0, fresh: 0 });
  });

  it('is told as one when it is asked', async () => {
    const remarks = remarksOn(await readResults(storeOf010('store')));
    expect(remarks).toContain(
      'results of bbsim 0.1.0, which are not those of this version: a sweep simulates them afresh',
    );
  });

  it('has its utilisation read as occupancy, which it was: what is useful of it is not known', async () => {
    const dir = storeOf010('store');
    const text = readFileSync(join(dir, 'shards', 'shard-0.ndjson'), 'utf8');
    const written = new Map(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
        .map(({ index, metrics }) => [index, metrics.utilisation]),
    );
    const { rows } = await readResults(dir);
    expect(rows.length).toBe(24);
    for (const { index, utilisation, occupancy } of rows)
      expect([utilisation, occupancy]).toEqual([null, written.get(index)]);
  });

  it('has nothing for a search', async () => {
    const dir = storeOf010('search');
    const old = await recordsOf(dir);
    const loaded = loadSweep('pe-bank-timit', () => {
      throw new Error('names no file');
    });
    const request = {
      minimize: 'latency_us,energy_uj',
      maximize: null,
      where: null,
      budget: 4,
      populationSize: null,
      seed: '1',
    };
    const { evaluated, before, reused, fresh } = await optimize(loaded, dir, request, {
      jobs: 1,
      retriesFailed: false,
      isStopped: () => false,
      onProgress: () => {},
    });
    expect({ evaluated, before, reused, fresh }).toEqual({ evaluated: 4, before: 0, reused: 0, fresh: 4 });
    expect((await recordsOf(dir)).length).toBe(old.length + 4);
  });
});

it('a folder without a store has no earlier results', async () => {
  expect(await earlierResultsRemark(join(into, 'none'))).toBeNull();
});
