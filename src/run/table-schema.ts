/** Whether all rows of a table of numbers are as long as each other. */
export function isRectangular(rows: readonly (readonly number[])[]): boolean {
  return rows.every(({ length }) => length === rows[0].length);
}
