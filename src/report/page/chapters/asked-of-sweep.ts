import type { Results } from '../../../explore/query/results.ts';
import { formatNumber } from '../../tables/number-text.ts';
import type { Cell } from '../../tables/table.ts';
import type { AskedRow } from './asked.ts';

/** What was asked of a sweep or a search: the fields of its file, and how many of its points are there. */
export function askedOfSweep({ manifest, rows }: Pick<Results, 'manifest' | 'rows'>): readonly AskedRow[] {
  const { spec } = manifest;
  const fields = typeof spec === 'object' && spec !== null ? Object.entries(spec) : [];
  const shown = fields.filter(([, value]) => !isEmpty(value));
  return [
    ...shown.flatMap(([what, value]): AskedRow[] =>
      what === 'axes' && Array.isArray(value)
        ? value.map((axis) => ['axis', axisText(axis)])
        : [[what, valueText(value)]],
    ),
    ['points', formatNumber(manifest.points, 0)],
    ['points that are there', formatNumber(rows.length, 0)],
  ];
}

/** `banks: 4, 8`, `pes: range from 2, to 100, step 2`: an axis as its file has it. */
function axisText(axis: unknown): Cell {
  if (typeof axis !== 'object' || axis === null) return valueText(axis);
  const { field, fields, ...levels } = axis as Readonly<Record<string, unknown>>;
  const said = Object.entries(levels).map(([how, value]) =>
    how === 'values' ? levelsText(value) : `${how} ${levelsText(value)}`,
  );
  return `${valueText(field ?? fields ?? 'axis')}: ${said.join('; ')}`;
}

function levelsText(value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => valueText(one)).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, one]) => `${name} ${typeof one === 'object' ? JSON.stringify(one) : valueText(one)}`)
    .join(', ');
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `bbs`, `bbs with clockMhz auto, ewop.style chained`: a preset, and what is set in it. */
function itemText(item: unknown): string {
  if (!isObject(item)) return String(item);
  const { use, set, ...rest } = item;
  if (typeof use !== 'string' || !isObject(set) || Object.keys(rest).length > 0) return levelsText(item);
  return `${use} with ${levelsText(set)}`;
}

const isEmpty = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.keys(value).length === 0);

/** A field of a specification in one line: texts as they are, others as JSON. */
function valueText(value: unknown): Cell {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(itemText).join('; ');
  if (isObject(value) && Object.keys(value).join() === 'method') return valueText(value.method);
  return levelsText(value);
}
