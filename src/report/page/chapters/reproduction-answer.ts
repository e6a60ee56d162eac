import type { FigureClass } from '../../../published/figure-class.ts';
import type { ReproducedRow } from '../../../published/result.ts';
import type { WrittenReproduction } from '../../published/written.ts';
import { formatNumber } from '../../tables/number-text.ts';
import { capital } from '../../tables/plain-text.ts';
import { counted, listOf } from '../answer.ts';

type Written = Pick<WrittenReproduction, 'rows' | 'missed' | 'headline' | 'designs'>;

/**
 * The answer of a reproduction: how many published figures come out within the distance from print that was
 * set for them beforehand, how many of these the model predicts, and which rest on choices of our own.
 */
export function answerOfReproduction(written: Written): readonly string[] {
  return [
    barsSentence(written),
    ...numbersSentence(written),
    ...predictionSentences(written),
    ...choiceSentences(written),
  ];
}

function barsSentence({ rows, missed, designs }: Written): string {
  const barred = rows.filter(({ barPercent, simulated }) => barPercent !== null && simulated !== null);
  if (barred.length === 0)
    return 'No published figure here has a bar, which is the distance from print that it may have.';
  const kept = barred.length - missed.length;
  const all = missed.length === 0 ? 'all of them are within it' : `${formatNumber(kept, 0)} are within it`;
  const names = rows.filter(({ design, id }) => missed.includes(`${design}/${id}`));
  const list = names.length === 0 ? '' : `, and not ${listOf(names.map((row) => nameOf(row, designs)))}`;
  const have = barred.length === 1 ? '1 published figure has' : `${barred.length} published figures have`;
  const are = barred.length === 1 && missed.length === 0 ? 'it is within it' : all;
  return `${have} a bar, which is the distance from print that the simulated one may have: in the mean of the seeds 1 to 5 ${are}${list}.`;
}

const classWords: Readonly<Record<FigureClass, string>> = {
  predicted: 'predicted',
  arithmetic: 'arithmetic on published figures',
  fitted: 'fitted',
  assumption: 'decided by an assumption',
  'unpublished-choice': 'decided by choices that the papers do not publish',
};

/** Figures that are one number in several units prove as much as one. */
function numbersSentence({ headline: { numbers } }: Written): string[] {
  const counts = Object.entries(numbers).filter(([, count]) => count > 0);
  const all = counts.reduce((sum, [, count]) => sum + count, 0);
  if (all === 0) return [];
  const kinds = counts.map(([name, count]) => `${count} ${classWords[name as FigureClass]}`);
  return [
    `Counted once where several are one number in other units, these are ${counted(all, 'number')}: ${listOf(kinds)}.`,
  ];
}

/** What the bars prove: only what was predicted could have missed. */
function predictionSentences({ headline, rows, designs }: Written): string[] {
  const { predictions, nullModelMisses, nearerThanNullModel } = headline;
  if (predictions.length === 0)
    return [
      'None of them is a prediction: each was fitted, follows from published figures, or depends on choices that the papers do not publish, so that a bar that is kept does not prove the model.',
    ];
  const named = (ids: readonly string[]) =>
    listOf(
      ids.map((name) =>
        nameOf(
          rows.find(({ design, id }) => `${design}/${id}` === name),
          designs,
          name,
        ),
      ),
    );
  const missed = nullModelMisses.length === 0 ? '' : `: ${named(nullModelMisses)}`;
  return [
    `${counted(predictions.length, 'number')} with a bar ${predictions.length === 1 ? 'is a prediction' : 'are predictions'}, each counted once in however many units it is printed.`,
    `The same designs without the mechanism of their papers, as a null model, would miss ${nullModelMisses.length} of them${missed}; the simulation is nearer to print than it in ${nearerThanNullModel.length}.`,
  ];
}

/** Figures that unpublished choices decide, each in its own unit only. */
function choiceSentences({ rows, designs }: Written): string[] {
  return rows.flatMap((row) => {
    const { choices, sameAs, barPercent } = row;
    if (choices === null || sameAs !== null) return [];
    const { combinations, withinBar, minPercent, maxPercent } = choices;
    const few =
      withinBar === null || barPercent === null
        ? ''
        : `, and ${formatNumber(withinBar, 0)} of them ${withinBar === 1 ? 'is' : 'are'} within ${barPercent} % of it`;
    return [
      `${capital(nameOf(row, designs))} depends on choices that the paper does not publish: over ${formatNumber(combinations, 0)} combinations of them it is ${signed(minPercent)} to ${signed(maxPercent)} % from print${few}.`,
    ];
  });
}

/** `the latency of BBS`. */
function nameOf(row: ReproducedRow | undefined, designs: Written['designs'], otherwise = ''): string {
  if (row === undefined) return otherwise;
  const design = designs.find(({ kind }) => kind === row.design)?.name ?? row.design;
  return `the ${row.figure} of ${design}`;
}

const signed = (percent: number): string => `${percent > 0 ? '+' : ''}${formatNumber(percent, 1)}`;
