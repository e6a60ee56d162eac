import type { StoredMatrix } from '../../bbs/matrix.ts';
import { realScales } from '../../bbs/scaled-codes.ts';
import { splitGates, splitRows } from '../../lstm/split-gates.ts';
import type { StoredLayer } from '../../lstm/stored-layer.ts';
import type { NumberFormat } from '../../num/fixed.ts';
import { rowScale } from '../../num/row-scale.ts';
import type { OfWeights } from './layer-masks.ts';
import type { TensorCodes } from './pruned-tensor.ts';

type Scaling = Required<Pick<NumberFormat, 'fractionBits' | 'weightScale'>>;

/**
 * The int8 codes of a layer that is stored with them, as tensors with scales in single precision. An array
 * that stores these tensors has the codes and the scales of one that stores the floats, bit for bit.
 */
export function layerCodes(layer: StoredLayer, format: Scaling): OfWeights<TensorCodes> {
  const { shape, gateMatrix, gates, projection } = layer;
  const codes = splitGates(shape, gateMatrix, gates.map(denseCodes), (length) => new Int8Array(length));
  const scales = splitRows(
    shape,
    gateMatrix,
    gates.map((matrix) => singleScales(matrix, format)),
    (length) => new Float64Array(length),
  );
  const tensor = (values: Int8Array, ofRows: Float64Array): TensorCodes => ({
    values,
    scales:
      format.weightScale === 'tensor' && isOne(ofRows) ? scalesIn(ofRows.slice(0, 1)) : scalesIn(ofRows),
  });
  return {
    weightIh: tensor(codes.inputGates, scales.inputGates),
    weightHh: tensor(codes.recurrentGates, scales.recurrentGates),
    weightHr: projection && tensor(denseCodes(projection), singleScales(projection, format)),
  };
}

const scalesIn = (scales: Float64Array): Float32Array => Float32Array.from(scales);

const isOne = (scales: Float64Array): boolean => scales.every((scale) => scale === scales[0]);

function denseCodes({ rows, cols, rowStart, columns, codes }: StoredMatrix): Int8Array {
  const dense = new Int8Array(rows * cols);
  for (let row = 0; row < rows; row++)
    for (let e = rowStart[row]; e < rowStart[row + 1]; e++) dense[row * cols + columns[e]] = codes[e];
  return dense;
}

/**
 * The scales of a matrix's rows in single precision. A file has none that is zero: a row of zeros gets the
 * smallest of the others, which changes neither its zeros nor the largest scale.
 */
function singleScales(
  { rows, rowStart, weights }: StoredMatrix,
  { weightScale, fractionBits }: Scaling,
): Float64Array {
  const scales = realScales({ rows, rowStart }, weights, weightScale, []).map((scale) =>
    scale === 0 ? 0 : singleScale(scale, fractionBits),
  );
  const smallest = scales.reduce((least, scale) => (scale > 0 ? Math.min(least, scale) : least), Infinity);
  return scales.map((scale) => (scale > 0 ? scale : Number.isFinite(smallest) ? smallest : 1));
}

/**
 * A number of single precision that hardware holds as it holds `scale` (above 0): the nearest one, or where
 * that is beyond the point at which a multiplier is rounded, its neighbour on the side of `scale`.
 */
export function singleScale(scale: number, fractionBits: number): number {
  const nearest = Math.max(Math.fround(scale), SMALLEST_SINGLE);
  const held = rowScale(scale, fractionBits);
  const found = rowScale(nearest, fractionBits);
  if (held?.multiplier === found?.multiplier && held?.shift === found?.shift) return nearest;
  return neighbour(nearest, scale > nearest ? 1 : -1);
}

const SMALLEST_SINGLE = 2 ** -149;

/** The next number of single precision (above 0) up or down. */
function neighbour(single: number, step: 1 | -1): number {
  const bits = new Uint32Array(Float32Array.of(single).buffer);
  bits[0] += step;
  return new Float32Array(bits.buffer)[0];
}
