import type { WrittenSpmv } from '../../../run/spmv-result.ts';
import type { InspectResult } from '../../../study/inspect/inspect-result.ts';
import type { PatternStudyResult } from '../../../study/patterns/patterns-result.ts';
import type { Shown } from '../../index.ts';
import { equalityWords } from '../../patterns/studied-pattern.ts';
import type { WrittenReproduction } from '../../published/written.ts';
import { clockWords } from '../../tables/clock-words.ts';
import { formatNumber } from '../../tables/number-text.ts';
import { listOf } from '../answer.ts';
import { type AskedRow, clockText, sparsityCell } from './asked.ts';

/** What was asked of an explanation. */
export function askedOfExplanation(result: Shown<'explain'>): readonly AskedRow[] {
  const { accelerator, workload, requestedSparsity, clockMhz, resources, residency, seed, target } = result;
  return [
    ['workload', workload],
    ['requested sparsity', sparsityCell(requestedSparsity)],
    ['accelerator', accelerator],
    ['device', resources.device],
    ['clock', clockText(clockMhz)],
    ['weights', residency],
    ['values', 'no: timing only'],
    ['seed', seed],
    ...(target === undefined ? [] : [['target', target.asked] as const]),
  ];
}

/** Which two runs a difference is of; the inputs that differ have a table of their own. */
export function askedOfDiff({ sides }: Shown<'diff'>): readonly AskedRow[] {
  return (['a', 'b'] as const).map((side) => {
    const { accelerator, workload, device, clockMhz, configHash } = sides[side];
    const clock = clockText(clockMhz);
    return [side, `${accelerator} on ${workload}, ${device}, ${clock}, config ${configHash}`];
  });
}

/** What was asked of an inspection. */
export function askedOfInspection({ file, format, requestedSparsity, array }: InspectResult) {
  const { accelerator, pes, banks, placement, gateMatrix, isNamed } = array;
  const why = isNamed ? '' : ', which is the default';
  return [
    ['file', file],
    ['format of the file', format],
    ['patterns prune to', sparsityCell(requestedSparsity)],
    ['sizes of patterns', `${pes} PEs of ${banks} banks, as ${accelerator} has them${why}`],
    ['columns of a bank', placement],
    ['matrices of x and h', gateMatrix],
  ] satisfies readonly AskedRow[];
}

/** What was asked of a pruning. */
export function askedOfPruning(result: Shown<'pruned'>): readonly AskedRow[] {
  const { file, format, model, accelerator, pattern, criterion, requestedSparsity, budget } = result;
  return [
    ['file', file],
    ['format of the file', format],
    ['model', model],
    ['pattern', pattern.kind],
    ['accelerator', accelerator],
    ['weights chosen by', criterion],
    ['requested sparsity', sparsityCell(requestedSparsity)],
    ...(budget === null ? [] : [['cycles of a step at most', formatNumber(budget.mostCycles, 0)] as const]),
  ];
}

/** What was asked of a product. */
export function askedOfSpmv({ matrix, rows, cols, stored, accelerator, clockMhz }: WrittenSpmv) {
  return [
    ['matrix', matrix],
    ['rows x columns', `${formatNumber(rows, 0)} x ${formatNumber(cols, 0)}`],
    ['stored entries', formatNumber(stored, 0)],
    ['accelerator', accelerator],
    ['clock', clockText(clockMhz)],
  ] satisfies readonly AskedRow[];
}

/** What was asked of a study of bank counts. */
export function askedOfBanks(result: Shown<'banks'>): readonly AskedRow[] {
  const { constant, points } = result;
  const [{ pes, banks }] = points;
  const same = constant === 'pes' ? `${pes} PEs` : `${formatNumber(pes * banks, 0)} multipliers`;
  return [
    ...askedOfStudy(result),
    ['banks of a PE', listOf(points.map((point) => String(point.banks)))],
    ['the same for all', same],
  ];
}

/** What was asked of a study of baselines. */
export function askedOfBaselines(result: Shown<'baselines'>): readonly AskedRow[] {
  const presets = [...new Set(result.rows.map(({ preset }) => preset))];
  return [...askedOfStudy(result), ['presets', presets.join(', ')]];
}

/** What was asked of a study of patterns. */
export function askedOfPatterns(result: PatternStudyResult): readonly AskedRow[] {
  const { equal, rows, residency } = result;
  return [
    ...askedOfStudy(result),
    ['patterns are compared at', equalityWords[equal]],
    ['patterns', rows.map(({ pattern }) => pattern).join(', ')],
    ['weights', residency],
  ];
}

type Study = Pick<
  Shown<'banks'>,
  'workload' | 'requestedSparsity' | 'device' | 'clockMhz' | 'weights' | 'seed'
>;

/** What every study of a workload is asked. */
function askedOfStudy({ workload, requestedSparsity, device, clockMhz, weights, seed }: Study) {
  return [
    ['workload', workload],
    ['weights before pruning', formatNumber(weights, 0)],
    ['requested sparsity', sparsityCell(requestedSparsity)],
    ['device', device],
    ['clock', clockWords(clockMhz)],
    ['seed of the weights', seed],
  ] satisfies readonly AskedRow[];
}

/** What was asked of a reproduction. */
export function askedOfReproduction({ target, designs, seed }: WrittenReproduction): readonly AskedRow[] {
  return [
    ['target', target],
    ...designs.map(({ name, paper }): AskedRow => [name, paper]),
    ['seed', `${seed}, and 1 to 5 for the bars`],
  ];
}
