import { encodeCsc } from '../../bbs/formats/csc.ts';
import { lstmPasses, runPasses } from '../../hw/element-wise/passes.ts';
import type { StoredLayer } from '../../lstm/stored-layer.ts';
import { type NumberFormat, type Saturations, wrapCounted } from '../../num/fixed.ts';
import { addColumn, columnCycles } from './csc-columns.ts';
import { sendDeltas } from './delta-unit.ts';
import { type DeltaQueueOptions, timeColumns } from './queues.ts';
import { type DeltaStep, type DeltaTail, joinColumns, tailCycles } from './step.ts';

const passes = lstmPasses({ areProductsSeparate: false, hasPeepholes: false });

/** Arrays of multipliers that share the columns of an LSTM, and what stands before and behind them. */
export interface DeltaLstmConfig extends DeltaTail, DeltaQueueOptions {
  /** Multipliers of an array; row r belongs to multiplier r mod pesPerArray. */
  readonly pesPerArray: number;
  readonly threshold: number;
}

/**
 * An LSTM with delta units, step by step from the zero state: of the matrix over [x, h] only the columns are
 * multiplied whose element moved by more than the threshold, by the difference; they are dealt to the arrays,
 * and take as many cycles as the fullest multiplier has entries. Accumulators live on between steps. `layer`
 * has combined gates, no projection and no peepholes. Gao et al., FPGA 2018 and TNNLS 2022.
 */
export function runDeltaLstm(
  config: DeltaLstmConfig,
  layer: StoredLayer,
  format: NumberFormat,
  inputs: readonly Int16Array[],
  saturations: Saturations,
): DeltaStep[] {
  const { shape, gates } = layer;
  const { hidden } = shape;
  const csc = encodeCsc(gates[0], { pes: config.pesPerArray, indexBits: 16 });
  const sums = new Float64Array(4 * hidden);
  const sentInput = new Int16Array(shape.inputs);
  const sentState = new Int16Array(hidden);
  const thresholdCode = Math.round(config.threshold * 2 ** format.fractionBits);
  let h: Int16Array = new Int16Array(hidden);
  let c: Int16Array = new Int16Array(hidden);
  return inputs.map((x) => {
    const ofInput = sendDeltas(x, sentInput, thresholdCode);
    const ofState = sendDeltas(h, sentState, thresholdCode);
    const active = joinColumns(shape.inputs, ofInput.columns, ofState.columns);
    let products = 0;
    active.forEach((column, i) => {
      const { length } = ofInput.values;
      addColumn(csc, column, i < length ? ofInput.values[i] : ofState.values[i - length], sums);
      products += columnCycles(csc, column) * config.pesPerArray;
    });
    const scanned = {
      inputs: shape.inputs,
      hidden,
      columns: active,
      hasBias: false,
      wordsOf: (column: number) => columnCycles(csc, column),
    };
    const columns = timeColumns(scanned, config);
    ({ h, c } = nextState(layer, format, sums, c, saturations));
    return {
      cycles: columns.cycles + tailCycles(config, hidden),
      columns,
      scanned,
      products,
      h,
      c,
      sentInput: sentInput.slice(),
      sentState: sentState.slice(),
    };
  });
}

function nextState(
  { shape, biasCodes }: StoredLayer,
  format: NumberFormat,
  sums: Float64Array,
  c: Int16Array,
  saturations: Saturations,
): { h: Int16Array; c: Int16Array } {
  const { hidden } = shape;
  const vectors = new Map<string, Float64Array>([['c', Float64Array.from(c)]]);
  ['i', 'f', 'g', 'o'].forEach((name, gate) => {
    const [from, to] = [gate * hidden, (gate + 1) * hidden];
    vectors.set(
      name,
      sums.slice(from, to).map((sum) => wrapCounted(sum, format.accumulatorBits, saturations)),
    );
    vectors.set(`b${name}`, Float64Array.from(biasCodes?.subarray(from, to) ?? new Int16Array(hidden)));
  });
  runPasses(passes, vectors, format, saturations);
  const codes = (name: string) => Int16Array.from(vectors.get(name) ?? []);
  return { h: codes("h'"), c: codes("c'") };
}
