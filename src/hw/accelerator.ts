import { bankedArray } from './banked/array.ts';
import { bbsArray } from './bbs/array.ts';
import type { AcceleratorConfig, AcceleratorKind } from './config.ts';
import { csrArray } from './csr/array.ts';
import { csrSharedArray } from './csr-shared/array.ts';
import { denseArray } from './dense/array.ts';
import { replicatedArray } from './replicated/array.ts';
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
