import { quantityText } from './axis.ts';
import type { Frame } from './frame.ts';
import {
  apart,
  exactText,
  type Scale,
  type ScaleTick,
  scaleBetween,
  scaleOf,
  ticksWithEnds,
} from './scale.ts';
import { LETTERS, type Sheet, wrapText } from './sheet.ts';
import type { ParallelAxis, ParallelSpec } from './spec.ts';

/**
 * A vertical axis on the picture; everything that belongs to it lies in its
 * slot, between it and the next axis.
 */
export interface PlacedAxis {
  readonly x: number;
  /** Space on the right of the axis that its title and texts keep to. */
  readonly roomPx: number;
  readonly titleLines: readonly string[];
  readonly scale: Scale;
  readonly ticks: readonly { readonly part: number; readonly lines: readonly string[] }[];
}

/** All axes, with the pixels of their ends. */
export interface ParallelAxes {
  readonly axes: readonly PlacedAxis[];
  readonly top: number;
  readonly bottom: number;
  /** Titles are written upwards. */
  readonly isUpright: boolean;
}

const FEWEST_AXES = 2;
const MOST_AXES = 14;
const TITLE_LINES = 4;
const LAST_SLOT = 150;
const UPRIGHT_LENGTH = 110;
const LINE = 1.25;

/**
 * Places the axes from left to right, with titles and texts that keep to their slots. Throws
 * RangeError for inconsistent data.
 */
export function placeAxes(spec: ParallelSpec, sheet: Sheet, { padding }: Frame): ParallelAxes {
  refuseBadLines(spec);
  const { px } = sheet;
  const count = spec.axes.length;
  const width = sheet.widthPx - padding.left - padding.right;
  const lastSlot = Math.min(width / count, px(LAST_SLOT));
  const slot = (width - lastSlot) / (count - 1);
  const titles = titlesOf(spec.axes, sheet, lastSlot - px(10));
  const top = padding.top + titles.heightPx + px(16);
  const bottom = sheet.heightPx - padding.bottom - px(12);
  const axes = spec.axes.map((axis, i) => {
    const values = spec.lines.flatMap((line) => line.values[i] ?? []);
    const scale = scaleOfAxis(axis, values);
    const roomPx = i === count - 1 ? lastSlot : slot;
    const room = { heightPx: bottom - top, widthPx: roomPx - px(18) };
    const ticks = ticksOf(axis, { scale, values }, sheet, room);
    return { x: padding.left + px(3) + i * slot, roomPx, titleLines: titles.lines[i], scale, ticks };
  });
  return { axes, top, bottom, isUpright: titles.isUpright };
}

interface Titles {
  readonly lines: readonly (readonly string[])[];
  readonly isUpright: boolean;
  readonly heightPx: number;
}

/**
 * Titles are broken between words only; where a word is too long for that, all titles are written upwards.
 */
function titlesOf(axes: readonly ParallelAxis[], sheet: Sheet, widthPx: number): Titles {
  const { px, measure } = sheet;
  const sizePx = px(LETTERS.label);
  const weight = 'bold';
  const texts = axes.map(quantityText);
  const words = texts.flatMap((text) => text.split(' '));
  if (words.every((word) => measure(word, sizePx, weight) <= widthPx)) {
    const level = texts.map((text) =>
      wrapText(sheet, text, { widthPx, sizePx, mostLines: TITLE_LINES, weight }),
    );
    const most = Math.max(...level.map((lines) => lines.length));
    return { lines: level, isUpright: false, heightPx: most * sizePx * LINE };
  }
  const mostLines = Math.max(1, Math.min(TITLE_LINES, Math.floor(widthPx / (sizePx * LINE))));
  const upright = texts.map((text) =>
    wrapText(sheet, text, { widthPx: px(UPRIGHT_LENGTH), sizePx, mostLines, weight }),
  );
  const heightPx = Math.max(...upright.flat().map((line) => measure(line, sizePx, weight)));
  return { lines: upright, isUpright: true, heightPx };
}

function refuseBadLines({ axes, lines, colourAxis = axes.length - 1 }: ParallelSpec): void {
  if (axes.length < FEWEST_AXES || axes.length > MOST_AXES)
    throw new RangeError(`parallel coordinates have ${FEWEST_AXES} to ${MOST_AXES} axes, not ${axes.length}`);
  if (axes[colourAxis] === undefined) throw new RangeError(`there is no axis ${colourAxis} to colour by`);
  if (lines.length === 0) throw new RangeError('parallel coordinates need at least one line');
  for (const [i, { values }] of lines.entries()) {
    if (values.length !== axes.length)
      throw new RangeError(`line ${i} has ${values.length} values for ${axes.length} axes`);
  }
}

function scaleOfAxis(axis: ParallelAxis, values: readonly number[]): Scale {
  if (axis.scale !== 'categorical') {
    // An axis that no line has a value on keeps its place and has no ticks.
    return values.length === 0 ? scaleBetween('linear', 0, 0) : scaleOf(axis, values, 0);
  }
  const wrong = values.find((value) => axis.names[value] === undefined);
  if (wrong !== undefined)
    throw new RangeError(`${axis.title}: there is no name ${wrong} among ${axis.names.length}`);
  return scaleBetween('linear', 0, axis.names.length - 1);
}

interface Room {
  readonly heightPx: number;
  readonly widthPx: number;
}

const MOST_VALUES = 10;

/**
 * The texts along an axis: names, the values themselves where there are few of them, else both ends
 * and round values between them.
 */
function ticksOf(
  axis: ParallelAxis,
  { scale, values }: { scale: Scale; values: readonly number[] },
  sheet: Sheet,
  room: Room,
): PlacedAxis['ticks'] {
  if (axis.scale === 'categorical') return nameTicks(axis.names, scale, sheet, room);
  if (values.length === 0) return [];
  const distance = sheet.px(20) / room.heightPx;
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const own = distinct.map((value) => ({ value, part: scale.partOf(value), text: exactText(value) }));
  const isFew = distinct.length <= MOST_VALUES && apart(own, distance).length === own.length;
  const most = Math.max(1, Math.min(8, room.heightPx / sheet.px(40)));
  const ticks = isFew ? own : ticksWithEnds(scale, most, distance);
  const texts = fittedNumbers(sheet, ticks, room.widthPx);
  return ticks.map(({ part }, i) => ({ part, lines: [texts[i]] }));
}

/**
 * A number never loses digits in its middle: where one is too long, all of the axis
 * are written with powers of ten.
 */
function fittedNumbers({ measure, px }: Sheet, ticks: readonly ScaleTick[], widthPx: number): string[] {
  const haveRoom = (texts: readonly string[]) =>
    texts.every((text) => measure(text, px(LETTERS.small)) <= widthPx);
  const plain = ticks.map(({ text }) => text);
  if (haveRoom(plain)) return plain;
  const shorter = [2, 1, 0].map((digits) => ticks.map(({ value }) => exponentText(value, digits)));
  return shorter.find(haveRoom) ?? shorter[2];
}

function exponentText(value: number, digits: number): string {
  if (value === 0) return '0';
  return value
    .toExponential(digits)
    .replace(/\.?0*e/, 'e')
    .replace('e+', 'e');
}

function nameTicks(names: readonly string[], scale: Scale, sheet: Sheet, room: Room): PlacedAxis['ticks'] {
  const lineHeight = sheet.px(LETTERS.small) * LINE;
  const distance = names.length > 1 ? room.heightPx / (names.length - 1) : room.heightPx;
  const step = Math.ceil(lineHeight / distance);
  const mostLines = Math.max(1, Math.min(3, Math.floor(distance / lineHeight)));
  return names.flatMap((name, i) => {
    if (i % step !== 0) return [];
    const lines = wrapText(sheet, name, {
      widthPx: room.widthPx,
      sizePx: sheet.px(LETTERS.small),
      mostLines,
    });
    return [{ part: scale.partOf(i), lines }];
  });
}
