import pc from 'picocolors';
import { longestLength, printable, printedWidth, wrapWords } from './plain-text.ts';
import type { Table } from './table-data.ts';
import { type TextColumn, textColumns } from './table-text.ts';

/** How a table is fitted to a terminal. */
export interface TerminalOptions {
  /** Widest line, in characters (default 120). */
  readonly widthColumns?: number;
  /** Bold titles (default false); pass what `wantsColour` says. */
  readonly colour?: boolean;
}

const GAP = 2;
const HEAD_LINES = [2, 3, 4] as const;
const NARROWEST_TEXT = 16;

/** A column whose head and cells are broken into lines that fit its width. */
interface FittedColumn {
  readonly align: 'left' | 'right';
  readonly width: number;
  readonly head: readonly string[];
  readonly cells: readonly (readonly string[])[];
}

/**
 * A table for a terminal: a rule under the header and no other line. When it is too wide, first the titles of
 * the columns are broken over more lines, then long texts; a table that is still too wide is printed as
 * several, which repeat the first column.
 */
export function terminalTable(
  table: Table,
  { widthColumns = 120, colour = false }: TerminalOptions = {},
): string {
  const { bold, dim } = pc.createColors(colour);
  const columns = fitColumns(textColumns(table), widthColumns);
  const blocks = splitByWidth(columns, widthColumns).map((block) => draw(block, table.rows.length, bold));
  const wrapped = (text: string) => wrapWords(printable(text), widthColumns);
  const title = table.title === undefined ? [] : [...wrapped(table.title).map(bold), ''];
  const empty = table.rows.length === 0 ? ['(no rows)'] : [];
  const commands = (table.commands ?? []).map(printable);
  const notes = [...(table.notes ?? []).flatMap(wrapped), ...commands].map(dim);
  return `${[...title, blocks.join('\n\n'), ...empty, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n')}\n`;
}

/** The columns in lines that fit, or columns that `splitByWidth` has to spread over several tables. */
function fitColumns(columns: readonly TextColumn[], width: number): FittedColumn[] {
  const [two, three, four] = HEAD_LINES.map((lines) => columns.map((column) => fitColumn(column, lines)));
  const narrowed = narrowTexts(columns, four, width, NARROWEST_TEXT);
  const fitting = [two, three, four, narrowed].find((fitted) => totalWidth(fitted) <= width);
  return fitting ?? narrowTexts(columns, three, width, Math.max(NARROWEST_TEXT, Math.floor(width / 3)));
}

/**
 * The narrowest column that keeps every cell on one line and the head within
 * `headLines`, where its words allow.
 */
function fitColumn({ head, align, cells }: TextColumn, headLines: number): FittedColumn {
  let width = Math.max(1, longestLength(cells), longestLength(head.split(' ')));
  while (wrapWords(head, width).length > headLines) width++;
  return { align, width, head: wrapWords(head, width), cells: cells.map((cell) => [cell]) };
}

/**
 * Takes what is missing from the widest left-aligned columns, one character at a time, down to `narrowest`.
 */
function narrowTexts(
  columns: readonly TextColumn[],
  fitted: readonly FittedColumn[],
  width: number,
  narrowest: number,
): FittedColumn[] {
  const widths = fitted.map((column) => column.width);
  for (let excess = totalWidth(fitted) - width; excess > 0; excess--) {
    const texts = widths.map((own, c) => (fitted[c].align === 'left' ? own : 0));
    const widest = texts.indexOf(Math.max(...texts));
    if (texts[widest] <= narrowest) break;
    widths[widest]--;
  }
  return fitted.map((column, c) => {
    if (widths[c] === column.width) return column;
    const broken = (text: string) => wrapWords(text, widths[c], { cutWords: true });
    return {
      align: column.align,
      width: widths[c],
      head: broken(columns[c].head),
      cells: columns[c].cells.map(broken),
    };
  });
}

function totalWidth(columns: readonly FittedColumn[]): number {
  return columns.reduce((sum, { width }) => sum + width + GAP, -GAP);
}

function splitByWidth(columns: readonly FittedColumn[], width: number): FittedColumn[][] {
  const blocks: FittedColumn[][] = [];
  for (const column of columns) {
    const block = blocks.at(-1);
    if (block !== undefined && (block.length === 1 || totalWidth([...block, column]) <= width))
      block.push(column);
    else blocks.push(block === undefined ? [column] : [columns[0], column]);
  }
  return blocks;
}

function draw(columns: readonly FittedColumn[], rowCount: number, bold: (text: string) => string): string {
  const tight = columns.map((column) => ({ ...column, width: widestOf(column) }));
  const headLines = Math.max(...columns.map(({ head }) => head.length));
  const head = tight.map(({ head }) => [...Array<string>(headLines - head.length).fill(''), ...head]);
  const rule = tight.map(({ width }) => '─'.repeat(width)).join(' '.repeat(GAP));
  const rows = Array.from({ length: rowCount }, (_, row) =>
    linesOf(
      tight,
      tight.map(({ cells }) => cells[row]),
    ),
  );
  return [...linesOf(tight, head, bold), ...(rowCount > 0 ? [rule] : []), ...rows.flat()].join('\n');
}

/** What a column needs once its texts are broken: it may be less than it was given. */
function widestOf({ head, cells }: FittedColumn): number {
  return Math.max(displayWidth(head), ...cells.map(displayWidth));
}

function displayWidth(lines: readonly string[]): number {
  return Math.max(0, ...lines.map(printedWidth));
}

/** The lines of one row, cell beside cell; a cell of fewer lines than others stands at the top. */
function linesOf(
  columns: readonly FittedColumn[],
  cells: readonly (readonly string[])[],
  styled: (text: string) => string = (text) => text,
): string[] {
  const lines = Math.max(...cells.map((cell) => cell.length));
  return Array.from({ length: lines }, (_, line) =>
    columns
      .map(({ align, width }, c) => {
        const text = cells[c][line] ?? '';
        const space = ' '.repeat(width - printedWidth(text));
        const shown = text === '' ? '' : styled(text);
        return align === 'left' ? shown + space : space + shown;
      })
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
}
