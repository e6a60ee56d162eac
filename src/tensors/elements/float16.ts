/**
 * Expands IEEE 754 binary16 bit patterns to float32, which holds every one of them exactly: normal numbers,
 * subnormals, both zeros, infinities and NaN.
 */
export function expandFloat16(patterns: Uint16Array): Float32Array {
  const values = new Float32Array(patterns.length);
  for (let i = 0; i < patterns.length; i++) values[i] = float16Value(patterns[i]);
  return values;
}

function float16Value(pattern: number): number {
  const sign = pattern & 0x8000 ? -1 : 1;
  const exponent = (pattern >> 10) & 0x1f;
  const fraction = pattern & 0x3ff;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** Expands bfloat16 bit patterns to float32, of which they are the upper halves. */
export function expandBfloat16(patterns: Uint16Array): Float32Array {
  const words = new Uint32Array(patterns.length);
  for (let i = 0; i < patterns.length; i++) words[i] = patterns[i] * 0x10000;
  return new Float32Array(words.buffer);
}
