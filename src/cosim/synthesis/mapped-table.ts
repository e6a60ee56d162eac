import { BadInput } from '../../errors/bad-input.ts';
import type { MappedCells } from './mapped-cells.ts';
import { mappedKinds, type SynthesisSize, synthesisFamilies } from './sizes.ts';

/** A size and what it was mapped to, by which tool. */
export interface MappedSize extends SynthesisSize, MappedCells {
  readonly tool: string;
}

const columns = [
  'family',
  'kind',
  'pes',
  'lanes',
  'logic',
  'carry',
  'flipFlops',
  'dsp',
  'ram',
  'tool',
] as const;

/** The table as CSV, a row per size. */
export function mappedTableText(sizes: readonly MappedSize[]): string {
  const rows = sizes.map((size) => columns.map((column) => size[column] ?? '').join(','));
  return `${[columns.join(','), ...rows].join('\n')}\n`;
}

/** Reads the table again. Throws BadInput with the line that is wrong. */
export function readMappedTable(text: string, source: string): MappedSize[] {
  const [head, ...lines] = text.trim().split('\n');
  if (head !== columns.join(',')) throw new BadInput(`${source}, line 1: expected ${columns.join(',')}`);
  return lines.map((line, i) => {
    const fields = line.split(',');
    const place = `${source}, line ${i + 2}`;
    if (fields.length !== columns.length)
      throw new BadInput(`${place}: ${fields.length} fields, expected ${columns.length}`);
    const [family, kind] = fields;
    const known = synthesisFamilies.find((name) => name === family);
    if (!known || !mappedKinds.includes(kind))
      throw new BadInput(`${place}: unknown family or kind: ${family}, ${kind}`);
    const numbers = fields.slice(2, 9).map((field) => (field === '' ? null : Number(field)));
    const bad = numbers.findIndex((value, column) => (value === null ? column !== 6 : !(value >= 0)));
    if (bad >= 0)
      throw new BadInput(
        `${place}, ${columns[bad + 2]}: expected a count, found ${fields[bad + 2] || 'nothing'}`,
      );
    const [pes, lanes, logic, carry, flipFlops, dsp, ram] = numbers as number[];
    return {
      family: known,
      kind,
      pes,
      lanes,
      logic,
      carry,
      flipFlops,
      dsp,
      ram: ram ?? null,
      tool: fields[9],
    };
  });
}
