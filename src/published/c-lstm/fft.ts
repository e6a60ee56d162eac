/** Complex numbers side by side. */
export interface Complex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** A vector of `length` zeros. */
export function complexZeros(length: number): Complex {
  return { re: new Float64Array(length), im: new Float64Array(length) };
}

/**
 * Radix-2 decimation in time (Cooley and Tukey, 1965), in place, as a pipeline of log2 n stages of
 * butterflies computes it. `sign` is -1 for the transform and 1 for its inverse, which is not divided by n.
 * Throws a RangeError unless the length is a power of two.
 */
export function transform({ re, im }: Complex, sign: -1 | 1): void {
  const n = re.length;
  if (n < 1 || (n & (n - 1)) !== 0) throw new RangeError(`an FFT of ${n} points: expected a power of two`);
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j], re[i]];
      [im[i], im[j]] = [im[j], im[i]];
    }
  }
  for (let half = 1; half < n; half *= 2) {
    for (let k = 0; k < half; k++) {
      const angle = (sign * Math.PI * k) / half;
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      for (let top = k; top < n; top += 2 * half) {
        const bottom = top + half;
        const r = re[bottom] * cos - im[bottom] * sin;
        const i = re[bottom] * sin + im[bottom] * cos;
        re[bottom] = re[top] - r;
        im[bottom] = im[top] - i;
        re[top] += r;
        im[top] += i;
      }
    }
  }
}

/** Bins of the spectrum of a real vector that are stored; the others are their conjugates. */
export function halfBins(block: number): number {
  return block / 2 + 1;
}
