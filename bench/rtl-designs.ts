import type { StoredMatrix } from '../src/bbs/matrix.ts';
import type { PatternConfig } from '../src/bbs/patterns/index.ts';
import { prune } from '../src/bbs/patterns/prune.ts';
import { storeEntries } from '../src/bbs/store.ts';
import { AcceleratorSchema } from '../src/hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../src/hw/config/config.ts';
import { noSaturations } from '../src/num/fixed.ts';
import { fillGaussian, seeded } from '../src/num/random.ts';

/** A design and a matrix in its memories, for a race against compiled RTL. */
export interface RacedDesign {
  readonly name: string;
  readonly config: AcceleratorConfig;
  readonly stored: StoredMatrix;
  readonly x: Int16Array;
}

/**
 * A seeded matrix of 87.5 % sparsity on an M x N array: bank-balanced, or unstructured with the same number
 * of entries on CSR with cyclic columns.
 */
export function racedDesign(
  kind: 'bbs' | 'csr',
  pes: number,
  banks: number,
  rows: number,
  cols: number,
): RacedDesign {
  const config = AcceleratorSchema.parse({ kind, pes, banks, weights: 'resident' });
  const values = new Float64Array(rows * cols);
  fillGaussian(values, 0, values.length, 1 / Math.sqrt(cols), seeded('bench'));
  const dense = { tensor: 'bench', rows, cols, values, raw: false, mask: null };
  const pattern: PatternConfig =
    kind === 'bbs' ? { kind: 'bank-balanced', banks, placement: 'even' } : { kind: 'unstructured' };
  const { mask } = prune(dense, pattern, { sparsity: 0.875 });
  const stored = storeEntries(dense, mask, config.number, noSaturations());
  const real = new Float64Array(cols);
  fillGaussian(real, 0, cols, 4096, seeded('bench/x'));
  const x = Int16Array.from(real, (value) => Math.max(-32768, Math.min(32767, Math.round(value))));
  return { name: `${kind} ${pes} x ${banks}, ${rows} x ${cols}`, config, stored, x };
}
