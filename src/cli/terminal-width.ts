/** No line is narrower, whatever anybody says. */
const NARROWEST = 20;

/**
 * Columns that tables and help may take: those that `COLUMNS` says, else those of the terminal; undefined
 * where nobody knows, as in a pipe.
 */
export function terminalWidth(
  { isTTY, columns }: { readonly isTTY?: boolean; readonly columns?: number },
  { COLUMNS = '' }: Readonly<Record<string, string | undefined>>,
): number | undefined {
  const asked = /^\d{1,6}$/.test(COLUMNS.trim()) ? Number(COLUMNS) : 0;
  const width = asked > 0 ? asked : isTTY ? (columns ?? 0) : 0;
  return width > 0 ? Math.max(NARROWEST, width) : undefined;
}
