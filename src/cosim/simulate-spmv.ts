import type { StoredMatrix } from '../bbs/matrix.ts';
import { buildArray } from '../hw/array/kinds/index.ts';
import { multiplyRows } from '../hw/array/multiply.ts';
import { rescaleRows } from '../hw/array/rescale-rows.ts';
import { loadElements, vectorBuffer } from '../hw/array/vector-buffer.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import type { SimulatedSpmv } from './spmv-bench.ts';

/**
 * Runs an SpMV on the simulator's fast path, as `bbsim spmv` does with resident weights;
 * nothing but the RTL checks it.
 */
export function simulateSpmv(config: AcceleratorConfig, stored: StoredMatrix, x: Int16Array): SimulatedSpmv {
  const array = buildArray(config);
  const { beats } = array.encode(stored);
  const timing = array.time(beats, beats.order);
  const buffer = vectorBuffer(beats.placement);
  loadElements(buffer, x, 0);
  const { accumulatorBits } = config.number;
  const results = new Float64Array(stored.rows);
  const lost = new Float64Array(stored.rows);
  multiplyRows(beats, buffer, accumulatorBits, 0, stored.rows, false, results, 0, lost);
  if (beats.scales) rescaleRows(beats.scales, accumulatorBits, 0, results, lost);
  return { config, beats, x, timing, results };
}
