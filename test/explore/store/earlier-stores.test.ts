import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { optimize } from '../../../src/explore/optimize/optimize.ts';
import { readResults } from '../../../src/explore/query/results.ts';
import { loadSweep } from '../../../src/explore/space/load-sweep.ts';
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

/**
 * Version 0.1.0 streamed images; where compressed rows are packed, it cannot be asked again. Its csr-shared
 * had as many banks as lanes of a PE, served in a fixed order, and rows in theirs.
 */
const part = (stream: 'image' | 'packed' = 'image') =>
  specIn(
    into,
    `
name: small
accelerators:
  - bbs
  - { use: csr, set: { dram.stream: ${stream} } }
  - use: csr-shared
    set: { dram.stream: ${stream}, sharedBanks: null, rowOrder: natural, arbiter: fixed }
workloads: [tiny]
values: true
axes:
  - { field: pes, values: [4, 8] }
  - { field: banks, values: [4] }
  - { field: ports, values: [1, 2] }
  - { field: workload.sparsity, values: [0.5, 0.875] }
`,
  );

/** Two ports did nothing for bbs but cost memory, and are no field of it any more. */
const asItIsNow = ({ accelerator, axes, metrics }: PointRecord) => {
  const { ports, ...others } = axes;
  return JSON.stringify([accelerator, accelerator === 'bbs' ? 1 : ports, others, metrics.config_hash]);
};

describe('a store of version 0.1.0', () => {
  it('is continued: what it has is taken over, and nothing simulated again', async () => {
    const dir = storeOf010('store');
    const old = (await recordsOf(dir)).map(asItIsNow);
    const sweep = part();
    const { points, counts, reused, fresh } = await run(sweep, dir);
    expect({ points, counts, reused, fresh }).toEqual({
      points: 24,
      counts: { ok: 24, infeasible: 0, failed: 0 },
      reused: 24,
      fresh: 0,
    });
    const taken = await recordsOf(dir, sweep.space.hash);
    for (const record of taken) expect(old).toContain(asItIsNow(record));
    const again = await run(sweep, dir);
    expect(again).toMatchObject({ before: 24, reused: 0, fresh: 0 });
  });

  it('simulates compressed rows anew that are streamed packed, and nothing else', async () => {
    const { reused, fresh } = await run(part('packed'), storeOf010('store'));
    expect({ reused, fresh }).toEqual({ reused: 8, fresh: 16 });
  });

  it('has records that still mean the same', async () => {
    const known = new Map((await recordsOf(storeOf010('store'))).map(({ key, metrics }) => [key, metrics]));
    const dir = join(into, 'fresh');
    expect((await run(part(), dir)).fresh).toBe(24);
    for (const { key, metrics } of await recordsOf(dir)) expect(metrics).toMatchObject(known.get(key) ?? {});
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

  it('is continued by a search', async () => {
    const dir = storeOf010('search');
    const old = new Map((await recordsOf(dir)).map(({ index, metrics }) => [index, metrics]));
    const loaded = loadSweep('pe-bank-timit', () => {
      throw new Error('names no file');
    });
    const request = {
      minimize: 'latency_us,energy_uj',
      maximize: null,
      where: null,
      budget: 24,
      populationSize: null,
      seed: '1',
    };
    const { evaluated, before, fresh } = await optimize(loaded, dir, request, {
      jobs: 1,
      retriesFailed: false,
      isStopped: () => false,
      onProgress: () => {},
    });
    expect({ evaluated, before, fresh }).toEqual({ evaluated: 24, before: 24, fresh: 0 });
    for (const { index, metrics } of await recordsOf(dir)) expect(metrics).toEqual(old.get(index));
  });
});
