import type { ReproducedDesign, Reproduction } from '../../published/result.ts';
import type { NamedChart } from '../charts/spec.ts';
import type { Table } from '../tables/table.ts';
import { type Section, withoutNotes } from '../view.ts';
import { curveChart, reproductionCharts } from './charts.ts';
import type { WordedCurve } from './details.ts';
import { figureTable } from './figure-table.ts';
import { headlineTable, headlineText } from './headline.ts';
import { powerTable } from './table.ts';

/** A design as the file of a reproduction has it: in place of details tables, and curves with their words. */
interface WrittenDesign extends Omit<ReproducedDesign, 'details' | 'curves'> {
  readonly tables: readonly Table[];
  readonly curves: readonly WordedCurve[];
}

/** The file of a reproduction. */
export type WrittenReproduction = Omit<Reproduction, 'designs'> & {
  readonly designs: readonly WrittenDesign[];
};

/** What the file of a reproduction shows, by topic: what it proves, the designs, powers. */
export function writtenSections(written: WrittenReproduction): Section[] {
  const result: Reproduction = {
    ...written,
    designs: written.designs.map((design) => ({ ...design, details: [], curves: [] })),
  };
  const charts = reproductionCharts(result);
  const ofDesign = ({ kind }: WrittenDesign, chart: NamedChart): boolean => chart.file.startsWith(`${kind}-`);
  const isOwn = (chart: NamedChart) => written.designs.some((design) => ofDesign(design, chart));
  return [
    {
      title: 'What the figures prove',
      // A page has what they prove as its answer.
      tables: [withoutNotes(headlineTable(result), headlineText(result))],
      charts: charts.filter((chart) => !isOwn(chart)),
    },
    ...written.designs.map((design, at) => ({
      title: design.name,
      tables: [figureTable(result, result.designs[at]), ...design.tables],
      charts: [
        ...charts.filter((chart) => ofDesign(design, chart)),
        ...design.curves.map((curve) => curveChart(result, design.kind, curve)),
      ],
    })),
    { title: 'Power and energy', tables: [powerTable(result)], charts: [] },
  ];
}
