import type { Segment } from './boxes.ts';
import type { PointAxes } from './point-axes.ts';

/** Factors from one line to the next: the first that gives no more than `MOST` lines. */
const FACTORS = [2, 4, 10, 100, 1000];
const MOST = 9;

/** Powers of one factor, the product of each of which with `one` lies between the corners of two log axes. */
export function multiplesBetween({ x, y }: Pick<PointAxes, 'x' | 'y'>, one: number): number[] {
  const least = (x.scale.min * y.scale.min) / one;
  const most = (x.scale.max * y.scale.max) / one;
  const powersOf = (factor: number) => {
    const [first, last] = [least, most].map((end) => Math.log(end) / Math.log(factor));
    const powers: number[] = [];
    for (let power = Math.ceil(first); power <= last; power++) powers.push(factor ** power);
    return powers;
  };
  const enough = FACTORS.find((factor) => powersOf(factor).length <= MOST);
  return powersOf(enough ?? FACTORS[FACTORS.length - 1]);
}

/** `4x`, `1/4x`. */
export function multipleText(multiple: number): string {
  return multiple >= 1 ? `${Math.round(multiple)}x` : `1/${Math.round(1 / multiple)}x`;
}

/**
 * The line on which x times y is `product`, within the plot of two log axes, from its upper left to its lower
 * right end; null where it only touches a corner.
 */
export function productLine({ x, y, spotOf }: PointAxes, product: number): Segment | null {
  const [left, right] = [
    Math.max(x.scale.min, product / y.scale.max),
    Math.min(x.scale.max, product / y.scale.min),
  ];
  if (!(left < right)) return null;
  return {
    from: spotOf({ x: left, y: product / left }),
    to: spotOf({ x: right, y: product / right }),
  };
}
