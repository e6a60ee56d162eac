import type { Mark } from '../energy/mark.ts';
import { publishedDesigns } from './index.ts';
import { loadDesign } from './load-design.ts';

/** What a paper prints of the time of a step. */
export interface PublishedLatency {
  readonly design: string;
  readonly paper: string;
  readonly figure: string;
  readonly latencyUs: number;
  readonly mark: Mark;
  readonly source: string;
}

/** The printed latencies of all published designs, each of its own network on its own device. */
export function publishedLatencies(): PublishedLatency[] {
  return publishedDesigns.flatMap(({ file, kind }) => {
    const { title, paper, figures } = loadDesign(file ?? kind).config;
    return figures
      .filter(({ id, unit }) => unit === 'us' && /^latency-us(-|$)/.test(id))
      .map(({ figure, value, mark, source }) => ({
        design: title,
        paper: paper.trim(),
        figure,
        latencyUs: value,
        mark,
        source: source.trim(),
      }));
  });
}
