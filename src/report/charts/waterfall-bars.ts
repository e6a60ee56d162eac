import type { WaterfallSpec } from './waterfall-spec.ts';

/** A bar of a waterfall, from one value to another: a total, or what a part added to it or took away. */
export interface WaterfallBar {
  readonly name: string;
  readonly kind: 'total' | 'more' | 'less';
  readonly from: number;
  readonly to: number;
}

/** Changes that are told apart; smaller ones are one bar. */
const MOST_CHANGES = 12;

/** Totals and parts are sums of doubles, in different orders. */
const ROUNDING = 1e-9;

/**
 * The bars from top to bottom: the first total, the changes, each where the one before it ended, the largest
 * first, and the second total. Of many changes the smallest are one bar. Throws RangeError for values that
 * are negative or not finite, and for parts that do not sum to the totals.
 */
export function waterfallBars(spec: WaterfallSpec): WaterfallBar[] {
  refuseOpen(spec);
  const { from, to } = spec;
  const bars: WaterfallBar[] = [{ name: from.name, kind: 'total', from: 0, to: from.value }];
  let level = from.value;
  for (const { name, change } of shownChanges(spec)) {
    bars.push({ name, kind: change > 0 ? 'more' : 'less', from: level, to: level + change });
    level += change;
  }
  return [...bars, { name: to.name, kind: 'total', from: 0, to: to.value }];
}

interface Change {
  readonly name: string;
  readonly change: number;
}

function shownChanges({ parts, from, to }: WaterfallSpec): Change[] {
  const least = ROUNDING * Math.max(from.value, to.value);
  const changes = parts
    .map((part): Change => ({ name: part.name, change: part.to - part.from }))
    .filter(({ change }) => Math.abs(change) > least)
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
  if (changes.length <= MOST_CHANGES) return changes;
  const [shown, others] = [changes.slice(0, MOST_CHANGES - 1), changes.slice(MOST_CHANGES - 1)];
  return [...shown, { name: `${others.length} others`, change: sumOf(others.map(({ change }) => change)) }];
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function refuseOpen({ from, to, parts }: WaterfallSpec): void {
  const named = [
    from,
    to,
    ...parts.flatMap((part) => [part.from, part.to].map((value) => ({ ...part, value }))),
  ];
  const wrong = named.find(({ value }) => !(Number.isFinite(value) && value >= 0));
  if (wrong !== undefined) throw new RangeError(`'${wrong.name}' is ${wrong.value}`);
  for (const [total, end] of [
    [from, 'from'],
    [to, 'to'],
  ] as const) {
    const sum = sumOf(parts.map((part) => part[end]));
    if (Math.abs(sum - total.value) > 1e-6 * Math.max(sum, total.value))
      throw new RangeError(`the parts of '${total.name}' sum to ${sum}, not to ${total.value}`);
  }
}
