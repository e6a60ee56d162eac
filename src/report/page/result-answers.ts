import type { DiffedSide, DiffResult } from '../../study/diff/diff-result.ts';
import type { ExplainResult } from '../../study/explain/explain-result.ts';
import { adviceIn, adviceLine } from '../explain/advice-line.ts';
import { formatNumber } from '../tables/number-text.ts';
import { counted, listOf, microjoules, microseconds } from './answer.ts';

/**
 * The answer of an explanation: how long a step takes and what it costs, then what holds it back and the best
 * single change, and what would bound it if nothing else did.
 */
export function answerOfExplanation(result: ExplainResult): readonly string[] {
  const { accelerator, workload, cycles, latencyUs, energyUj, clockMhz, fits, meetsTiming } = result;
  const lacks = [...(fits ? [] : ['does not fit its device']), ...(meetsTiming ? [] : ['misses its clock'])];
  const but = lacks.length === 0 ? '' : `; the design ${listOf(lacks)}`;
  return [
    `A step of ${workload} takes ${counted(cycles, 'cycle')} on ${accelerator}: ${microseconds(latencyUs)} at ${clockMhz} MHz, and ${joules(energyUj)} without a measured toggle rate of the words of the vector (see the assumptions)${but}.`,
    adviceLine(adviceIn(result), true),
  ];
}

/** An energy without an interval, to three digits as everywhere. */
const joules = (energyUj: number): string => microjoules(energyUj, energyUj, energyUj);

/** The field that every change of an input changes too. */
const HASH = 'configHash';

/** More changed fields than these are counted: the table has them. */
const MOST_FIELDS = 3;

/** The answer of a difference: what was changed, what b takes for it, and which cause that is most of. */
export function answerOfDiff(result: DiffResult): readonly string[] {
  const { a, b } = result.sides;
  const figures = [
    `${counted(b.cycles, 'cycle')} in place of ${formatNumber(a.cycles, 0)}${change(a.cycles, b.cycles)}`,
    `${microseconds(b.latencyUs)} in place of ${microseconds(a.latencyUs)}${change(a.latencyUs, b.latencyUs)}`,
    `${joules(b.energyUj)} in place of ${joules(a.energyUj)}${change(a.energyUj, b.energyUj)}`,
  ];
  return [
    `${changedText(result)} A step of b takes ${listOf(figures)}.`,
    causeSentence(result),
    ...(b.energyUj === a.energyUj
      ? []
      : ['Both energies have intervals, which the results of the two runs hold.']),
  ];
}

/** `b is bbs on tiny with ewop.style chained in place of instruction.` */
function changedText({ inputs, sides: { a, b } }: DiffResult): string {
  const named = ({ accelerator, workload }: typeof a) => `${accelerator} on ${workload}`;
  if (inputs.length === 0) return `No input differs: a and b are ${named(a)}.`;
  const side = named(a) === named(b) ? named(b) : `${named(b)}, a is ${named(a)}`;
  const fields = inputs.filter(({ field }) => field !== HASH && !isNamed(field, a, b));
  const said = fields
    .slice(0, MOST_FIELDS)
    .map((one) => `${one.field} ${inputWord(one.b)} in place of ${inputWord(one.a)}`);
  const left = fields.length - said.length;
  const list = listOf(left === 0 ? said : [...said, counted(left, 'further change')]);
  if (fields.length > 0) return `b is ${side}, with ${list}.`;
  return named(a) === named(b) ? `b is ${side}, with other contents of a file.` : `b is ${side}.`;
}

/** What the names of both sides say already. */
const isNamed = (field: string, a: DiffedSide, b: DiffedSide): boolean =>
  (field === 'accelerator' && a.accelerator !== b.accelerator) ||
  (field === 'workload' && a.workload !== b.workload);

const inputWord = (value: DiffResult['inputs'][number]['a']): string =>
  value === null ? 'none' : String(value);

function causeSentence({ cycles, causeWords }: DiffResult): string {
  const moved = cycles.toSorted((x, y) => Math.abs(y.b - y.a) - Math.abs(x.b - x.a));
  const most = moved.find((one) => one.a !== one.b);
  if (most === undefined) return 'No cause takes another number of cycles.';
  const words = Object.hasOwn(causeWords, most.cause) ? causeWords[most.cause] : most.cause;
  return `Of the cycles, ${words} changes most: from ${formatNumber(most.a, 0)} to ${formatNumber(most.b, 0)}.`;
}

/** ` (-12.3 %)`: of the first to the second; nothing where there is no such share. */
function change(from: number, to: number): string {
  if (!(from > 0)) return '';
  if (from === to) return ' (the same)';
  const percent = 100 * (to / from - 1);
  return ` (${percent > 0 ? '+' : ''}${formatNumber(percent, 1)} %)`;
}
