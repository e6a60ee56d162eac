import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { readInput } from '../../../src/cli/io.ts';
import { runSweep, type SweepOptions, type SweepSummary } from '../../../src/explore/engine/sweep.ts';
import { type Row, readResults } from '../../../src/explore/query/results.ts';
import { type LoadedSweep, loadSweep } from '../../../src/explore/space/load-sweep.ts';

/** An empty folder that is removed after the tests of its file. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'bbsim-sweep-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

let specs = 0;

/** A specification written into a folder, and read. */
export function specIn(into: string, text: string): LoadedSweep {
  const path = join(into, `spec-${specs++}.yaml`);
  writeFileSync(path, text);
  return loadSweep(path, (file) => readInput(file, 'weights'));
}

/** Runs a sweep in this thread. */
export function run(
  sweep: LoadedSweep,
  dir: string,
  options: Partial<SweepOptions> = {},
): Promise<SweepSummary> {
  return runSweep(sweep, dir, {
    jobs: 1,
    limit: 10_000,
    chunk: null,
    retriesFailed: false,
    isStopped: () => false,
    onProgress: () => {},
    ...options,
  });
}

/** The rows of a store. */
export async function rowsOf(dir: string): Promise<readonly Row[]> {
  return (await readResults(dir)).rows;
}

/** 48 points in a second: two formats, PEs, banks and lanes. */
export const small = `
name: small
accelerators: [bbs, csr]
workloads: [tiny]
axes:
  - field: pes
    values: [2, 4, 8]
  - field: banks
    powersOfTwo: { from: 2, to: 8 }
  - fields: [ports, ewop.lanes]
    values: [[1, 4], [2, 8]]
  - field: clockMhz
    values: [100, 200]
filters: ['pes * banks <= 16']
`;
