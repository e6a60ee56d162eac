import type { MarkedFigure } from '../../../energy/marked-figures.ts';
import type { PublishedLatency } from '../../../published/latencies.ts';
import type { Table } from '../../tables/table.ts';
import { ASSUMPTIONS, type PageBlock, type PageSection } from '../document.ts';

/** What results stand on, and what they stand beside. */
export interface Context {
  /** Figures of device, technology and costs, with their marks. */
  readonly figures: readonly MarkedFigure[];
  /** What is to be said of files whose figures are not here. */
  readonly remarks: readonly string[];
  readonly latencies: readonly PublishedLatency[];
}

/** Marks from the surest on. */
const marks = [
  'published',
  'published (recalled)',
  'recalled, unverified',
  'derived',
  'fitted',
  'calibrated',
  'assumption',
];

/**
 * How many figures of each file are known how; then every figure, the least sure ones first, in a table for
 * each mark: with the mark in a column, a row is wider than paper.
 */
export function assumptionsSection({ figures, remarks }: Context, notes: readonly string[]): PageSection {
  if (figures.length === 0 && notes.length === 0) return { title: ASSUMPTIONS, blocks: [] };
  const found = marks.toReversed().map((mark) => figures.filter((figure) => figure.mark === mark));
  return {
    title: ASSUMPTIONS,
    blocks: [
      { kind: 'notes', notes: [...countNotes(figures), ...notes, ...remarks] },
      ...found.filter((marked) => marked.length > 0).map(markBlock),
    ],
  };
}

/** `Of 20 figures of technology fpga-20nm 12 are derived and 8 are assumptions`, the surest first. */
function countNotes(figures: readonly MarkedFigure[]): string[] {
  const files = [...new Set(figures.map(({ of }) => of))];
  return files.map((of) => {
    const own = figures.filter((figure) => figure.of === of);
    const counts = marks.flatMap((mark) => {
      const count = own.filter((figure) => figure.mark === mark).length;
      return count === 0 ? [] : [`${count} ${mark}${mark === 'assumption' && count !== 1 ? 's' : ''}`];
    });
    return `Marks of the ${own.length} figures of ${of}: ${counts.join('; ')}.`;
  });
}

/** The figures of one mark. */
function markBlock(figures: readonly MarkedFigure[]): PageBlock {
  const [{ mark }] = figures;
  const count = `${figures.length} figure${figures.length === 1 ? '' : 's'}`;
  const table: Table = {
    title: `Marked “${mark}”: ${count}`,
    columns: [
      { key: 'figure', title: 'figure' },
      { key: 'value', title: 'value' },
      { key: 'source', title: 'source' },
    ],
    rows: figures.map(({ of, figure, value, source }) => ({ figure: `${of}: ${figure}`, value, source })),
  };
  const folded = `${count} marked “${mark}”, with value and source`;
  return { kind: 'table', table, folded, isOnScreenOnly: true, mark };
}

/** A time of a step that is set beside print. */
export interface OwnLatency {
  readonly name: string;
  readonly latencyUs: number;
}

/** The simulated latencies beside those that papers print, the shortest first. */
export function publishedSection({ latencies }: Context, own: readonly OwnLatency[]): PageSection {
  const rows = [
    ...own.map(({ name, latencyUs }) => ({
      design: name,
      figure: 'simulated here',
      latencyUs,
      mark: 'simulated',
      source: '',
    })),
    ...latencies.map(({ design, figure, latencyUs, mark, source, paper }) => ({
      design,
      figure,
      latencyUs,
      mark,
      source: `${paper}. ${source}`.replace(/\s+/g, ' '),
    })),
  ];
  return {
    title: 'Beside published figures',
    blocks: [
      {
        kind: 'table',
        table: {
          title: 'The time of a step, simulated and in print',
          columns: [
            { key: 'design', title: 'design' },
            { key: 'figure', title: 'figure' },
            { key: 'latencyUs', title: 'time of a step', unit: 'us', digits: 2 },
            { key: 'mark', title: 'mark' },
            { key: 'source', title: 'source' },
          ],
          rows: rows.toSorted((a, b) => a.latencyUs - b.latencyUs),
          notes: [
            'Papers print their own networks on their own devices at their own clocks: this says where a result stands, and is no comparison of designs. The command bbsim reproduce all simulates each of them as published, and says how far it is from print.',
          ],
        },
      },
    ],
  };
}
