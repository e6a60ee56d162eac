import { BadInput } from '../../errors/bad-input.ts';
import type { ChartSize } from './spec.ts';

const SMALLEST = { widthPx: 480, heightPx: 320 };
const LARGEST_PX = 10_000;

/** The size. Throws BadInput for one that no chart fits on, or that no memory holds. */
export function checkedSize(size: ChartSize): ChartSize {
  const fits = (length: number, least: number) =>
    Number.isInteger(length) && length >= least && length <= LARGEST_PX;
  if (fits(size.widthPx, SMALLEST.widthPx) && fits(size.heightPx, SMALLEST.heightPx)) return size;
  throw new BadInput(
    `chart size ${size.widthPx} x ${size.heightPx} px: expected whole numbers from ${SMALLEST.widthPx} x ${SMALLEST.heightPx} to ${LARGEST_PX} x ${LARGEST_PX}`,
  );
}
