import { formatNumber } from '../tables/number-text.ts';
import type { ScaledQuantity } from './spec.ts';
import { logTicks, logTickTexts, niceTicks, tickTexts } from './ticks.ts';

/** A linear or logarithmic scale between two values. */
export interface Scale {
  readonly kind: 'linear' | 'log';
  readonly min: number;
  readonly max: number;
  /** Part of the way from `min` (0) to `max` (1) at which a value lies. */
  readonly partOf: (value: number) => number;
}

/** A tick: the part of the way along the scale, its value and its text. */
export interface ScaleTick {
  readonly part: number;
  readonly value: number;
  readonly text: string;
}

/** A scale between two values, which may be equal: then everything lies in its middle. */
export function scaleBetween(kind: Scale['kind'], min: number, max: number): Scale {
  const place = kind === 'log' ? Math.log : (value: number) => value;
  const [from, to] = [place(min), place(max)];
  return { kind, min, max, partOf: (value) => (to > from ? (place(value) - from) / (to - from) : 0.5) };
}

/**
 * The scale of the values, with a part `margin` of its length free at both ends. A linear scale that
 * would come near 0 begins there. Throws RangeError without values, for values that are not finite, and
 * for values <= 0 on a log scale.
 */
export function scaleOf(quantity: ScaledQuantity, values: readonly number[], margin: number): Scale {
  const { scale, title, most: limit = Number.POSITIVE_INFINITY } = quantity;
  if (values.length === 0) throw new RangeError(`${title}: no values to show`);
  refuseBadValues({ scale, title }, values);
  const least = values.reduce((a, b) => Math.min(a, b));
  const most = values.reduce((a, b) => Math.max(a, b));
  if (scale === 'log') {
    const factor = most > least ? (most / least) ** margin : margin > 0 ? 2 : 1;
    return scaleBetween('log', least / factor, Math.min(most * factor, Math.max(most, limit)));
  }
  const room = most > least ? (most - least) * margin : margin > 0 ? Math.abs(most) * 0.1 || 1 : 0;
  const isNearZero = margin > 0 && least >= 0 && least < 0.3 * (most - least);
  return scaleBetween('linear', isNearZero ? 0 : least - room, Math.min(most + room, Math.max(most, limit)));
}

function refuseBadValues(
  { scale, title }: Pick<ScaledQuantity, 'scale' | 'title'>,
  values: readonly number[],
) {
  const wrong = values.find((value) => !Number.isFinite(value) || (scale === 'log' && value <= 0));
  if (wrong !== undefined) throw new RangeError(`${title} ${wrong} cannot be shown on a ${scale} scale`);
}

/** About `most` ticks of a scale at round values; a scale of one value has one tick. */
function scaleTicks({ kind, min, max, partOf }: Scale, most: number): ScaleTick[] {
  const values = min === max ? [min] : kind === 'log' ? logTicks(min, max, most) : niceTicks(min, max, most);
  const texts = kind === 'log' ? logTickTexts(values) : tickTexts(values);
  return values.map((value, i) => ({ value, part: partOf(value), text: texts[i] }));
}

/**
 * Both ends of a scale with their values, and round values between them that keep the distance, a part
 * of the scale, from each other.
 */
export function ticksWithEnds(scale: Scale, most: number, distance: number): ScaleTick[] {
  const ends = [scale.min, scale.max].slice(0, scale.max > scale.min ? 2 : 1);
  const endTicks = ends.map((value) => ({ value, part: scale.partOf(value), text: exactText(value) }));
  return apart([...endTicks, ...(ends.length > 1 ? scaleTicks(scale, most) : [])], distance);
}

/** The ticks that are not too close to one that comes before them in the list. */
export function apart(ticks: readonly ScaleTick[], distance: number): ScaleTick[] {
  const kept: ScaleTick[] = [];
  for (const tick of ticks) {
    if (kept.every(({ part }) => Math.abs(part - tick.part) >= distance)) kept.push(tick);
  }
  return kept;
}

/** A value that is not round: whole numbers as they are, others with three significant digits. */
export function exactText(value: number): string {
  if (Number.isInteger(value)) return formatNumber(value, 0);
  const digits = Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));
  const text = formatNumber(value, digits);
  return /^-?[\d,]+\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text;
}

/**
 * As many ticks, at most `most`, as keep the distance: `lengthOf` is the length of a text along the axis,
 * `gapPx` what separates two of them.
 */
export function ticksThatFit(
  scale: Scale,
  axis: {
    readonly lengthPx: number;
    readonly most: number;
    readonly gapPx: number;
    readonly lengthOf: (text: string) => number;
  },
): ScaleTick[] {
  for (let most = axis.most; most > 1; most--) {
    const ticks = scaleTicks(scale, most);
    const isApart = ticks.every((tick, i) => {
      if (i === 0) return true;
      const needed = (axis.lengthOf(ticks[i - 1].text) + axis.lengthOf(tick.text)) / 2 + axis.gapPx;
      return (tick.part - ticks[i - 1].part) * axis.lengthPx >= needed;
    });
    if (isApart && ticks.length > 0) return ticks;
  }
  return scaleTicks(scale, 1).slice(0, 1);
}
