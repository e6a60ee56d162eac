import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Letters } from '../report/charts/canvas.ts';
import { checkedSize } from '../report/charts/size.ts';
import type { ChartSize, ChartSpec } from '../report/charts/spec.ts';
import { always, every, needs, type OptionRules } from './given-options.ts';

/** Kinds of picture files, by the endings of their names. */
export const pictureKinds = ['png', 'svg', 'pdf'] as const;

/** A kind of picture file. */
export type PictureKind = (typeof pictureKinds)[number];

/** How charts are drawn, by the names of the options: the same for every command that draws some. */
export interface DrawingOptions {
  readonly svg?: true;
  readonly pdf?: true;
  readonly size?: ChartSize;
  readonly title?: string;
  readonly text?: Letters;
}

/** How the charts of a result are drawn. */
export interface Drawing {
  /** Files of each chart. */
  readonly kinds: readonly PictureKind[];
  readonly letters: Letters;
  /** In place of a chart's own title, which then begins its subtitle. */
  readonly title: string | null;
  readonly sizeOf: (spec: ChartSpec) => ChartSize;
}

const usualSize = { widthPx: 1200, heightPx: 700 };
const mapSize = { widthPx: 900, heightPx: 800 };
/** Square panels, up to four side by side: a sheet for one line of them, and for each of several. */
const panelSize = { widthPx: 400, mostAcross: 4, oneLinePx: 560, linePx: 370, aroundPx: 200 };

/** Size of a chart unless another one is asked for. */
function usualSizeOf(spec: ChartSpec): ChartSize {
  if (spec.kind === 'mask-panels') {
    const { widthPx, mostAcross, oneLinePx, linePx, aroundPx } = panelSize;
    const across = Math.min(mostAcross, Math.max(2, spec.panels.length));
    const lines = Math.ceil(spec.panels.length / mostAcross);
    return { widthPx: widthPx * across, heightPx: lines === 1 ? oneLinePx : aroundPx + linePx * lines };
  }
  return spec.kind === 'heat-map' ? mapSize : usualSize;
}

/** `--svg`, `--pdf`, `--size`, `--title` and `--text`. */
export function addDrawingOptions(command: Command): Command {
  return command
    .option('--svg', 'charts as SVG too')
    .option('--pdf', 'charts as PDF too')
    .addOption(
      new Option(
        '--size <pixels>',
        'width x height of charts (default: 1200x700, conflict maps 900x800, masks 400 wide each, up to four in a line)',
      ).argParser(sizeOf),
    )
    .addOption(
      new Option('--title <text>', 'title of charts; what they show is then said below it').argParser(
        titleOf,
      ),
    )
    .addOption(
      new Option(
        '--text <how>',
        'letters of an SVG: text, which can be found and edited, or outlines, which need no font (default: text)',
      ).choices(['text', 'paths']),
    );
}

/** `--out` for a folder, and how the charts in it are drawn. */
export function addOutOptions(command: Command): Command {
  return addDrawingOptions(command.option('--out <dir>', 'folder for result.json and the charts (PNG)'));
}

/** Options of charts, in a folder or in files, have an effect where charts are drawn. */
const needsCharts = needs('out');

/** When `--out` for a folder and the options of its charts have an effect. */
export const outEffects = {
  out: always,
  svg: needsCharts,
  pdf: needsCharts,
  size: needsCharts,
  title: needsCharts,
  text: every(needsCharts, needs('svg')),
} satisfies OptionRules;

/** What the options say. */
export function drawingOf(
  { svg, pdf, size, title, text }: DrawingOptions,
  sizeUnlessAsked: (spec: ChartSpec) => ChartSize = usualSizeOf,
): Drawing {
  return {
    kinds: ['png', ...(svg ? (['svg'] as const) : []), ...(pdf ? (['pdf'] as const) : [])],
    letters: text ?? 'text',
    title: title ?? null,
    sizeOf: size === undefined ? sizeUnlessAsked : () => size,
  };
}

function sizeOf(text: string): ChartSize {
  const found = /^(\d{1,6})x(\d{1,6})$/.exec(text);
  if (found === null) throw new InvalidArgumentError('expected pixels as 1200x700');
  return checkedSize({ widthPx: Number(found[1]), heightPx: Number(found[2]) });
}

function titleOf(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('expected a text');
  return text;
}
