import { BadInput } from '../errors/bad-input.ts';
import { type NumberFormat, type Saturations, saturate, toCode, toReal } from '../num/fixed.ts';
import type { NpyArray } from '../tensors/npy/npy.ts';

/**
 * A vector in both domains: W-bit codes for the hardware and the integer reference, real
 * values for the float reference.
 */
export interface Signal {
  readonly codes: Int16Array;
  readonly real: Float64Array;
}

/** Values from a file: reals, or int16 raw codes. */
export interface FileValues {
  /** What the message of an error calls it. */
  readonly source: string;
  readonly array: NpyArray;
}

/**
 * A vector of a file: `length` values from `from` on. Throws BadInput, naming the element, for types that are
 * neither floats nor raw codes, codes of more than W bits, NaN and infinity.
 */
export function fileSignal(
  { source, array }: FileValues,
  from: number,
  length: number,
  format: NumberFormat,
  saturations: Saturations,
): Signal {
  const { data, dtype } = array;
  if (dtype === 'int16') {
    const codes = (data as Int16Array).slice(from, from + length);
    const limit = 2 ** (format.bits - 1);
    const wide = codes.findIndex((code) => code < -limit || code >= limit);
    if (wide >= 0)
      throw new BadInput(
        `${source}: element ${from + wide} is ${codes[wide]}, expected a code of ${format.bits} bits`,
      );
    return { codes, real: Float64Array.from(codes, (code) => toReal(code, format.fractionBits)) };
  }
  if (!dtype.startsWith('float'))
    throw new BadInput(`${source}: type ${dtype}, expected floats or int16 raw codes`);
  const real = Float64Array.from(data.subarray(from, from + length));
  const bad = real.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new BadInput(`${source}: element ${from + bad} is ${real[bad]}, expected a finite number`);
  return signal(real, format, saturations);
}

/** Real values in both domains; what its codes are cut by is counted as 'input'. */
export function signal(
  real: Float64Array,
  { bits, fractionBits }: NumberFormat,
  saturations: Saturations,
): Signal {
  const codes = Int16Array.from(real, (value) =>
    saturate(toCode(value, fractionBits), bits, saturations, 'input'),
  );
  return { codes, real };
}
