import type { Change, Cost, ExplainResult } from '../../study/explain/explain-result.ts';
import { formatNumber } from '../tables/number-text.ts';

/** What takes most of a step, and what to change first. */
export interface ShownAdvice {
  readonly cause: string;
  readonly causeCycles: number;
  readonly base: Pick<Cost, 'cycles' | 'latencyUs'>;
  readonly best: Pick<Change, 'set' | 'cycles' | 'latencyUs'> | null;
}

/** One line: the bottleneck of a step, and the best single change; `isOfAll`: of all that the design has. */
export function adviceLine({ cause, causeCycles, base, best }: ShownAdvice, isOfAll: boolean): string {
  const count = (cycles: number) => formatNumber(cycles, 0);
  const share = formatNumber((100 * causeCycles) / base.cycles, 1);
  const bottleneck = `Bottleneck: ${cause}, ${share} % of ${count(base.cycles)} cycles.`;
  if (best === null) return `${bottleneck} No single change that was tried saves time and can be built.`;
  const what = isOfAll ? 'Best single change' : 'Best single change tried';
  const saved = `${savedText(base, best)} (${count(best.cycles)} cycles)`;
  return `${bottleneck} ${what}: ${best.set.join(' ')}, ${saved}.`;
}

/** What a change saves of the time of a step: `-12.3 % latency`. */
export function savedText(base: Pick<Cost, 'latencyUs'>, change: Pick<Cost, 'latencyUs'>): string {
  return `${formatNumber(savedPercent(base, change), 1)} % latency`;
}

/** Of the time of a step, in percent: below 0 where it is less. */
export function savedPercent(base: Pick<Cost, 'latencyUs'>, change: Pick<Cost, 'latencyUs'>): number {
  return 100 * (change.latencyUs / base.latencyUs - 1);
}

/** The advice of an explanation. */
export function adviceIn(result: ExplainResult): ShownAdvice {
  const most = result.causes.reduce((best, cause) => (cause.cycles > best.cycles ? cause : best));
  const best = result.bestChange === null ? null : result.changes[result.bestChange];
  return { cause: most.words, causeCycles: most.cycles, base: result, best };
}
