import type { ReproducedDesign, Reproduction } from '../../published/result.ts';
import type { Detail, DetailValue } from '../../published/simulation.ts';
import type { Column, Table } from '../tables/table.ts';
import { wordingOf } from './wording/index.ts';
import type { DetailWording } from './wording/wording.ts';

/** A curve as it is drawn and written to JSON. */
export interface WordedCurve {
  readonly id: string;
  readonly title: string;
  readonly x: { readonly title: string; readonly unit: string };
  readonly y: { readonly title: string; readonly unit: string };
  readonly series: readonly {
    readonly name: string;
    readonly points: readonly { readonly x: number; readonly y: number }[];
  }[];
  readonly mark: { readonly x: number; readonly label: string } | null;
}

/** The tables of what a design shows beside its figures. */
export function detailTables(design: ReproducedDesign): Table[] {
  const { details } = wordingOf(design);
  return design.details.map((detail) =>
    detailTable(design.name, detail, details[detail.id] ?? byKeys(detail)),
  );
}

/** A detail without words: its id and its keys. */
function byKeys({ id, rows }: Detail): DetailWording {
  const keys = Object.keys(rows[0] ?? {});
  return { title: (design) => `${design}: ${id}`, columns: keys.map((key) => ({ key, title: key })) };
}

function detailTable(name: string, { units, rows, facts }: Detail, wording: DetailWording): Table {
  const { title, columns, labels = {}, notes } = wording;
  const label = (key: string, value: DetailValue) => {
    const text = typeof value === 'string' ? labels[key]?.[value] : undefined;
    return typeof text === 'function' ? text(facts) : (text ?? value);
  };
  return {
    title: title(name),
    columns: columns.map(({ key, title: head, digits, bare }): Column => {
      const unit = bare ? undefined : units[key];
      return {
        key,
        title: head,
        ...(unit === undefined ? {} : { unit }),
        ...(digits === undefined ? {} : { digits }),
      };
    }),
    rows: rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([key, value]) => [key, label(key, value)])),
    ),
    ...(notes === undefined ? {} : { notes: notes(facts) }),
  };
}

/** The curves of a design; the file of one is named by its id. */
export function detailCurves(design: ReproducedDesign): WordedCurve[] {
  const { curves = {} } = wordingOf(design);
  return design.curves.map(({ id, x, y, series, taken }) => {
    const wording = curves[id];
    return {
      id: `${design.kind}-${id}`,
      title: wording?.title(design.name) ?? `${design.name}: ${y.of} over ${x.of}`,
      x: { title: wording?.x ?? x.of, unit: x.unit },
      y: { title: wording?.y ?? y.of, unit: y.unit },
      series: series.map((one) => ({ name: wording?.series[one.id] ?? one.id, points: one.points })),
      mark: taken === null ? null : { x: taken, label: 'taken' },
    };
  });
}

/** A reproduction for programs: the figures of `Reproduction`, with tables and curves as they are printed. */
export function reproductionJson(result: Reproduction): unknown {
  return { ...result, designs: result.designs.map(worded) };
}

/** The details give way to tables, at their place. */
function worded(design: ReproducedDesign): unknown {
  return Object.fromEntries(
    Object.entries({ ...design, curves: detailCurves(design) }).map(([key, value]) =>
      key === 'details' ? ['tables', detailTables(design)] : [key, value],
    ),
  );
}
