import type { Headline, ReproducedRow } from './result.ts';

const nameOf = ({ design, id }: ReproducedRow): string => `${design}/${id}`;

/** The rows that one number stands in, in several units, by design/id of the one that stands for itself. */
function numbersOf(rows: readonly ReproducedRow[]): ReproducedRow[][] {
  const numbers = new Map<string, ReproducedRow[]>();
  for (const row of rows) {
    const name = `${row.design}/${row.sameAs ?? row.id}`;
    numbers.set(name, [...(numbers.get(name) ?? []), row]);
  }
  return [...numbers.values()];
}

/**
 * What the rows prove: of each number that is predicted and has a bar to keep, in one unit or several, the
 * first row with a bar.
 */
export function headlineOf(rows: readonly ReproducedRow[]): Headline {
  const predictions = numbersOf(rows).flatMap((same) =>
    same.filter((row) => row.class === 'predicted' && row.barPercent !== null).slice(0, 1),
  );
  return {
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
