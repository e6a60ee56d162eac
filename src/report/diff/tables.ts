import type { DiffResult, InputValue } from '../../study/diff/diff-result.ts';
import { BITS_PER_KIB, commonDigits } from '../tables/number-text.ts';
import type { Cell, Column, Table } from '../tables/table.ts';
import { causeText, cut, type ShownResource, shownResources, sideName, usedOf } from './names.ts';

/**
 * The tables of two runs: inputs that differ, totals, then cycles, joules, blocks and bits. Of a table with
 * more than `mostRows` rows the first and the last, which is the total.
 */
export function diffTables(result: DiffResult, mostRows: number): Table[] {
  const tables = [inputTable, totalTable, cycleTable, energyTable, blockTable];
  return tables.map((tableOf) => shortened(tableOf(result), mostRows));
}

function shortened(table: Table, mostRows: number): Table {
  const { rows, notes = [] } = table;
  if (rows.length <= mostRows) return table;
  const note = `${mostRows} of ${rows.length} rows: --format csv prints all of them.`;
  return { ...table, rows: [...rows.slice(0, mostRows - 1), ...rows.slice(-1)], notes: [...notes, note] };
}

function inputTable(result: DiffResult): Table {
  const { inputs } = result;
  return {
    title: `Inputs that differ; ${sideName('a', result)}, ${sideName('b', result)}`,
    columns: [
      { key: 'field', title: 'field' },
      { key: 'a', title: 'a' },
      { key: 'b', title: 'b' },
    ],
    rows: inputs.map(({ field, a, b }) => ({ field: cut(field), a: inputText(a), b: inputText(b) })),
    ...inputNotes(inputs),
  };
}

/** What is said where no field differs. */
function inputNotes(inputs: DiffResult['inputs']): Pick<Table, 'notes'> {
  if (inputs.length === 0) return { notes: ['No input differs.'] };
  const isOfFiles = inputs.every(({ field }) => field === 'configHash');
  return isOfFiles ? { notes: ['The contents of a file of weights, inputs or state differ.'] } : {};
}

/** A value of an input as text; none of a field that a side does not have. */
function inputText(value: InputValue): string | null {
  return value === null ? null : cut(String(value));
}

/** Columns of both sides and of the change. */
const changeColumns = (digits: number): readonly Column[] => [
  { key: 'a', title: 'a', digits },
  { key: 'b', title: 'b', digits },
  { key: 'change', title: 'b-a', digits },
];

const percentColumn: Column = { key: 'percent', title: 'change', unit: '%', digits: 1 };

/** Both sides, the change, and the change in percent of a, or of another value. */
function changeCells(a: number, b: number, of = a): Record<string, Cell> {
  return { a, b, change: b - a, percent: of === 0 ? null : (100 * (b - a)) / of };
}

/** What is counted in different units has no difference. */
const cellsApart = (a: number, b: number): Record<string, Cell> => ({ a, b, change: null, percent: null });

function totalTable({ sides: { a, b } }: DiffResult): Table {
  const rows: readonly (readonly [what: string, unit: string, a: number, b: number])[] = [
    ['clock', 'MHz', a.clockMhz, b.clockMhz],
    ['latency of a step', 'us', a.latencyUs, b.latencyUs],
    ['energy of a step', 'uJ', a.energyUj, b.energyUj],
    ...(['storageBits', 'fetchedBits'] as const).map(
      (bits) =>
        [
          bits === 'storageBits' ? 'stored weights' : 'weights fetched in a step',
          'KiB',
          usedOf(a, bits) / BITS_PER_KIB,
          usedOf(b, bits) / BITS_PER_KIB,
        ] as const,
    ),
  ];
  const where = (side: typeof a) => `weights ${side.residency}, ${side.device}, ${side.technology}`;
  return {
    title: 'What became of it',
    columns: [
      { key: 'what', title: 'quantity' },
      { key: 'unit', title: 'unit' },
      ...changeColumns(2),
      percentColumn,
    ],
    rows: rows.map(([what, unit, ofA, ofB]) => ({ what, unit, ...changeCells(ofA, ofB) })),
    notes: [`a: ${where(a)}. b: ${where(b)}.`],
  };
}

function cycleTable(result: DiffResult): Table {
  const { cycles, sides } = result;
  const shown = cycles.filter(({ a, b }) => a > 0 || b > 0);
  return {
    title: 'Where the cycles of a step went',
    columns: [{ key: 'cause', title: 'cause' }, ...changeColumns(0), percentColumn],
    rows: [
      ...shown.map(({ cause, a, b }) => ({
        cause: causeText(cause, result),
        ...changeCells(a, b, sides.a.cycles),
      })),
      { cause: 'total', ...changeCells(sides.a.cycles, sides.b.cycles) },
    ],
    notes: [percentNote],
  };
}

const percentNote = 'Percentages are of the total of a.';

function energyTable({ energy, sides }: DiffResult): Table {
  const shown = energy.filter(({ a, b }) => a > 0 || b > 0);
  return {
    title: 'Where the energy of a step went',
    columns: [
      { key: 'component', title: 'component' },
      ...changeColumns(commonDigits(shown.flatMap(({ a, b }) => [a, b]))).map((one) => ({
        ...one,
        unit: 'uJ',
      })),
      percentColumn,
    ],
    rows: [
      ...shown.map(({ component, a, b }) => ({ component, ...changeCells(a, b, sides.a.energyUj) })),
      { component: 'total', ...changeCells(sides.a.energyUj, sides.b.energyUj) },
    ],
    notes: [percentNote],
  };
}

/** Of every resource the blocks that changed, and the total. */
function blockTable(result: DiffResult): Table {
  const resources = shownResources(result);
  return {
    title: 'Where blocks and bits went',
    columns: [
      { key: 'resource', title: 'resource' },
      { key: 'unit', title: 'unit' },
      { key: 'block', title: 'block' },
      ...changeColumns(0),
      percentColumn,
    ],
    rows: resources.flatMap((resource) => resourceRows(resource, result)),
    notes: ['Blocks that did not change are left out; the totals are of all.', percentNote],
  };
}

function resourceRows(
  { resource, title, countedIn: unit, isComparable }: ShownResource,
  { resources, sides }: DiffResult,
): Record<string, Cell>[] {
  const [a, b] = [sides.a, sides.b].map((side) => usedOf(side, resource));
  const changed = resources.filter((row) => row.resource === resource && row.a !== row.b);
  const cells = isComparable ? changeCells : cellsApart;
  return [
    ...changed.map(({ block, ...row }) => ({
      resource: title,
      unit,
      block,
      ...cells(row.a, row.b, a),
    })),
    { resource: title, unit, block: 'total', ...cells(a, b) },
  ];
}

/** Everything in one list, for a spreadsheet: inputs that differ, and every cause, component and block. */
export function diffRows({ inputs, cycles, energy, resources }: DiffResult): Table {
  return {
    columns: [
      { key: 'part', title: 'part' },
      { key: 'name', title: 'name' },
      { key: 'unit', title: 'unit' },
      { key: 'a', title: 'a' },
      { key: 'b', title: 'b' },
    ],
    rows: [
      ...inputs.map(({ field: name, a, b }) => ({ part: 'input', name, unit: '', a, b })),
      ...cycles.map(({ cause: name, a, b }) => ({ part: 'cycles', name, unit: 'cycles', a, b })),
      ...energy.map(({ component: name, a, b }) => ({ part: 'energy', name, unit: 'uJ', a, b })),
      ...resources.map(({ block: name, resource: unit, a, b }) => ({ part: 'resources', name, unit, a, b })),
    ],
  };
}
