import { decodeElements } from '../elements/elements.ts';
import { encodeElements } from '../elements/encode.ts';
import type { TensorData, TensorType } from '../tensor-file.ts';

/**
 * Elements of one type as another, as ONNX's Cast converts them: floats are rounded to floats and cut to
 * integers, all but 0 is true. `place` opens messages. Throws BadInput, naming the element, for numbers that
 * an integer type does not hold, which Cast leaves open.
 */
export function castElements(
  values: TensorData,
  from: TensorType,
  to: TensorType,
  place: string,
): TensorData {
  return decodeElements(to, encodeElements(to, rounded(values, from, to), place), {
    littleEndian: true,
    place,
  });
}

function rounded(values: TensorData, from: TensorType, to: TensorType): TensorData {
  if (to === 'bool') return Uint8Array.from(values, (value) => (value === 0 ? 0 : 1));
  const isCut = from.includes('float') && !to.includes('float');
  return isCut ? values.map((value: number) => Math.trunc(value)) : values;
}
