import type { MarkedFigure } from '../../../energy/marked-figures.ts';
import type { PublishedLatency } from '../../../published/latencies.ts';
import type { Table } from '../../tables/table.ts';
import { ASSUMPTIONS, type PageSection } from '../document.ts';

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

const rankOf = (mark: string): number => marks.indexOf(mark);

/** How many figures of each file are known how; then every figure, the least sure ones first. */
export function assumptionsSection({ figures, remarks }: Context, notes: readonly string[]): PageSection {
  if (figures.length === 0 && notes.length === 0) return { title: ASSUMPTIONS, blocks: [] };
  return {
    title: ASSUMPTIONS,
    blocks: [
      { kind: 'notes', notes: [...countNotes(figures), ...notes, ...remarks] },
      ...(figures.length === 0
        ? []
        : ([
            { kind: 'table', table: figureTable(figures), folded: 'Every figure with its mark and source' },
          ] as const)),
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
      return count === 0 ? [] : [`${count} ${mark}`];
    });
    return `Marks of the ${own.length} figures of ${of}: ${counts.join(', ')}.`;
  });
}

function figureTable(figures: readonly MarkedFigure[]): Table {
  return {
    columns: [
      { key: 'mark', title: 'mark' },
      { key: 'of', title: 'of' },
      { key: 'figure', title: 'figure' },
      { key: 'value', title: 'value' },
      { key: 'source', title: 'source' },
    ],
    rows: figures.toSorted((a, b) => rankOf(b.mark) - rankOf(a.mark)).map((figure) => ({ ...figure })),
  };
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
            'Papers print their own networks on their own devices at their own clocks: this says where a result stands, and is no comparison of designs. `bbsim reproduce all` simulates each of them as published, and says how far it is from print.',
          ],
        },
      },
    ],
  };
}
