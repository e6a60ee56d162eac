import type { StoredMatrix } from '../../bbs/matrix.ts';
import { buildArray } from '../../hw/array/kinds/index.ts';
import type { SpmvArray } from '../../hw/array/spmv-array.ts';
import type { SpmvTiming } from '../../hw/array/spmv-timing.ts';
import { SpmvUnit } from '../../hw/array/spmv-unit.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';
import { type Program, slicesOf } from '../../lstm/program/program.ts';
import type { LstmShape } from '../../lstm/shape.ts';
import { lowerLayers } from '../../run/placed-model.ts';
import type { OnArray } from './inspect-result.ts';

/** An array that products of a model are tried on, and the programs that ask for them. */
export interface ArrayProbe {
  readonly array: SpmvArray;
  readonly programs: readonly Program[];
}

/** The probe of an accelerator for a model. */
export function probeOf(config: AcceleratorConfig, { layers }: LstmShape): ArrayProbe {
  return { array: buildArray(config), programs: lowerLayers(config, layers) };
}

/** What the products of a step met so far. */
export interface ProductCounts {
  readonly reads: number;
  readonly conflictCycles: number;
  /** Beats of the fullest PE and of an average one, product by product. */
  readonly mostBeats: number;
  readonly meanBeats: number;
}

/** Before the first product. */
export const noProducts: ProductCounts = { reads: 0, conflictCycles: 0, mostBeats: 0, meanBeats: 0 };

/**
 * The counts with the products of one more matrix (by its place in the program of a layer), encoded, dealt to
 * PEs and timed as the kind of the array does it, with all weights on chip. Throws BadInput where the array
 * cannot hold the matrix.
 */
export function withProducts(
  counts: ProductCounts,
  { array, programs }: ArrayProbe,
  { layer, place }: { readonly layer: number; readonly place: number },
  stored: StoredMatrix,
): ProductCounts {
  const slices = slicesOf(programs[layer], place);
  const encoded = array.encode(stored, slices);
  const unit = new SpmvUnit(array, { kind: 'resident' });
  return slices
    .flatMap(({ rowFrom, rows }) => unit.job(encoded, rowFrom, rows).computes)
    .reduce((sums, { timing }) => added(sums, timing), counts);
}

function added(
  { reads, conflictCycles, mostBeats, meanBeats }: ProductCounts,
  { bankReads, conflictCycles: waits, beats }: SpmvTiming,
): ProductCounts {
  return {
    reads: reads + sumOf(bankReads),
    conflictCycles: conflictCycles + sumOf(waits),
    mostBeats: mostBeats + beats.reduce((most, own) => Math.max(most, own), 0),
    meanBeats: meanBeats + sumOf(beats) / beats.length,
  };
}

function sumOf(values: Uint32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** The figures of the products of a step. */
export function onArrayOf(
  { reads, conflictCycles, mostBeats, meanBeats }: ProductCounts,
  pattern: string,
): OnArray {
  return {
    pattern,
    reads,
    conflictCycles,
    conflictsPerThousandReads: reads === 0 ? 0 : (1000 * conflictCycles) / reads,
    loadImbalance: meanBeats === 0 ? 1 : mostBeats / meanBeats,
  };
}
