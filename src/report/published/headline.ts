import type { FigureClass } from '../../published/figure-class.ts';
import type { Headline, Reproduction } from '../../published/result.ts';
import type { Table } from '../tables/table.ts';

/**
 * What a reproduction proves, in sentences: how many bars are kept, how many of the independent predictions a
 * null model would miss, and which depend on choices that no source gives.
 */
export function headlineText({ rows, missed, headline }: Reproduction): string[] {
  return [...predictionsText(headline), ...choicesOf(rows), barsText(rows, missed, headline)];
}

function barsText(rows: Reproduction['rows'], missed: readonly string[], { numbers }: Headline): string {
  const barred = barredOf(rows).length;
  if (barred === 0) return 'No figure has a bar.';
  const list = missed.length === 0 ? '' : ` Missed: ${missed.join(', ')}.`;
  const kinds = Object.entries(numbers).flatMap(([of, count]) =>
    count === 0 ? [] : [`${count} ${words[of as FigureClass]}`],
  );
  return `${barred - missed.length} of ${barred} figures that have a bar keep it in the mean of the seeds 1 to 5.${list} As numbers, each counted once in however many units: ${kinds.join(', ')}.`;
}

const words: Readonly<Record<FigureClass, string>> = {
  predicted: 'predictions',
  arithmetic: 'that are arithmetic on published inputs',
  fitted: 'that were fitted',
  assumption: 'that an assumption decides',
  'unpublished-choice': 'that unpublished choices decide',
};

function barredOf(rows: Reproduction['rows']): Reproduction['rows'] {
  return rows.filter(({ barPercent, simulated }) => barPercent !== null && simulated !== null);
}

function predictionsText({ predictions, nullModelMisses, nearerThanNullModel }: Headline): string[] {
  const count = predictions.length;
  if (count === 0) return ['No figure is a prediction with a bar.'];
  const named = (names: readonly string[]) => (names.length === 0 ? 'none' : names.join(', '));
  const kept = predictions.filter((name) => !nullModelMisses.includes(name));
  return [
    `A null model, which is the same design with its mechanism taken out, would miss ${nullModelMisses.length} of ${count} independent predictions that have a bar: ${named(nullModelMisses)}.`,
    `It keeps the bar of the others too: ${named(kept)}. The simulation is nearer to print than it in ${nearerThanNullModel.length} of the ${count}.`,
  ];
}

/** The numbers that unpublished choices decide, each in its own unit only. */
function choicesOf(rows: Reproduction['rows']): string[] {
  return rows.flatMap(({ design, id, choices, sameAs, barPercent }) =>
    choices === null || sameAs !== null
      ? []
      : [
          `${design}/${id} depends on unpublished choices, and is no prediction: ${choices.withinBar ?? 'none'} of ${choices.combinations} combinations are within ${barPercent ?? '-'} % of print.`,
        ],
  );
}

/** The same as a table for a terminal. */
export function headlineTable(result: Reproduction): Table {
  return {
    title: 'What the figures prove',
    columns: [
      { key: 'what', title: '' },
      { key: 'count', title: 'count', digits: 0 },
    ],
    rows: countsOf(result),
    notes: headlineText(result),
  };
}

function countsOf({ rows, missed, headline }: Reproduction): Table['rows'] {
  return [
    { what: 'figures with a bar', count: barredOf(rows).length },
    { what: 'of these, missed in the mean of the seeds 1 to 5', count: missed.length },
    { what: 'independent predictions with a bar', count: headline.predictions.length },
    { what: 'of these, missed by the null model', count: headline.nullModelMisses.length },
  ];
}
