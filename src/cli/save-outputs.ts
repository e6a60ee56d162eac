import { writeFileAtomic } from '../disk/atomic-file.ts';
import type { FinishedRun } from '../run/finished-run.ts';
import { writeNpz } from '../tensors/npy/npz.ts';

/** The numbers in which outputs are saved: codes of the hardware, or those of the float reference. */
export const outputNumbers = ['fixed', 'float64'] as const;

/** One of them. */
export type OutputNumbers = (typeof outputNumbers)[number];

/**
 * Writes h [T, R] (2R with two passes) and c [T, H] (a GRU has none) of the last layer: int16 raw codes, or
 * the float64 values of the float reference. Throws BadInput where the file system refuses.
 */
export async function saveOutputs(
  path: string,
  { values }: FinishedRun,
  numbers: OutputNumbers,
): Promise<void> {
  if (!values) return;
  const { h, c } = numbers === 'float64' ? values.execution.float : values.execution;
  const arrays = [{ name: 'h', ...stacked(h) }, ...(c[0].length === 0 ? [] : [{ name: 'c', ...stacked(c) }])];
  await writeFileAtomic(path, writeNpz(arrays));
}

/** Vectors of all steps, one below the other. */
function stacked(vectors: readonly (Int16Array | Float64Array)[]) {
  const [{ length }] = vectors;
  const values = vectors.length * length;
  const data = vectors[0] instanceof Float64Array ? new Float64Array(values) : new Int16Array(values);
  for (const [t, vector] of vectors.entries()) data.set(vector, t * length);
  return { shape: [vectors.length, length], data };
}
