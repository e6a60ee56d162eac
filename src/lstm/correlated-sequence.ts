import { toCode } from '../num/fixed.ts';
import { fillGaussian, seeded } from '../num/random.ts';

/**
 * What an input sequence is like: `correlation` between an element and itself a step
 * later, and its standard deviation.
 */
export interface SequenceStatistics {
  readonly correlation: number;
  readonly deviation: number;
}

/**
 * `steps` vectors of `length` codes: every element is a first-order autoregressive process, x' = a x
 * + sqrt(1 - a^2) n with n Gaussian, so that all steps have the same deviation. Order of drawing:
 * vector after vector. Cut to 16 bits.
 */
export function correlatedSequence(
  length: number,
  steps: number,
  { correlation, deviation }: SequenceStatistics,
  fractionBits: number,
  seed: number | string,
): Int16Array[] {
  const random = seeded(`${seed}/correlated sequence`);
  const noise = new Float64Array(length);
  const fresh = Math.sqrt(1 - correlation ** 2);
  let x = new Float64Array(length);
  return Array.from({ length: steps }, (_, step) => {
    fillGaussian(noise, 0, length, deviation, random);
    x = x.map((value, n) => (step === 0 ? noise[n] : correlation * value + fresh * noise[n]));
    return Int16Array.from(x, (value) => Math.max(-32768, Math.min(32767, toCode(value, fractionBits))));
  });
}
