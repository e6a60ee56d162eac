import type { CompareResult, RunResult } from '../../run/result.ts';
import { equalWords, savingsNote } from '../compare/notes.ts';
import { overflowText } from '../run/overflow.ts';
import { stepWords } from '../step-words.ts';
import { formatNumber } from '../tables/number-text.ts';
import { counted, listOf, microjoules, microseconds, usesText } from './answer.ts';

/** Weights that differ by less than this part are as many. */
const NOTABLE_WEIGHTS = 0.005;

/**
 * The answer of a comparison in three sentences: what the bank-balanced design saves against the fastest
 * baseline that fits, what each of the two costs, and what flatters either side. Without the two, which
 * designs are fastest and smallest.
 */
export function answerOfComparison(compared: CompareResult): readonly string[] {
  const result = namedInSentences(compared);
  const { savings, rows } = result;
  const runOf = (label: string | null | undefined) => rows.find((row) => row.label === label);
  const [design, baseline] = [runOf(savings?.design), runOf(savings?.baseline)];
  if (design === undefined || baseline === undefined)
    return [fastestSentence(result), ...savingsNote(result)];
  return [
    ...savingsNote(result),
    `One ${stepWords(design.run)} of ${result.workload} takes, on ${costText(design)}; on ${costText(baseline)}.`,
    flatterySentence(result, design, baseline),
  ];
}

/** How a design that was searched says in its name that it was chosen for fitting: a column says that too. */
const CHOSEN = /, fits$/;

/** The same comparison with names that a sentence can go on behind. */
function namedInSentences({ rows, savings, ...result }: CompareResult): CompareResult {
  const named = (label: string) => label.replace(CHOSEN, '');
  return {
    ...result,
    rows: rows.map((row) => ({ ...row, label: named(row.label) })),
    savings: savings && {
      ...savings,
      design: named(savings.design),
      baseline: savings.baseline && named(savings.baseline),
      ...(savings.fastestAtFmax && {
        fastestAtFmax: { ...savings.fastestAtFmax, baseline: named(savings.fastestAtFmax.baseline) },
      }),
    },
  };
}

type ComparedRow = CompareResult['rows'][number];

/** `bbs: 457 cycles, 2.285 us, 54.7 uJ (35.7 to 85.8) and 100 % of the DSP blocks, ...`. */
function costText({ label, run }: ComparedRow): string {
  const { cycles, latencyUs, energy, resources } = run;
  const figures = [
    counted(cycles.total, 'cycle'),
    microseconds(latencyUs),
    microjoules(energy.totalUj, energy.lowUj, energy.highUj),
  ];
  return `${label}: ${figures.join(', ')}, with ${usesText(resources)}`;
}

/** What makes one of two designs look better than it is. */
function flatterySentence({ equal }: CompareResult, design: ComparedRow, baseline: ComparedRow): string {
  const found = [
    ...[design, baseline].flatMap(ownFlattery),
    ...betweenTwo(design, baseline),
    ...betweenTwo(baseline, design),
  ];
  const basis = `They are compared at ${equalWords[equal]}`;
  const sides = [design.label, baseline.label].flatMap((label) => {
    const reasons = found.filter((one) => one.label === label).map(({ by }) => by);
    return reasons.length === 0
      ? []
      : [
          `${label} is flattered by ${listOf(reasons.map((reason, at) => (at === 0 ? reason : `by ${reason}`)))}`,
        ];
  });
  if (sides.length > 0) return `${basis}; ${sides.join('; ')}.`;
  const are = design.run.weights.residency === 'resident' ? 'on chip' : 'streamed';
  return `${basis}: both keep as many, have them ${are}, fit and reach their clock, so that none of these flatters either.`;
}

/** A design, and what flatters it. */
interface Flattery {
  readonly label: string;
  readonly by: string;
}

/** What of a design alone flatters it. */
function ownFlattery({ label, run }: ComparedRow): Flattery[] {
  const { clock, clockMhz, resources } = run;
  const reached = `${formatNumber(clock.fmaxMhz, 1)} MHz`;
  return [
    ...(clock.meetsTiming
      ? []
      : [{ label, by: `a clock of ${clockMhz} MHz, of which it reaches ${reached}` }]),
    ...(resources.fits ? [] : [{ label, by: `a device that it does not fit (${overflowText(resources)})` }]),
  ];
}

/** What flatters a design against another. */
function betweenTwo({ label, run }: ComparedRow, other: ComparedRow): Flattery[] {
  const more = keptBy(other.run) / keptBy(run) - 1;
  const isResident = run.weights.residency === 'resident' && other.run.weights.residency === 'streamed';
  const [own, others] = [multipliersOf(run), multipliersOf(other.run)];
  return [
    ...(more > NOTABLE_WEIGHTS
      ? [{ label, by: `fewer weights (the other keeps ${formatNumber(100 * more, 1)} % more)` }]
      : []),
    ...(isResident ? [{ label, by: 'weights on chip (the other streams them)' }] : []),
    ...(own > others
      ? [
          {
            label,
            by: `more multipliers (${formatNumber(own, 0)}, the other has ${formatNumber(others, 0)})`,
          },
        ]
      : []),
  ];
}

const keptBy = ({ weights }: RunResult): number => weights.used ?? weights.kept;

function multipliersOf({ config }: RunResult): number {
  const { pes, banks } = config as { readonly pes: number; readonly banks: number };
  return pes * banks;
}

/** Of a comparison without two sides: its fastest design, of those that fit if any does. */
function fastestSentence({ rows, workload }: CompareResult): string {
  const fitting = rows.filter(({ run }) => run.resources.fits);
  const [first, ...others] = fitting.length > 0 ? fitting : rows;
  const fastest = others.reduce((best, row) => (row.run.latencyUs < best.run.latencyUs ? row : best), first);
  const among =
    rows.length === 1 ? '' : fitting.length > 0 ? ', the fastest here that fits' : ', the fastest here';
  const lack = fastest.run.resources.fits ? '' : `; it does not fit (${overflowText(fastest.run.resources)})`;
  return `One ${stepWords(fastest.run)} of ${workload} takes, on ${costText(fastest)}${among}${lack}.`;
}
