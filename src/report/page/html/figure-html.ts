import { originOf } from '../../charts/chart-text.ts';
import type { NamedChart } from '../../charts/spec.ts';
import { chartData } from '../chart-data.ts';
import { packed } from '../pack.ts';
import type { PartData } from '../page-data.ts';
import { escaped } from './escape.ts';
import { dataTableHtml } from './table-html.ts';

/** Draws a chart as the text of an SVG file. */
export type DrawSvg = (chart: NamedChart) => Promise<string>;

const ACTIONS = '<div class="actions"></div>';

/**
 * A chart as the very picture that is written to files, with its numbers below it for those who read no
 * pictures.
 */
export async function chartHtml(id: string, chart: NamedChart, draw: DrawSvg): Promise<string> {
  const { title, subtitle } = chart.spec;
  refuseOtherThanNumbers(title, chart.spec);
  const data = chartData(chart.spec);
  const svg = await draw(chart);
  if (tagsOf(svg).some((tag) => /\bNaN\b/.test(tag)))
    throw new RangeError(`the chart "${title}": a place in it is no number`);
  const picture = insidePage(svg, id, `${title}. ${subtitle}`);
  const details =
    data === null ? '' : `<details class="data"><summary>Data</summary>${dataTableHtml(data)}</details>`;
  return `<figure class="chart" id="${id}" data-title="${escaped(title)}"><div class="picture">${picture}</div>${ACTIONS}${details}</figure>\n`;
}

/** Throws RangeError, naming the field, where what a chart is drawn from has a number that none can show. */
function refuseOtherThanNumbers(title: string, value: unknown, path: readonly string[] = []): void {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new RangeError(`the chart "${title}": ${path.join('.')} is ${value}, expected a number`);
  if (typeof value !== 'object' || value === null) return;
  for (const [name, one] of Object.entries(value)) refuseOtherThanNumbers(title, one, [...path, name]);
}

/** A tag of a picture. What is shown as text has no `<`, and stands in no tag. */
const TAG = /<[^>]*>/g;

const tagsOf = (svg: string): string[] => svg.match(TAG) ?? [];

/**
 * An SVG file as a part of a page: as wide as there is room, with a name that can be read aloud, and with ids
 * that no other picture has.
 */
function insidePage(svg: string, id: string, says: string): string {
  const root = svg.slice(svg.indexOf('<svg'));
  const [, width, height] = /^<svg[^>]* width="(\d+)" height="(\d+)"/.exec(root) ?? [];
  if (width === undefined) throw new Error(`the picture of ${id} has no size`);
  const within = root
    .slice(root.indexOf('>') + 1)
    .replace(TAG, (tag) => tag.replace(/(\bid="|url\(#)cl_(\d+)\b/g, `$1${id}-clip-$2`));
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(says)}">${within}`;
}

/** A part that the scripts of the page draw, with its data beside it. */
export function partHtml(id: string, data: PartData): string {
  const { title, subtitle, configHash, toolVersion, inputDate } = data;
  const origin = originOf({ configHash, toolVersion, inputDate: inputDate ?? undefined });
  const caption = `<figcaption><strong>${escaped(title)}</strong> <span>${escaped(subtitle)}</span></figcaption>`;
  const foot = `<p class="foot">${escaped(origin)}</p>`;
  return `<figure class="part" id="${id}" data-part="${data.part}" data-title="${escaped(title)}">${caption}<div class="stage"></div>${ACTIONS}${foot}</figure>
<script type="application/json" id="${id}-data">${packed(data)}</script>\n`;
}

/** A picture that lies beside a result. */
export function pictureHtml(id: string, name: string, png: Uint8Array): string {
  const source = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  return `<figure class="chart" id="${id}" data-title="${escaped(name)}"><div class="picture"><img src="${source}" alt="${escaped(`The picture ${name}`)}"></div>${ACTIONS}</figure>\n`;
}
