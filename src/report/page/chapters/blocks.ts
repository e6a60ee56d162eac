import type { NamedChart } from '../../charts/spec.ts';
import type { Section } from '../../view.ts';
import type { PageBlock, PageSection } from '../document.ts';
import { heatPart } from '../heat-part.ts';

/** A chart on a page: a map is drawn by the page, where its cells can be asked, and others are pictures. */
export function chartBlock(chart: NamedChart): PageBlock {
  const { spec } = chart;
  return spec.kind === 'heat-map' ? { kind: 'part', data: heatPart(spec) } : { kind: 'chart', chart };
}

/** A topic of a result: its charts first, since they are what is looked at, then its tables. */
export function sectionOf({ title, tables, charts }: Section): PageSection {
  return {
    title,
    blocks: [...charts.map(chartBlock), ...tables.map((table): PageBlock => ({ kind: 'table', table }))],
  };
}
