import { BadInput } from '../errors/bad-input.ts';
import { type NumberFormat, type Saturations, saturate, toCode, toReal } from '../num/fixed.ts';
import type { VectorTerm, VectorWeights } from './model.ts';

/** A vector of a layer, in both domains: W-bit codes, and the real values before quantisation. */
export interface QuantisedVector {
  readonly codes: Int16Array;
  readonly real: Float64Array;
}

/**
 * The input vector of a step as codes; what saturates is counted as 'input'. docs/timing.md section 6. Throws
 * BadInput, naming the element, on a value that is not finite.
 */
export function quantiseInputs(
  inputs: Float32Array | Float64Array,
  { bits, fractionBits }: NumberFormat,
  saturations: Saturations,
): Int16Array {
  const codes = new Int16Array(inputs.length);
  for (let i = 0; i < codes.length; i++) {
    if (!Number.isFinite(inputs[i])) {
      throw new BadInput(`input vector: element ${i} is ${inputs[i]}, expected a finite number`);
    }
    codes[i] = saturate(toCode(inputs[i], fractionBits), bits, saturations, 'input');
  }
  return codes;
}

/**
 * The sum of a vector's terms in W bits; what saturates is counted as 'bias'. Floats are added first
 * and then quantised; raw codes are added as integers and saturated, and their real value is that of
 * the code. docs/timing.md section 6. Throws BadInput, naming the tensor and the element, for a raw
 * code that does not fit in W bits.
 */
export function quantiseVector(
  { terms, raw }: VectorWeights,
  format: NumberFormat,
  saturations: Saturations,
): QuantisedVector {
  const { bits, fractionBits } = format;
  if (raw) for (const term of terms) checkCodes(term, bits);
  const real = new Float64Array(terms[0].values.length);
  for (const { values } of terms) for (let i = 0; i < real.length; i++) real[i] += values[i];
  const codes = new Int16Array(real.length);
  for (let i = 0; i < codes.length; i++) {
    codes[i] = saturate(raw ? real[i] : toCode(real[i], fractionBits), bits, saturations, 'bias');
    if (raw) real[i] = toReal(codes[i], fractionBits);
  }
  return { codes, real };
}

function checkCodes({ tensor, values, from = 0 }: VectorTerm, bits: number): void {
  const limit = 2 ** (bits - 1);
  const wide = values.findIndex((code) => code < -limit || code >= limit);
  if (wide < 0) return;
  throw new BadInput(
    `tensor ${tensor}: element ${from + wide} is the raw code ${values[wide]}, expected ${-limit} to ${limit - 1} (${bits} bits)`,
  );
}
