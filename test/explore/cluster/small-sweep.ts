import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClusterSweep } from '../../../src/explore/cluster/slurm-scripts.ts';
import { runSweep } from '../../../src/explore/engine/sweep.ts';
import { type LoadedSweep, loadSweep } from '../../../src/explore/space/load-sweep.ts';
import { contents } from '../store/records.ts';

/** The program, as it was built. */
export const program = [process.execPath, fileURLToPath(new URL('../../../bin/bbsim.js', import.meta.url))];

/** Writes a sweep of small points, six for each seed, into a folder. */
export function smallSweep(
  folder: string,
  seeds: number,
): { readonly path: string; readonly loaded: LoadedSweep } {
  const path = join(folder, "small's.yaml");
  const text = `name: small
accelerators: [bbs, csr]
workloads: [tiny]
axes:
  - field: pes
    values: [1, 2, 4]
  - field: banks
    values: [2]
seeds: [${Array.from({ length: seeds }, (_, i) => i + 1)}]
`;
  writeFileSync(path, text);
  const loaded = loadSweep(path, () => {
    throw new Error('there are no weights');
  });
  return { path, loaded };
}

/** What the jobs of a sweep are to run. */
export function clusterSweep({ path, loaded }: ReturnType<typeof smallSweep>, dir: string): ClusterSweep {
  const { name, hash } = loaded.space;
  return { program, spec: path, given: [], dir, name, hash, jobs: 1, limit: 1000, retriesFailed: false };
}

/** Runs a sweep in this process. */
export function runHere(loaded: LoadedSweep, dir: string) {
  const options = { jobs: 1, limit: 1000, chunk: null, retriesFailed: false };
  return runSweep(loaded, dir, { ...options, isStopped: () => false, onProgress: () => {} });
}

/** The records of a store, by number: what a merged one has in its order. */
export async function rows(dir: string) {
  const { records } = await contents(dir);
  return records.sort((a, b) => a.index - b.index);
}
