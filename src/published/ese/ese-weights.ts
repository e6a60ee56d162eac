import { type Csc, encodeCsc } from '../../bbs/formats/csc.ts';
import type { DenseMatrix, StoredMatrix } from '../../bbs/matrix.ts';
import { prune } from '../../bbs/patterns/prune.ts';
import { keepStoredEntries } from '../../bbs/patterns/stored-entries.ts';
import { storeEntries } from '../../bbs/store.ts';
import { BadInput } from '../../errors/bad-input.ts';
import type { LstmLayerWeights } from '../../lstm/model.ts';
import { seededModel } from '../../lstm/seeded-model.ts';
import type { LstmLayerShape } from '../../lstm/shape.ts';
import { noSaturations } from '../../num/fixed.ts';
import { addColumn } from '../delta/csc-columns.ts';
import type { StepProducts } from '../step-check.ts';
import type { EseConfig, EseMatrix } from './parameters.ts';

/**
 * Fraction bits of ESE's weights: with 12 bits a range of half a unit, which no weight of such a network
 * leaves.
 */
const FRACTION_BITS = 12;

/** The nine products of a step by name. */
const gates = ['i', 'f', 'c', 'o'];

/** A matrix of the step, pruned and encoded. */
export interface EseWeights {
  readonly stored: StoredMatrix;
  readonly csc: Csc;
}

/**
 * The sizes of the layer that the matrices of a configuration make up. Throws BadInput where they are not
 * those of one LSTM with projection.
 */
function eseShape({ matrices }: EseConfig): LstmLayerShape {
  const names = [...gates.map((gate) => `W${gate}x`), ...gates.map((gate) => `W${gate}r`), 'Wym'];
  const bySize = new Map(matrices.map(({ name, rows, cols }) => [name, { rows, cols }]));
  const sizeOf = (name: string) => bySize.get(name) ?? { rows: 0, cols: 0 };
  const { rows: hidden, cols: inputs } = sizeOf('Wix');
  const projection = sizeOf('Wir').cols;
  const isRight = names.every((name) => {
    const { rows, cols } = sizeOf(name);
    if (name === 'Wym') return rows === projection && cols === hidden;
    return rows === hidden && cols === (name.endsWith('x') ? inputs : projection);
  });
  if (!isRight || matrices.length !== names.length || matrices.at(-1)?.name !== 'Wym') {
    throw new BadInput(
      `matrices: expected ${names.join(', ')} of one LSTM with a projection, Wym last; found ${matrices.map(({ name, rows, cols }) => `${name} ${rows} x ${cols}`).join(', ')}`,
    );
  }
  return { kind: 'lstm', inputs, hidden, projection, peepholes: true, biases: true };
}

/** Seeded weights of the layer. */
export function eseLayer(config: EseConfig, seed: string): LstmLayerWeights {
  return seededModel('ese', { layers: [eseShape(config)] }, seed).layers[0];
}

/** The dense weights of one of the matrices. */
function denseMatrix(layer: LstmLayerWeights, { name, rows }: EseMatrix): DenseMatrix {
  if (name === 'Wym') return layer.projection as DenseMatrix;
  const all = name.endsWith('x') ? layer.inputGates : layer.recurrentGates;
  const from = gates.indexOf(name[1]) * rows * all.cols;
  return { ...all, tensor: name, rows, values: all.values.slice(from, from + rows * all.cols) };
}

/**
 * Load-balanced: every PE as many weights as it can store in its part of the published entries, padding zeros
 * included.
 */
export function balancedWeights(layer: LstmLayerWeights, config: EseConfig): EseWeights[] {
  const options = { pes: config.pesPerChannel, indexBits: config.indexBits };
  return config.matrices.map((matrix) => {
    const dense = denseMatrix(layer, matrix);
    const mask = keepStoredEntries(dense, options, Math.floor(matrix.entries / config.pesPerChannel));
    return encode(dense, mask, config);
  });
}

/** As many weights as the balanced ones keep, the largest of each matrix wherever they are. */
export function unbalancedWeights(
  layer: LstmLayerWeights,
  config: EseConfig,
  balanced: readonly EseWeights[],
): EseWeights[] {
  return config.matrices.map((matrix, m) => {
    const dense = denseMatrix(layer, matrix);
    const keep = balanced[m].stored.codes.length;
    return encode(dense, prune(dense, { kind: 'unstructured' }, { keep }).mask, config);
  });
}

function encode(
  dense: DenseMatrix,
  mask: Uint8Array,
  { weightBits, pesPerChannel, indexBits }: EseConfig,
): EseWeights {
  const format = { bits: weightBits, fractionBits: FRACTION_BITS, accumulatorBits: 48 };
  const stored = storeEntries(dense, mask, format, noSaturations());
  return { stored, csc: encodeCsc(stored, { pes: pesPerChannel, indexBits }) };
}

/** The products of a step as the PEs of a channel form them, column by column. */
export function channelProducts(weights: readonly EseWeights[]): StepProducts {
  const product = ({ csc }: EseWeights, x: Int16Array) => {
    const sums = new Float64Array(csc.rows);
    for (let column = 0; column < csc.cols; column++) addColumn(csc, column, x[column], sums);
    return sums;
  };
  const gatesOf = (parts: readonly EseWeights[], x: Int16Array) =>
    Float64Array.from(parts.flatMap((part) => [...product(part, x)]));
  return {
    overInput: (x) => gatesOf(weights.slice(0, 4), x),
    overState: (y) => gatesOf(weights.slice(4, 8), y),
    projection: (h) => product(weights[8], h),
  };
}

/** The stored matrices of a step: all gates over x, all over y, the projection. */
export function storedMatrices(weights: readonly EseWeights[]): [StoredMatrix, StoredMatrix, StoredMatrix] {
  const stored = weights.map((each) => each.stored);
  return [stack('Wx', stored.slice(0, 4)), stack('Wr', stored.slice(4, 8)), stored[8]];
}

/** Stacks matrices on top of each other. */
function stack(tensor: string, parts: readonly StoredMatrix[]): StoredMatrix {
  const rowStart = [0];
  for (const part of parts) {
    const from = rowStart[rowStart.length - 1];
    for (let row = 1; row <= part.rows; row++) rowStart.push(from + part.rowStart[row]);
  }
  const join = <A extends Int16Array | Uint16Array | Uint32Array | Float64Array>(
    target: A,
    of: (part: StoredMatrix) => ArrayLike<number>,
  ) => {
    let at = 0;
    for (const part of parts) {
      target.set(of(part), at);
      at += of(part).length;
    }
    return target;
  };
  const entries = rowStart[rowStart.length - 1];
  return {
    tensor,
    rows: rowStart.length - 1,
    cols: parts[0].cols,
    rowStart: Uint32Array.from(rowStart),
    columns: join(new Uint32Array(entries), ({ columns }) => columns),
    codes: join(new Int16Array(entries), ({ codes }) => codes),
    weights: join(new Float64Array(entries), ({ weights }) => weights),
  };
}
