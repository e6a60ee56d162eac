import type { StoredLayer } from '../../lstm/stored-layer.ts';
import type { NumberFormat, Saturations } from '../../num/fixed.ts';
import { runDeltaLstm } from '../delta/lstm.ts';
import type { DeltaStep } from '../delta/step.ts';
import type { SpartusConfig } from './parameters.ts';

/**
 * An LSTM on Spartus (Gao et al., TNNLS 2022): delta units in front of arrays of multipliers, and weights
 * that are column-balanced over the multipliers of an array, so that none waits for another inside of a
 * column.
 */
export function runSpartus(
  config: SpartusConfig,
  layer: StoredLayer,
  format: NumberFormat,
  inputs: readonly Int16Array[],
  saturations: Saturations,
): DeltaStep[] {
  return runDeltaLstm(config, layer, format, inputs, saturations);
}
