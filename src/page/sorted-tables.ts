/** Lets a reader sort a table by a click on a header: numbers by their value, words by their letters. */
export function makeSortable(table: HTMLTableElement): void {
  const headers = [...(table.tHead?.rows[table.tHead.rows.length - 1]?.cells ?? [])];
  headers.forEach((header, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener('click', () => {
      const descending = header.getAttribute('aria-sort') === 'ascending';
      for (const other of headers) other.removeAttribute('aria-sort');
      header.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      for (const body of table.tBodies) sortRows(body, column, descending);
    });
  });
}

function sortRows(body: HTMLTableSectionElement, column: number, descending: boolean): void {
  const rows = [...body.rows].map((row) => ({ row, key: sortKey(row.cells[column]?.textContent ?? '') }));
  rows.sort((a, b) => compareKeys(a.key, b.key, descending));
  body.append(...rows.map(({ row }) => row));
}

/** What a cell is sorted by: its number where it begins with one, else its words; null where it is empty. */
export function sortKey(text: string): number | string | null {
  const plain = text.trim().replaceAll('\u2212', '-');
  if (plain === '' || plain === '-' || plain === '\u2013' || plain === '\u2014') return null;
  const number = /^[+-]?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?/i.exec(plain);
  return number === null ? plain : Number(number[0].replaceAll(',', ''));
}

/** Order of two keys: numbers before words, and in both directions empty cells last. */
export function compareKeys(
  a: number | string | null,
  b: number | string | null,
  descending: boolean,
): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const order =
    typeof a === typeof b
      ? Number(a > b) - Number(a < b)
      : Number(typeof a === 'string') - Number(typeof b === 'string');
  return descending ? -order : order;
}
