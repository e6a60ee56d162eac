import type { ResultColumn, Row } from '../../explore/query/results.ts';
import { metrics } from '../../run/metrics.ts';
import type { Quantity } from '../charts/spec.ts';

/**
 * Axes that have words, units and a phrase around one of their numbers; the others are called
 * what they are called in files.
 */
const axisWords: Readonly<Record<string, readonly [title: string, unit: string, phrase: string]>> = {
  pes: ['PEs', '', '# PEs'],
  banks: ['banks of a PE', '', '# banks'],
  ports: ['read ports of a bank', '', '# ports'],
  clockMhz: ['clock', 'MHz', '# MHz'],
  'workload.sparsity': ['requested sparsity', 'share', 'sparsity #'],
  'ewop.lanes': ['element-wise lanes', '', '# lanes'],
  'ewop.style': ['element-wise unit', '', '#'],
  'ewop.chaining': ['chaining', '', '#'],
  'dram.gbPerS': ['off-chip bandwidth', 'GB/s', '# GB/s'],
  'weightMemory.beatsPerPe': ['weight memory', 'beats per PE', '# beats per PE'],
};

/** Title and unit of a column. */
export function quantityOf({ name, title, unit, role }: ResultColumn): Quantity {
  if (role !== 'axis' || !Object.hasOwn(axisWords, name)) return { title, unit };
  const [words, unitOfAxis] = axisWords[name];
  return { title: words, unit: unitOfAxis };
}

/** A value of a column where the title of the column is not beside it: `64 PEs`, `1 port`, `200 MHz`. */
export function phraseOf({ name, unit, role }: ResultColumn, text: string): string {
  const own = role === 'axis' && Object.hasOwn(axisWords, name) ? axisWords[name][2] : null;
  const phrase = (own ?? `${name} # ${unit}`.trimEnd()).replace('#', () => text);
  return text === '1' ? phrase.replace(/^1 ([A-Za-z]+)s$/, '1 $1') : phrase;
}

/** Which end of a column a designer wants: of a metric what it says, of anything else the low one. */
export function betterOf({ name }: ResultColumn): 'lower' | 'higher' {
  return metrics.find((metric) => metric.name === name)?.better === 'large' ? 'higher' : 'lower';
}

/** `a`, `a and b`, `a, b and c`. */
export function listText(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

/** The titles of columns, in one text. */
export function titlesText(columns: readonly ResultColumn[]): string {
  return listText(columns.map((column) => quantityOf(column).title));
}

/** Values over more than this ratio are not told apart at the low end of a linear scale. */
const WIDE = 10;

/** The scale of measured values. */
export function scaleFor(values: readonly number[]): 'linear' | 'log' {
  const [least, most] = endsOf(values);
  return least > 0 && most / least >= WIDE ? 'log' : 'linear';
}

/** The scale of the levels that somebody chose: log where they grow by a factor (4, 8, 16), or reach far. */
export function scaleOfLevels(values: readonly number[]): 'linear' | 'log' {
  const levels = [...new Set(values)].sort((a, b) => a - b);
  if (!(levels[0] > 0)) return 'linear';
  const factors = levels.slice(1).map((level, i) => level / levels[i]);
  const isGeometric =
    factors.length > 1 && factors.every((factor) => Math.abs(factor / factors[0] - 1) < 0.01);
  return isGeometric ? 'log' : scaleFor(levels);
}

function endsOf(values: readonly number[]): readonly [number, number] {
  return values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

/** The number of a point in a column, null where it was not simulated or has none. */
export function numberOf(row: Row, { name }: ResultColumn): number | null {
  const value = row[name];
  return row.status === 'ok' && typeof value === 'number' ? value : null;
}
