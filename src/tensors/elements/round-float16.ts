/** A binary floating-point number of 16 bits: a sign, an exponent and a fraction. */
interface SmallFloat {
  readonly fractionBits: number;
  /** The exponent of 1 is stored as this. */
  readonly bias: number;
}

/** IEEE 754 binary16. */
const binary16: SmallFloat = { fractionBits: 10, bias: 15 };
/** The upper half of a binary32. */
const brain16: SmallFloat = { fractionBits: 7, bias: 127 };

/** The binary16 pattern nearest to a value, ties to even; beyond 65,504 infinity. NaN loses its payload. */
export const float16Pattern = (value: number): number => patternOf(value, binary16);

/** The bfloat16 pattern nearest to a value, ties to even. NaN loses its payload. */
export const bfloat16Pattern = (value: number): number => patternOf(value, brain16);

function patternOf(value: number, { fractionBits, bias }: SmallFloat): number {
  const largestExponent = 2 * bias + 1;
  if (Number.isNaN(value)) return (largestExponent << fractionBits) | (1 << (fractionBits - 1));
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  const exponent = Math.max(1 - bias, Math.floor(Math.log2(magnitude)));
  if (exponent > bias) return sign | (largestExponent << fractionBits);
  // A fraction that rounds up to the next power of two carries into the exponent, as the pattern wants it.
  const units = roundHalfEven(magnitude * 2 ** (fractionBits - exponent));
  return sign | (((exponent + bias - 1) << fractionBits) + units);
}

function roundHalfEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  return rest > 0.5 || (rest === 0.5 && down % 2 === 1) ? down + 1 : down;
}
