import { check } from '../config/problems.ts';
import { clip, dotted } from '../config/wording.ts';
import { BadInput } from '../errors/bad-input.ts';
import type { ErtFile, ErtTable } from './ert-schema.ts';
import {
  sharedTables,
  type TableAction,
  type TableClass,
  tableClasses,
  unchargedActions,
} from './ert-tables.ts';
import { type Technology, TechnologySchema } from './technology.ts';

type Figures = Readonly<Record<string, number>>;
type Section = Readonly<Record<string, unknown>>;

/** Bits of a word of a table that says nothing of them. */
const WORD_BITS = 16;

/**
 * The technology that an energy reference table stands for. An action `X` of a memory with `X_bit` is an
 * access and a bit of it; without, it is an access of a word of `arguments.width` bits, or of the operand
 * bits. Of rows that differ in their arguments the dearest counts: operands that change. Throws BadInput,
 * naming table and action, for those that are unknown or missing.
 */
export function technologyOfErt({ ERT, bbsim }: ErtFile, name: string, source: string): Technology {
  const section: Section = bbsim ?? foreignSection(name, source);
  const wordBits = typeof section.operandBits === 'number' ? section.operandBits : WORD_BITS;
  const tables = new Tables(ERT.tables, source, section.fabric != null);
  const stated = mappingOf(section.entries);
  const entries = Object.fromEntries(
    tableClasses.flatMap((kind) =>
      kind.actions.map((action) => {
        const isLogic = stated[action.of] === 'logic';
        const figures = tables.figures(kind, action, wordBits, isLogic);
        if (figures === null && isLogic) return [action.of, 'logic'] as const;
        if (figures === null) throw tables.missing(kind, action);
        return [
          action.of,
          { ...foreignOrigin(source, kind.form, action.of), ...mappingOf(stated[action.of]), ...figures },
        ] as const;
      }),
    ),
  );
  const fabric = section.fabric == null ? null : fabricOf(mappingOf(section.fabric), tables);
  const result = check(TechnologySchema, { ...section, entries, fabric });
  if ('config' in result) return result.config;
  throw new BadInput(
    result.problems
      .map(({ path, message }) => `${source}: bbsim${path.length > 0 ? `.${dotted(path)}` : ''}: ${message}`)
      .join('\n'),
  );
}

function fabricOf(stated: Section, tables: Tables) {
  const one = (figure: string, table: string, action: string, per: string) => ({
    ...mappingOf(stated[figure]),
    ...{ value: tables.energy(table, action), unit: 'pJ', per },
  });
  return {
    clockTree: one('clockTree', 'fabric', 'flip_flop', 'flip-flop'),
    logic: one('logic', 'fabric', 'lut', 'LUT'),
    distributedMemory: {
      ...mappingOf(stated.distributedMemory),
      ...{ base: tables.energy('distributed_memory', 'read'), unit: 'pJ' },
      perBit: tables.energy('distributed_memory', 'read_bit'),
    },
  };
}

const mappingOf = (value: unknown): Section =>
  typeof value === 'object' && value !== null ? (value as Section) : {};

/** What a table of others leaves open: nothing is known of its figures, and it has no leakage. */
function foreignSection(name: string, source: string): Section {
  const mark = 'assumption';
  return {
    name,
    description: `Energies of the energy reference table ${clip(source)}.`,
    operandBits: WORD_BITS,
    bounds: {
      ...{ published: 1.1, 'published (recalled)': 1.2, 'recalled, unverified': 1.5 },
      ...{ derived: 1.4, assumption: 2, calibrated: 1.25 },
    },
    toggleRate: { value: 0.5, low: 0.15, high: 0.5, mark, source: 'Random operands: half of their bits.' },
    staticPowerW: { value: 0, mark, source: 'The table has no leakage.' },
  };
}

function foreignOrigin(source: string, form: TableClass['form'], of: string): Section {
  const origin = { mark: 'assumption', source: `Energy reference table ${clip(source)}.` };
  return form === 'memory' || of === 'dramBits' ? origin : { ...origin, scaling: 'none', atToggle: null };
}

/** The tables of a file by the last part of their names. */
class Tables {
  private readonly byName = new Map<string, ErtTable>();
  private readonly source: string;

  constructor(tables: readonly ErtTable[], source: string, hasFabric: boolean) {
    this.source = source;
    const fabric = hasFabric ? ['fabric', 'distributed_memory'] : [];
    const known = [...knownTables, ...fabric];
    for (const table of tables) {
      const name = lastPart(table.name);
      if (!known.includes(name)) this.refuse(table, `unknown table, expected one of ${known.join(', ')}`);
      if (this.byName.has(name)) this.refuse(table, 'a second table of this name, expected one');
      this.byName.set(name, table);
      const actions = actionNames(name);
      for (const { name: action } of table.actions)
        if (!actions.has(action) && !unchargedActions.has(action))
          this.refuse(table, `unknown action "${clip(action)}", expected one of ${[...actions].join(', ')}`);
    }
  }

  /** The fields of an entry that tables say; null: no table has the action. */
  figures(
    { name, also, form }: TableClass,
    action: TableAction,
    wordBits: number,
    isLogic: boolean,
  ): Figures | object | null {
    const shared = sharedTables.find(({ ours }) => ours === name)?.from ?? [];
    const table = [name, ...also, ...shared].map((each) => this.byName.get(each)).find(Boolean);
    // A multiply-accumulate has its addition in it.
    if (!table && !isLogic && action.of === 'treeAdds' && this.accumulates()) return operationOf(0);
    if (!table) return null;
    const names = [action.name, ...(action.also ?? []), ...(shared.length > 0 ? anyOperation : [])];
    const found = names.find((each) => rowOf(table, each) ?? rowOf(table, `${each}_bit`));
    if (found === undefined) return null;
    const whole = rowOf(table, found);
    if (form === 'operation') return operationOf(whole?.energy ?? 0);
    const bit = rowOf(table, `${found}_bit`);
    const width = widthOf(whole?.arguments) ?? wordBits;
    const base = bit ? (whole?.energy ?? 0) : 0;
    const perBit = bit ? bit.energy : (whole?.energy ?? 0) / width;
    if (action.of !== 'dramBits') return { base, perBit, unit: 'pJ' };
    if (base > 0) this.refuse(table, `expected action ${found} or ${found}_bit, found both`);
    return { value: perBit, unit: 'pJ', per: 'bit' };
  }

  /** The energy of an action that has to be there. */
  energy(table: string, action: string): number {
    const found = this.byName.get(table);
    const row = found && rowOf(found, action);
    if (!row) throw new BadInput(`${this.source}: expected table ${table} with action ${action}`);
    return row.energy;
  }

  missing({ name, also }: TableClass, { name: action, also: others = [] }: TableAction): BadInput {
    const actions = [action, ...others].join(' or ');
    return new BadInput(
      `${this.source}: expected table ${[name, ...also].join(' or ')} with action ${actions}, found none`,
    );
  }

  private accumulates(): boolean {
    return ['mac', 'intmac'].some((name) => this.byName.has(name));
  }

  private refuse({ name }: ErtTable, message: string): never {
    throw new BadInput(`${this.source}: table "${clip(name)}": ${message}`);
  }
}

const operationOf = (value: number) => ({ value, unit: 'pJ', per: 'operation' });

/** Names of operations of tables that stand for several of ours. */
const anyOperation: readonly string[] = ['add', 'mac_random', 'mult_random', 'multiply', 'mac', 'compute'];

const knownTables: readonly string[] = [
  ...new Set([
    ...tableClasses.flatMap(({ name, also }) => [name, ...also]),
    ...sharedTables.flatMap(({ from }) => from),
  ]),
];

/** The actions that a table may have. */
function actionNames(table: string): ReadonlySet<string> {
  if (table === 'fabric') return new Set(['lut', 'flip_flop']);
  if (table === 'distributed_memory') return new Set(['read', 'read_bit']);
  const ours = sharedTables.filter(({ from }) => from.includes(table)).map(({ ours: name }) => name);
  const classes = tableClasses.filter(
    ({ name, also }) => name === table || also.includes(table) || ours.includes(name),
  );
  const names = classes.flatMap(({ form, actions }) =>
    actions.flatMap(({ name, also = [] }) =>
      [name, ...also].flatMap((each) => (form === 'memory' ? [each, `${each}_bit`] : [each])),
    ),
  );
  // A DRAM is written as it is read.
  return new Set(
    table === 'DRAM' || classes.some(({ name }) => name === 'DRAM') ? [...names, 'write'] : names,
  );
}

/** `chip.PE[0..63].weight_memory[0..3]` is a weight_memory. */
const lastPart = (name: string): string =>
  name
    .replace(/\[[^\]]*\]/g, '')
    .split('.')
    .at(-1) ?? name;

/** The row of an action, of several with arguments of their own the dearest. */
function rowOf({ actions }: ErtTable, name: string): ErtTable['actions'][number] | undefined {
  const rows = actions.filter((action) => action.name === name);
  return rows.reduce((most, row) => (row.energy > most.energy ? row : most), rows[0]);
}

/** Bits of an access that arguments say. */
function widthOf(given: Section | null | undefined): number | null {
  const width = given?.width ?? given?.datawidth;
  return typeof width === 'number' && width > 0 ? width : null;
}
