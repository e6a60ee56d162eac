import { yamlText } from '../config/yaml-text.ts';
import { tableClasses } from './ert-tables.ts';
import type { MemoryEnergy, Technology } from './technology.ts';

const VERSION = 0.4;

/** Rows of a table of an action: those of a memory are an access, whatever its width, and a bit of it. */
type Row = { readonly name: string; readonly arguments: null; readonly energy: number };

const row = (name: string, energy: number): Row => ({ name, arguments: null, energy });

const memoryRows = (name: string, { base, perBit }: MemoryEnergy): Row[] => [
  row(name, base),
  row(`${name}_bit`, perBit),
];

/**
 * A technology as an energy reference table (YAML): `TECHNOLOGY.TABLE` for every component, with what the
 * format has no place for (marks, sources, widths, watts) under `bbsim`. What is charged through logic has no
 * table. `technologyOfErt` reads it back as it was.
 */
export function ertText(technology: Technology): string {
  const { name, fabric, entries } = technology;
  const tables = [
    ...tableClasses.map(({ name: table, actions }) => ({
      name: `${name}.${table}`,
      actions: actions.flatMap(({ name: action, of }) => rowsOf(action, entries[of])),
    })),
    ...(fabric === null
      ? []
      : [
          {
            name: `${name}.fabric`,
            actions: [row('lut', fabric.logic.value), row('flip_flop', fabric.clockTree.value)],
          },
          { name: `${name}.distributed_memory`, actions: memoryRows('read', fabric.distributedMemory) },
        ]),
  ].filter(({ actions }) => actions.length > 0);
  return yamlText({ ERT: { version: VERSION, tables }, bbsim: withoutEnergies(technology) });
}

function rowsOf(action: string, entry: Technology['entries'][keyof Technology['entries']]): Row[] {
  if (entry === 'logic') return [];
  if ('base' in entry) return memoryRows(action, entry);
  return [row(entry.per === 'bit' ? `${action}_bit` : action, entry.value)];
}

/** All of a technology but the energies that stand in tables. */
function withoutEnergies({ entries, fabric, ...rest }: Technology) {
  return {
    ...rest,
    entries: Object.fromEntries(
      Object.entries(entries).map(([action, entry]) => [action, entry === 'logic' ? entry : bare(entry)]),
    ),
    fabric:
      fabric && Object.fromEntries(Object.entries(fabric).map(([figure, entry]) => [figure, bare(entry)])),
  };
}

const energies: ReadonlySet<string> = new Set(['base', 'perBit', 'value', 'unit', 'per']);

const bare = (entry: object) =>
  Object.fromEntries(Object.entries(entry).filter(([field]) => !energies.has(field)));
