import type { PointTable } from './points.ts';

/** The marked points as CSV (RFC 4180), with the names that `bbsim query` has for its columns. */
export function csvOf({ columns, count }: PointTable, mask: Uint8Array): string {
  const lines = [columns.map(({ name }) => cell(name)).join(',')];
  for (let row = 0; row < count; row++) {
    if (mask[row] === 0) continue;
    const cells = columns.map(({ values, words }) => {
      const value = values[row];
      if (Number.isNaN(value)) return '';
      return words === null ? String(value) : cell(words[value]);
    });
    lines.push(cells.join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
