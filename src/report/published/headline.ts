import type { Reproduction } from '../../published/result.ts';
import type { Table } from '../tables/table.ts';

/**
 * What a reproduction proves, in sentences: how many bars are kept, how many of the independent predictions a
 * null model would miss, and which depend on choices that no source gives.
 */
export function headlineText({ rows, missed, headline }: Reproduction): string[] {
  const { predictions, nullModelMisses, nearerThanNullModel } = headline;
  const barred = rows.filter(({ barPercent, simulated }) => barPercent !== null && simulated !== null);
  const list = missed.length === 0 ? '' : ` Missed: ${missed.join(', ')}.`;
  const calibrated = barred.filter(({ calibrated: isCalibrated }) => isCalibrated).length;
  const named = (names: readonly string[]) => (names.length === 0 ? 'none' : names.join(', '));
  const first =
    predictions.length === 0
      ? ['No figure is a prediction with a bar.']
      : [
          `${nullModelMisses.length} of ${predictions.length} independent predictions that have a bar would be missed by a null model, which is the same design with its mechanism taken out: ${named(nullModelMisses)}.`,
          `The others the null model keeps too: ${named(predictions.filter((name) => !nullModelMisses.includes(name)))}. The simulation is nearer to print than the null model in ${nearerThanNullModel.length} of the ${predictions.length}.`,
        ];
  return [
    ...first,
    ...choicesOf(rows),
    `${barred.length - missed.length} of ${barred.length} figures that have a bar keep it in the mean of the seeds 1 to 5; ${calibrated} of them are fitted or arithmetic and could hardly miss it.${list}`,
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
  const barred = rows.filter(({ barPercent, simulated }) => barPercent !== null && simulated !== null);
  return [
    { what: 'figures with a bar', count: barred.length },
    { what: 'of these, missed in the mean of the seeds 1 to 5', count: missed.length },
    { what: 'independent predictions with a bar', count: headline.predictions.length },
    { what: 'of these, missed by the null model', count: headline.nullModelMisses.length },
  ];
}
