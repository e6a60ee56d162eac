import { longestLength } from '../../tables/plain-text.ts';
import type { Table } from '../../tables/table.ts';
import { type TextColumn, textColumns } from '../../tables/table-text.ts';
import { escaped } from './escape.ts';

/** Rows of a table on a page; a longer one says how many it leaves out. */
const MOST_ROWS = 500;

/** Tables with more rows and columns than these are worth sorting. */
const few = { rows: 3, columns: 2 };

/**
 * Letters of a line that fit on paper, those of a column that is broken over lines, of one that is so that
 * the table stays one, and between columns.
 */
const width = { line: 118, column: 36, narrow: 22, gap: 3 };

/**
 * A table with what stands below it. One that is wider than paper is shown as several of about one width that
 * repeat the first column; one of a single row is shown as a column. Tables scroll in a region of their own,
 * which the keyboard reaches. Throws TypeError where a value is missing.
 */
export function tableHtml(table: Table): string {
  const rows = table.rows.slice(0, MOST_ROWS);
  const left = table.rows.length - rows.length;
  const notes = [
    ...(left === 0 ? [] : [`The first ${rows.length} of ${table.rows.length} rows.`]),
    ...(table.notes ?? []),
  ];
  const grids = gridsHtml({ ...table, rows }, table.title ?? 'table');
  return `${grids}${notesHtml(notes)}${(table.commands ?? []).map(labelledHtml).join('')}`;
}

/** A table alone, without a title above it: the data of a chart. Throws TypeError as `tableHtml`. */
export function dataTableHtml(table: Table): string {
  const { title: _title, ...rest } = table;
  return scrolling(
    gridHtml(textColumns(checked({ ...rest, rows: table.rows.slice(0, MOST_ROWS) })), undefined),
    'data of the chart',
  );
}

function gridsHtml(table: Table, name: string): string {
  const columns = textColumns(checked(table));
  if (table.rows.length === 1 && columns.length > few.rows) return uprightHtml(columns, table.title, name);
  return partsOf(columns)
    .map((part, i) => scrolling(gridHtml(part, i === 0 ? table.title : undefined), name))
    .join('');
}

/** A row as a column. The word or number that says which row it is stands above it: it is no figure of it. */
function uprightHtml(columns: readonly TextColumn[], title: string | undefined, name: string): string {
  const [first, ...others] = columns;
  const isNamed = first.align === 'left' && title !== undefined;
  const [shown, caption] = isNamed ? [others, `${title}: ${first.head} ${first.cells[0]}`] : [columns, title];
  return scrolling(gridHtml(upright(shown), caption), name);
}

/** What each value is called beside it. */
function upright(columns: readonly TextColumn[]): TextColumn[] {
  return [
    { head: 'what', align: 'left', cells: columns.map(({ head }) => head) },
    { head: 'value', align: 'left', cells: columns.map(({ cells: [cell] }) => cell) },
  ];
}

/**
 * Columns in one table where it fits on paper with its texts in narrow columns, else in as few as fit, each
 * with the first column. Of those the narrowest: the last table then has about as many columns as the
 * others, and not the one that is left over.
 */
function partsOf(columns: readonly TextColumn[]): (readonly TextColumn[])[] {
  const narrow = columns.reduce((sum, column) => sum + lettersOf(column, width.narrow), 0);
  if (narrow <= width.line) return [columns];
  const widest = partsWithin(columns, width.line);
  for (let line = 1; line < width.line; line++) {
    const parts = partsWithin(columns, line);
    if (parts.length === widest.length) return parts;
  }
  return widest;
}

/** Columns in tables of at most so many letters, but of one column beside the first at least. */
function partsWithin(columns: readonly TextColumn[], line: number): (readonly TextColumn[])[] {
  const [first, ...others] = columns;
  const parts: TextColumn[][] = [[first]];
  let taken = lettersOf(first);
  for (const column of others) {
    const needed = lettersOf(column);
    if (taken + needed > line && (parts.at(-1)?.length ?? 0) > 1) {
      parts.push([first]);
      taken = lettersOf(first);
    }
    parts.at(-1)?.push(column);
    taken += needed;
  }
  return parts;
}

/** Letters that a column takes of a line: a long text is broken at its blanks, and so is a head. */
function lettersOf({ head, cells }: TextColumn, most = width.column): number {
  const words = longestLength([head, ...cells].flatMap((text) => text.split(' ')));
  return Math.max(words, Math.min(most, longestLength(cells))) + width.gap;
}

function scrolling(html: string, name: string): string {
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(name)}">${html}</div>\n`;
}

function gridHtml(columns: readonly TextColumn[], title: string | undefined): string {
  const count = columns[0]?.cells.length ?? 0;
  const sortable = count > few.rows && columns.length > few.columns ? ' class="sortable"' : '';
  const cell = (tag: 'td' | 'th', text: string, align: 'left' | 'right', scope = '') =>
    `<${tag}${scope}${align === 'right' ? ' class="number"' : ''}>${escaped(text)}</${tag}>`;
  const head = columns.map((column) => cell('th', column.head, column.align, ' scope="col"')).join('');
  const body = Array.from(
    { length: count },
    (_, r) => `<tr>${columns.map(({ cells, align }) => cell('td', cells[r], align)).join('')}</tr>`,
  );
  const caption = title === undefined ? '' : `<caption>${escaped(title)}</caption>`;
  return `<table${sortable}>${caption}<thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
}

/** What was read from a file may lack what it should have. */
function checked(table: Table): Table {
  for (const row of table.rows) {
    const found = table.columns.find(
      ({ key }) => row[key] === undefined || (typeof row[key] === 'object' && row[key] !== null),
    );
    if (found !== undefined) throw new TypeError(`no value of ${found.title}`);
  }
  return table;
}

/** Lines below a table: assumptions, the origin of figures. */
export function notesHtml(notes: readonly string[]): string {
  if (notes.length === 0) return '';
  return `<ul class="notes">${notes.map((note) => `<li>${escaped(note)}</li>`).join('')}</ul>\n`;
}

/** Commands below a table, with the labels that they have in a terminal above them. */
function labelledHtml(command: string): string {
  const [, label, line] = /^([^:]*): (bbsim .*)$/s.exec(command) ?? [];
  return label === undefined ? commandHtml(command) : `${notesHtml([`${label}:`])}${commandHtml(line)}`;
}

/** A command that can be pasted. */
export function commandHtml(command: string): string {
  return `<pre class="command" tabindex="0"><code>${escaped(command)}</code></pre>\n`;
}
