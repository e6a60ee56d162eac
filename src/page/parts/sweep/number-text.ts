import { groupThousands } from '../../../report/tables/number-text.ts';

/** Digits that a number shows. */
const DIGITS = 5;

/** A number for people: `12,345`, `0.034`, `1.5e+9`; the same in every browser. */
export function numberText(value: number): string {
  const isWhole = Number.isInteger(value) && Math.abs(value) < 1e12;
  return groupThousands(isWhole ? String(value) : plain(value));
}

/** Few digits and no zeros behind the last one that counts. */
function plain(value: number): string {
  const text = value.toPrecision(DIGITS);
  return text.includes('e') ? value.toExponential(2) : String(Number(text));
}
