import { longestLength, textLength } from './plain-text.ts';
import type { Table } from './table-data.ts';
import { type TextColumn, textColumns } from './table-text.ts';

/** A table as GitHub markdown, padded so that its source can be read too. */
export function markdownTable(table: Table): string {
  const columns = textColumns(table).map(escaped);
  const widths = columns.map(({ head, cells }) => Math.max(3, textLength(head), longestLength(cells)));
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const lines = [
    line(columns.map(({ head, align }, c) => padded(head, widths[c], align))),
    line(
      columns.map(({ align }, c) =>
        align === 'right' ? `${'-'.repeat(widths[c] - 1)}:` : '-'.repeat(widths[c]),
      ),
    ),
    ...table.rows.map((_row, r) =>
      line(columns.map(({ cells, align }, c) => padded(cells[r], widths[c], align))),
    ),
  ];
  const title = table.title === undefined ? [] : [`**${escapeMarkdown(table.title)}**`, ''];
  const said = [
    ...(table.notes ?? []).map(noteLine),
    ...(table.commands ?? []).map((line) => `- \`${line}\``),
  ];
  const notes = said.length === 0 ? [] : ['', ...said];
  return `${[...title, ...lines, ...notes].join('\n')}\n`;
}

function escaped({ head, align, cells }: TextColumn): TextColumn {
  return { head: escapeMarkdown(head), align, cells: cells.map(escapeMarkdown) };
}

function noteLine(note: string): string {
  return `- ${escapeMarkdown(note)}`;
}

/** What would end a cell, start an HTML tag or an emphasis stands for itself. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\|`*]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/\s*[\r\n]+\s*/g, ' ');
}

function padded(text: string, width: number, align: 'left' | 'right'): string {
  const blanks = ' '.repeat(Math.max(0, width - textLength(text)));
  return align === 'right' ? blanks + text : text + blanks;
}
