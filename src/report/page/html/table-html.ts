import type { Table } from '../../tables/table.ts';
import { textColumns } from '../../tables/table-text.ts';
import { escaped } from './escape.ts';

/** Rows of a table on a page; a longer one says how many it leaves out. */
const MOST_ROWS = 500;

/** Tables with more rows than this are worth sorting. */
const FEW_ROWS = 3;

/**
 * A table with what stands below it. Wide ones scroll in a region of their own, which the keyboard reaches. A
 * column of numbers is aligned by them.
 */
export function tableHtml(table: Table): string {
  const rows = table.rows.slice(0, MOST_ROWS);
  const left = table.rows.length - rows.length;
  const notes = [
    ...(left === 0 ? [] : [`The first ${rows.length} of ${table.rows.length} rows.`]),
    ...(table.notes ?? []),
  ];
  return `${scrolling(gridHtml({ ...table, rows }), table.title ?? 'table')}${notesHtml(notes)}${(table.commands ?? []).map(commandHtml).join('')}`;
}

/** A table alone, without a title above it: the data of a chart. */
export function dataTableHtml(table: Table): string {
  const { title: _title, ...rest } = table;
  return scrolling(gridHtml({ ...rest, rows: table.rows.slice(0, MOST_ROWS) }), 'data of the chart');
}

function scrolling(html: string, name: string): string {
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(name)}">${html}</div>\n`;
}

function gridHtml(table: Table): string {
  refuseOtherCells(table);
  const columns = textColumns(table);
  const sortable = table.rows.length > FEW_ROWS ? ' class="sortable"' : '';
  const cell = (tag: 'td' | 'th', text: string, align: 'left' | 'right', scope = '') =>
    `<${tag}${scope}${align === 'right' ? ' class="number"' : ''}>${escaped(text)}</${tag}>`;
  const head = columns.map((column) => cell('th', column.head, column.align, ' scope="col"')).join('');
  const body = table.rows.map(
    (_row, r) => `<tr>${columns.map(({ cells, align }) => cell('td', cells[r], align)).join('')}</tr>`,
  );
  const caption = table.title === undefined ? '' : `<caption>${escaped(table.title)}</caption>`;
  return `<table${sortable}>${caption}<thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
}

/** What was read from a file may lack what it should have. */
function refuseOtherCells({ columns, rows }: Table): void {
  for (const row of rows) {
    const found = columns.find(
      ({ key }) => row[key] === undefined || (typeof row[key] === 'object' && row[key] !== null),
    );
    if (found !== undefined) throw new TypeError(`no value of ${found.title}`);
  }
}

/** Lines below a table: assumptions, the origin of figures. */
export function notesHtml(notes: readonly string[]): string {
  if (notes.length === 0) return '';
  return `<ul class="notes">${notes.map((note) => `<li>${escaped(note)}</li>`).join('')}</ul>\n`;
}

/** A command that can be pasted. */
export function commandHtml(command: string): string {
  return `<pre class="command" tabindex="0"><code>${escaped(command)}</code></pre>\n`;
}
