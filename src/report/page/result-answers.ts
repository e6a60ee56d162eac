import type { DiffResult } from '../../study/diff/diff-result.ts';
import type { ExplainResult } from '../../study/explain/explain-result.ts';
import { adviceIn, adviceLine } from '../explain/advice-line.ts';
import { formatNumber } from '../tables/number-text.ts';
import { counted, listOf, microseconds } from './answer.ts';

/**
 * The answer of an explanation: how long a step takes and what it costs, then what holds it back and the best
 * single change, and what would bound it if nothing else did.
 */
export function answerOfExplanation(result: ExplainResult): readonly string[] {
  const { accelerator, workload, cycles, latencyUs, energyUj, clockMhz, fits, meetsTiming } = result;
  const lacks = [...(fits ? [] : ['does not fit its device']), ...(meetsTiming ? [] : ['misses its clock'])];
  const but = lacks.length === 0 ? '' : `; the design ${listOf(lacks)}`;
  return [
    `A step of ${workload} takes ${counted(cycles, 'cycle')} on ${accelerator}: ${microseconds(latencyUs)} at ${clockMhz} MHz, and ${formatNumber(energyUj, 1)} uJ${but}.`,
    adviceLine(adviceIn(result), true),
  ];
}

/** The answer of a difference: what b takes more or less than a, and which cause that is most of. */
export function answerOfDiff({ sides: { a, b }, cycles, causeWords, inputs }: DiffResult): readonly string[] {
  const named = ({ accelerator, workload }: typeof a) => `${accelerator} on ${workload}`;
  const figures = [
    `${counted(b.cycles, 'cycle')} in place of ${formatNumber(a.cycles, 0)}${change(a.cycles, b.cycles)}`,
    `${microseconds(b.latencyUs)} in place of ${microseconds(a.latencyUs)}${change(a.latencyUs, b.latencyUs)}`,
    `${formatNumber(b.energyUj, 1)} uJ in place of ${formatNumber(a.energyUj, 1)}${change(a.energyUj, b.energyUj)}`,
  ];
  const moved = cycles.toSorted((x, y) => Math.abs(y.b - y.a) - Math.abs(x.b - x.a));
  const most = moved.find((one) => one.a !== one.b);
  const first = inputs.length === 0 ? 'No input differs. ' : '';
  return [
    `${first}A step takes, in b (${named(b)}) beside a (${named(a)}): ${listOf(figures)}.`,
    most === undefined
      ? 'No cause takes another number of cycles.'
      : `Of the cycles, ${Object.hasOwn(causeWords, most.cause) ? causeWords[most.cause] : most.cause} changes most: from ${formatNumber(most.a, 0)} to ${formatNumber(most.b, 0)}.`,
  ];
}

/** ` (-12.3 %)`: of the first to the second; nothing where there is no such share. */
function change(from: number, to: number): string {
  if (!(from > 0)) return '';
  if (from === to) return ' (the same)';
  const percent = 100 * (to / from - 1);
  return ` (${percent > 0 ? '+' : ''}${formatNumber(percent, 1)} %)`;
}
