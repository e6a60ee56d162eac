import { encodeCsc } from '../../bbs/formats/csc.ts';
import type { StoredLayer } from '../../lstm/stored-layer.ts';
import { type NumberFormat, type Saturations, wrap } from '../../num/fixed.ts';
import { addColumn, columnCycles } from '../csc-columns.ts';
import { sendDeltas } from '../delta/delta-unit.ts';
import { timeColumns } from '../delta/queues.ts';
import { type DeltaStep, joinColumns, tailCycles } from '../delta/step.ts';
import { lstmPasses, runPasses } from '../passes.ts';
import type { SpartusConfig } from './config.ts';

const passes = lstmPasses({ areProductsSeparate: false, hasPeepholes: false });

/**
 * An LSTM on Spartus (Gao et al., TNNLS 2022), step by step from the zero state: of a column-balanced matrix over [x, h] only the columns
 * are multiplied whose element moved by more than the threshold; they are dealt to the arrays, and in an array every multiplier has as many
 * entries of a column as any other. Accumulators live on between steps. `layer` has combined gates, no projection and no peepholes.
 */
export function runSpartus(
  config: SpartusConfig,
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
    const columns = timeColumns(active, csc.cols, (column) => columnCycles(csc, column), config);
    ({ h, c } = nextState(layer, format, sums, c, saturations));
    return {
      cycles: columns.cycles + tailCycles(config, hidden),
      columns,
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
      sums.slice(from, to).map((sum) => wrap(sum, format.accumulatorBits)),
    );
    vectors.set(`b${name}`, Float64Array.from(biasCodes?.subarray(from, to) ?? new Int16Array(hidden)));
  });
  runPasses(passes, vectors, format, saturations);
  const codes = (name: string) => Int16Array.from(vectors.get(name) ?? []);
  return { h: codes("h'"), c: codes("c'") };
}
