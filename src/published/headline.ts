import type { FigureClass } from './figure-class.ts';
import type { Headline, ReproducedRow } from './result.ts';

const nameOf = ({ design, id }: ReproducedRow): string => `${design}/${id}`;

/** Every number that has a bar, in one unit or several: the first of its rows with a bar. */
function numbersOf(rows: readonly ReproducedRow[]): ReproducedRow[] {
  const numbers = new Map<string, ReproducedRow>();
  for (const row of rows) {
    const name = `${row.design}/${row.sameAs ?? row.id}`;
    if (row.barPercent !== null && !numbers.has(name)) numbers.set(name, row);
  }
  return [...numbers.values()];
}

/** What the rows prove. */
export function headlineOf(rows: readonly ReproducedRow[]): Headline {
  const numbers = numbersOf(rows);
  const of = (figureClass: FigureClass) => numbers.filter((row) => row.class === figureClass);
  const predictions = of('predicted');
  return {
    numbers: {
      predicted: predictions.length,
      arithmetic: of('arithmetic').length,
      fitted: of('fitted').length,
      assumption: of('assumption').length,
      'unpublished-choice': of('unpublished-choice').length,
    },
    predictions: predictions.map(nameOf),
    nullModelMisses: predictions.filter(isMissedByNullModel).map(nameOf),
    nearerThanNullModel: predictions.filter(isNearer).map(nameOf),
  };
}

function isMissedByNullModel({ withinBar, barPercent, nullModelErrorPercent }: ReproducedRow): boolean {
  if (withinBar !== true || barPercent === null || nullModelErrorPercent === null) return false;
  return Math.abs(nullModelErrorPercent) > barPercent;
}

function isNearer({ seeds, nullModelErrorPercent }: ReproducedRow): boolean {
  if (seeds === null || nullModelErrorPercent === null) return false;
  return Math.abs(seeds.mean) < Math.abs(nullModelErrorPercent);
}
