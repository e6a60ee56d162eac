import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll } from 'vitest';
import { readStore } from '../../../src/explore/store/read-store.ts';
import type { PointRecord, Value } from '../../../src/explore/store/record.ts';
import { encodeRecord } from '../../../src/explore/store/record-line.ts';

/** A record that differs from others in its index and key alone, unless told. */
export function record(index: number, changes: Partial<PointRecord> = {}): PointRecord {
  return {
    key: index.toString(16).padStart(32, '0'),
    sweep: '0123456789ab',
    index,
    status: 'ok',
    reason: null,
    accelerator: 'bbs',
    workload: 'größe',
    seed: '1',
    axes: { 'design.channels': 8, device: 'arria-10', delta: true, threshold: null },
    metrics: { latency_us: 1.5 + index, energy_uj: 2 ** -30 },
    ...changes,
  };
}

export const line = (index: number, changes: Partial<PointRecord> = {}): string =>
  encodeRecord(record(index, changes));

const value: fc.Arbitrary<Value> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => one + 0),
  fc.boolean(),
  fc.constant(null),
);
const values = fc
  .dictionary(fc.string({ unit: 'binary' }), value, { maxKeys: 5, noNullPrototype: true })
  .filter((one) => !Object.hasOwn(one, '__proto__'));
const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });

export const records: fc.Arbitrary<PointRecord> = fc.record({
  key: hex(32),
  sweep: hex(12),
  index: fc.maxSafeNat(),
  status: fc.constantFrom('ok', 'infeasible', 'failed'),
  reason: fc.option(fc.string({ unit: 'binary' })),
  accelerator: fc.string(),
  workload: fc.string({ unit: 'binary' }),
  seed: fc.string(),
  axes: values,
  metrics: values,
});

/** Directories that are gone after the tests of a file. */
export function directories(): () => string {
  const root = mkdtempSync(join(tmpdir(), 'bbsim-store-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  return () => mkdtempSync(join(root, 'store-'));
}

/** Writes files into a store's folder of shards. */
export function writeShards(dir: string, shards: Readonly<Record<string, string | Uint8Array>>): void {
  mkdirSync(join(dir, 'shards'), { recursive: true });
  for (const [name, content] of Object.entries(shards)) writeFileSync(join(dir, 'shards', name), content);
}

export const shardsOf = (dir: string): string[] => readdirSync(join(dir, 'shards')).sort();

/** All of a store: its records, and what could not be read. */
export async function contents(dir: string) {
  const found: PointRecord[] = [];
  const damage = await readStore(dir, (one) => {
    found.push(one);
  });
  return { records: found, indexes: found.map(({ index }) => index), ...damage };
}
