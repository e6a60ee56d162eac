import type { WrittenSpmv } from '../../run/spmv-result.ts';
import type { ArrayFigures, BankStudyResult } from '../../study/banks/bank-result.ts';
import type { BaselineStudyResult } from '../../study/baselines/baseline-result.ts';
import type { InspectResult } from '../../study/inspect/inspect-result.ts';
import type { PatternStudyResult } from '../../study/patterns/patterns-result.ts';
import type { PruneResult } from '../../study/prune/prune-result.ts';
import { formatNumber } from '../tables/number-text.ts';
import { counted, microseconds } from './answer.ts';

/** A file without the folders above it, which stand in what was asked. */
const fileName = (path: string): string =>
  path.slice(Math.max(...['/', '\\'].map((mark) => path.lastIndexOf(mark))) + 1);

const percent = (share: number): string => `${formatNumber(100 * share, 1)} %`;

/** The answer of a study of baselines: the nearest one that fits, at each equality. */
export function answerOfBaselines({ rows, workload, device }: BaselineStudyResult): readonly string[] {
  return (['kept', 'requested'] as const).map((equality) => {
    // The first of its equality is what the others are measured by.
    const [, ...others] = rows.filter(({ equal }) => equal === equality);
    const [nearest] = others.filter(({ fits }) => fits).toSorted((a, b) => a.overBbs - b.overBbs);
    const at = equality === 'kept' ? 'At equal kept weights' : 'At equal requested sparsity';
    if (nearest === undefined) return `${at} no array for weights without balance fits ${device}.`;
    return `${at} the nearest array for weights without balance that fits ${device} is ${nearest.preset}: a step of ${workload} takes ${counted(nearest.cycles, 'cycle')}, ${formatNumber(nearest.overBbs, 2)} times the latency of the bank-balanced array.`;
  });
}

type BankPoint = BankStudyResult['points'][number];

/** The answer of a study of bank counts: the fastest that fits of either array, and how often beats wait. */
export function answerOfBanks({ points, workload, device }: BankStudyResult): readonly string[] {
  const said = (name: string, figures: (point: BankPoint) => ArrayFigures): string => {
    const byTime = points.toSorted((a, b) => figures(a).latencyUs - figures(b).latencyUs);
    const [best] = byTime;
    const fitting = byTime.find((point) => figures(point).resources.fits);
    const timed = (point: BankPoint) => {
      const { cycles, latencyUs } = figures(point);
      return `${counted(point.banks, 'bank')}: ${counted(cycles, 'cycle')}, ${microseconds(latencyUs)}`;
    };
    if (fitting === undefined)
      return `${name} fits ${device} at none of them, and would take the least time with ${timed(best)}`;
    const other =
      figures(best).latencyUs < figures(fitting).latencyUs
        ? ` (with ${timed(best)}, but that does not fit ${device})`
        : '';
    return `${name} takes the least time of what fits with ${timed(fitting)}${other}`;
  };
  const waits = points.map(({ csr }) => csr.conflictingBeatShare);
  return [
    `Of ${counted(points.length, 'number')} of banks, on ${workload}, ${said('the bank-balanced array', ({ bbs }) => bbs)}; ${said('CSR', ({ csr }) => csr)}.`,
    `Of the beats of CSR ${percent(Math.min(...waits))} to ${percent(Math.max(...waits))} wait for a bank; of the bank-balanced array none.`,
  ];
}

/** The answer of a study of patterns: which wins, by the kind of weights and array. */
export function answerOfPatterns({ regimes }: PatternStudyResult): readonly string[] {
  return regimes.map(({ sentence }) => sentence);
}

/** The answer of a product: its time, and how even the PEs are. */
export function answerOfSpmv(result: WrittenSpmv): readonly string[] {
  const { matrix, rows, cols, accelerator, cycles, clockMhz, busyCycles, conflictCycles } = result;
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const most = Math.max(...busyCycles);
  return [
    `${fileName(matrix)} (${rows} x ${cols}) takes ${counted(cycles, 'cycle')} on ${accelerator}: ${microseconds(cycles / clockMhz)} at ${clockMhz} MHz, the clock that was asked for; whether the array reaches it was not judged.`,
    `The busiest PE works ${counted(most, 'cycle')}, an average one ${formatNumber(sum(busyCycles) / busyCycles.length, 1)}; all of them together wait ${counted(sum(conflictCycles), 'cycle')} for what they read.`,
  ];
}

/** The answer of an inspection: what each model of the file is, how much of it is zero, and what fits it. */
export function answerOfInspection({ file, models }: InspectResult): readonly string[] {
  return models.map(({ name, kind, layers, weights, sparsity, number }) => {
    const fits =
      number === null
        ? ''
        : `; its values fit ${number.bits} bits with ${number.fractionBits} behind the point`;
    return `${fileName(file)}: the ${kind.toUpperCase()} ${name} has ${counted(layers, 'layer')} and ${counted(weights, 'weight')}, ${percent(sparsity)} of them zero${fits}.`;
  });
}

/** The answer of a pruning: what is kept, and of what. */
export function answerOfPruning(result: PruneResult): readonly string[] {
  const { file, kept, weights, keptMagnitudeShare, pattern, accelerator } = result;
  return [
    `Of the ${counted(weights, 'weight')} of ${fileName(file)} ${formatNumber(kept, 0)} are kept (${percent(kept / weights)}), with ${percent(keptMagnitudeShare)} of the sum of all squares: ${pattern.kind}, as ${accelerator} has it.`,
  ];
}
