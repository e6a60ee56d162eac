import { BadInput } from '../../errors/bad-input.ts';
import { Mismatch } from '../../errors/mismatch.ts';
import type { LevelCircuit } from './level-circuits.ts';

/** A stage and what it was mapped to: six-input functions one behind the other, and all of them. */
export interface MappedLevels {
  readonly stage: string;
  readonly variant: string;
  readonly lanes: number;
  readonly window: number;
  readonly levels: number;
  readonly functions: number;
  readonly tool: string;
}

const columns = ['stage', 'variant', 'lanes', 'window', 'levels', 'functions', 'tool'] as const;
const head = columns.join(';');

/** Whether a row is that of a circuit. */
export const isRowOf =
  (circuit: LevelCircuit) =>
  ({ stage, variant, lanes, window }: MappedLevels): boolean =>
    stage === circuit.stage &&
    variant === circuit.variant &&
    lanes === circuit.lanes &&
    window === circuit.window;

/** The table as CSV with semicolons, since variants have commas; a row per circuit. */
export function mappedLevelsText(rows: readonly MappedLevels[]): string {
  return `${[head, ...rows.map((row) => columns.map((column) => row[column]).join(';'))].join('\n')}\n`;
}

/** Reads the table again. Throws BadInput with the line that is wrong. */
export function readMappedLevels(text: string, source: string): MappedLevels[] {
  const [first, ...lines] = text.trim().split('\n');
  if (first !== head) throw new BadInput(`${source}, line 1: expected ${head}`);
  return lines.map((line, i) => {
    const fields = line.split(';');
    const place = `${source}, line ${i + 2}`;
    if (fields.length !== columns.length)
      throw new BadInput(`${place}: ${fields.length} fields, expected ${columns.length}`);
    const [lanes, window, levels, functions] = fields.slice(2, 6).map(Number);
    const bad = [lanes, window, levels, functions].findIndex((one) => !Number.isInteger(one) || one < 1);
    if (bad >= 0)
      throw new BadInput(`${place}, ${columns[bad + 2]}: expected a count, found ${fields[bad + 2]}`);
    return { stage: fields[0], variant: fields[1], lanes, window, levels, functions, tool: fields[6] };
  });
}

/** Reads what Yosys' `stat` and `ltp` print. Throws Mismatch when it is not a circuit of functions. */
export function readLevels(text: string): Pick<MappedLevels, 'levels' | 'functions'> {
  const levels = /Longest topological path in \S+ \(length=(\d+)\)/.exec(text)?.[1];
  const functions = /^\s+\$lut\s+(\d+)$/m.exec(text)?.[1];
  if (levels === undefined || functions === undefined) throw new Mismatch('Yosys printed no levels');
  return { levels: Number(levels), functions: Number(functions) };
}
