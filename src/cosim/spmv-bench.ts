import type { BeatMatrix } from '../hw/array/beat-matrix.ts';
import type { SpmvTiming } from '../hw/array/spmv-timing.ts';
import { clockMhzOf } from '../hw/config/clock.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import { type Bench, imageText, periodPs } from './bench/bench.ts';
import { HexWord, hexOf, indexWidth } from './bench/hex-word.ts';
import { arrayParameters, rtlShape } from './rtl-shape.ts';
import { descriptorBits, weightImage } from './weight-image.ts';

/** An SpMV as the simulator ran it: all rows of a matrix, resident weights. */
export interface SimulatedSpmv {
  readonly config: AcceleratorConfig;
  readonly beats: BeatMatrix;
  readonly x: Int16Array;
  readonly timing: SpmvTiming;
  /** Accumulators by row. */
  readonly results: Float64Array;
}

/**
 * The bench of one SpMV, which checks itself against what the simulator found. `repeats`:
 * start pulses, one after the other.
 */
export function spmvBench(spmv: SimulatedSpmv, repeats = 1): Bench {
  const { config, beats, x, timing } = spmv;
  const bufferWords = Math.max(1, beats.placement.depth);
  const shape = rtlShape(config, bufferWords);
  const resultBits = indexWidth(beats.rows);
  const product = { beats, order: timing.order, rowFrom: 0, wordBase: 0 };
  const image = weightImage(shape, [product], resultBits);
  const { weightBeats, rowEntries, scaleEntries } = image;
  return {
    harness: 'spmv_harness',
    parameters: {
      ...arrayParameters(config, shape),
      WEIGHT_BEATS: weightBeats,
      ROW_ENTRIES: rowEntries,
      SCALE_ENTRIES: scaleEntries,
      DESCRIPTOR_BITS: descriptorBits(shape),
      RESULT_BITS: resultBits,
      ROWS: beats.rows,
      COLS: beats.cols,
      CYCLES: timing.cycles,
      REPEATS: repeats,
      PERIOD_PS: periodPs(clockMhzOf(config)),
    },
    images: new Map([
      ['weights.hex', imageText(image.weights)],
      ['rows.hex', imageText(image.rows)],
      ['scales.hex', imageText(image.scales)],
      ['descriptors.hex', imageText(image.descriptors)],
      ['vector.hex', imageText(Array.from(x, (code) => hexOf(code, config.number.bits)))],
      ['expected.hex', imageText(expectedRows(spmv))],
    ]),
    clockCycles:
      20 +
      config.pes * (scaleEntries + weightBeats + rowEntries + 1) +
      bufferWords +
      repeats * (timing.cycles + 3),
  };
}

/** By row: the cycle in which it leaves, above its accumulator. */
function expectedRows({ beats, config, timing, results }: SimulatedSpmv): string[] {
  const { accumulatorBits } = config.number;
  const words = Array.from({ length: beats.rows }, () => new HexWord(32 + accumulatorBits));
  timing.order.rows.forEach((row, q) => {
    words[row].put(0, accumulatorBits, results[row]);
    words[row].put(accumulatorBits, 32, timing.rowFinishedAtCycle[q]);
  });
  return words.map(String);
}
