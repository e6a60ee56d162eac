/**
 * A number that is not negative with so many digits after the point, a half rounded up as the number reads:
 * the double next to 0.715 is a little less, and `toFixed` makes 0.71 of it where a reader who sees 0.715
 * beside it expects 0.72.
 */
export function fixedHalfUp(value: number, digits: number): string {
  const text = String(value);
  const [, fraction = ''] = /^\d+\.(\d*5)$/.exec(text) ?? [];
  const isHalf = fraction.length === digits + 1;
  return (isHalf ? Number(`${text}1`) : value).toFixed(digits);
}
