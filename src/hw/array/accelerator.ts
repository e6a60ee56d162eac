import type { AcceleratorConfig, AcceleratorKind } from '../config/config.ts';
import { bankedArray } from './kinds/banked.ts';
import { bbsArray } from './kinds/bbs.ts';
import { csrArray } from './kinds/csr.ts';
import { csrSharedArray } from './kinds/csr-shared.ts';
import { denseArray } from './kinds/dense.ts';
import { replicatedArray } from './kinds/replicated.ts';
import type { SpmvArray } from './spmv-array.ts';

const arrays: Readonly<Record<AcceleratorKind, (config: AcceleratorConfig) => SpmvArray>> = {
  bbs: bbsArray,
  csr: csrArray,
  'csr-shared': csrSharedArray,
  dense: denseArray,
  banked: bankedArray,
  replicated: replicatedArray,
};

/** Builds the SpMV array of an accelerator from its configuration. A new kind is a folder with its wiring, and a row here. */
export function buildArray(config: AcceleratorConfig): SpmvArray {
  return arrays[config.kind](config);
}
