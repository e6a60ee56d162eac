import { type Csc, encodeCsc } from '../../bbs/formats/csc.ts';
import { elementUnit } from '../../hw/element-wise/element-unit.ts';
import { resetAfterProducts } from '../../hw/element-wise/gru-cell.ts';
import type { StoredGru } from '../../lstm/gru.ts';
import type { StoredLayer } from '../../lstm/stored-layer.ts';
import { type NumberFormat, type Saturations, wrapCounted } from '../../num/fixed.ts';
import { addColumn } from '../delta/csc-columns.ts';
import { sendDeltas } from '../delta/delta-unit.ts';
import { runDeltaLstm } from '../delta/lstm.ts';
import { type ScannedStep, timeColumns } from '../delta/queues.ts';
import { type DeltaStep, joinColumns, tailCycles } from '../delta/step.ts';
import type { DeltaRnnConfig } from './parameters.ts';

/**
 * A GRU on DeltaRNN (Gao et al., FPGA 2018), step by step from the zero state: only columns whose input or
 * state moved by more than the threshold are multiplied, by the difference, and added to accumulators that
 * live on between steps: r, z and the two of n. The multipliers take one column of the three gates after the
 * other.
 */
export function runDeltaRnn(
  config: DeltaRnnConfig,
  layer: StoredGru,
  format: NumberFormat,
  inputs: readonly Int16Array[],
  saturations: Saturations,
): DeltaStep[] {
  const { hidden } = layer;
  const overX = encodeCsc(layer.inputGates, { pes: 1, indexBits: 16 });
  const overH = encodeCsc(layer.recurrentGates, { pes: 1, indexBits: 16 });
  const sums = { x: new Float64Array(3 * hidden), h: new Float64Array(3 * hidden) };
  const sentInput = new Int16Array(layer.inputs);
  const sentState = new Int16Array(hidden);
  const thresholdCode = Math.round(config.threshold * 2 ** format.fractionBits);
  let h: Int16Array = new Int16Array(hidden);
  return inputs.map((x) => {
    const ofInput = sendDeltas(x, sentInput, thresholdCode);
    const ofState = sendDeltas(h, sentState, thresholdCode);
    const products =
      addColumns(overX, ofInput.columns, ofInput.values, sums.x) +
      addColumns(overH, ofState.columns, ofState.values, sums.h);
    const active = joinColumns(layer.inputs, ofInput.columns, ofState.columns);
    const scanned = denseStep(config, layer, active);
    const columns = timeColumns(scanned, { ...config, arrays: 1 });
    h = nextState(layer, format, sums, h, saturations);
    return {
      cycles: columns.cycles + tailCycles(config, hidden),
      columns,
      scanned,
      products,
      h,
      c: null,
      sentInput: sentInput.slice(),
      sentState: sentState.slice(),
    };
  });
}

/**
 * An LSTM on the same multipliers: all of them are one array, and take a dense column of the four gates in
 * ceil(4H / macs) cycles.
 */
export function runDeltaRnnLstm(
  config: DeltaRnnConfig,
  layer: StoredLayer,
  format: NumberFormat,
  inputs: readonly Int16Array[],
  saturations: Saturations,
): DeltaStep[] {
  return runDeltaLstm({ ...config, arrays: 1, pesPerArray: config.macs }, layer, format, inputs, saturations);
}

/** Cycles of a step in which every column is sent. */
export function denseCycles(config: DeltaRnnConfig): number {
  const every = Uint32Array.from({ length: config.inputs + config.hidden }, (_, column) => column);
  const { cycles } = timeColumns(denseStep(config, config, every), { ...config, arrays: 1 });
  return cycles + tailCycles(config, config.hidden);
}

/** Columns are dense, and all multipliers are one array. */
function denseStep(
  { macs }: DeltaRnnConfig,
  { inputs, hidden }: { readonly inputs: number; readonly hidden: number },
  columns: Uint32Array,
): ScannedStep {
  const words = Math.ceil((3 * hidden) / macs);
  return { inputs, hidden, columns, hasBias: false, wordsOf: () => words };
}

/** Adds columns times their differences; returns how many products that were. */
function addColumns(csc: Csc, columns: Uint32Array, values: Int32Array, sums: Float64Array): number {
  for (let i = 0; i < columns.length; i++) addColumn(csc, columns[i], values[i], sums);
  return columns.length * csc.rows;
}

function nextState(
  { hidden, biases }: StoredGru,
  format: NumberFormat,
  sums: { readonly x: Float64Array; readonly h: Float64Array },
  h: Int16Array,
  saturations: Saturations,
): Int16Array {
  const both = (from: number) =>
    sums.x
      .slice(from, from + hidden)
      .map((sum, n) => wrapCounted(sum + sums.h[from + n], format.accumulatorBits, saturations));
  const one = (part: Float64Array) =>
    part.slice(2 * hidden).map((sum) => wrapCounted(sum, format.accumulatorBits, saturations));
  const gates = { r: both(0), z: both(hidden), nx: one(sums.x), nh: one(sums.h) };
  const next = new Int16Array(hidden);
  resetAfterProducts(elementUnit(format, saturations), gates, biases, h, next);
  return next;
}
