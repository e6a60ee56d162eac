/** A figure of a configuration that says how it is known. */
export interface MarkedFigure {
  /** The file that it stands in: `technology fpga-20nm`. */
  readonly of: string;
  /** Its place in the file: `entries.multiplies`. */
  readonly figure: string;
  /** Its numbers as the file has them: `value 3.482, unit pJ`. */
  readonly value: string;
  readonly mark: string;
  readonly source: string;
}

/** What stands beside a figure and is none. */
const ABOUT = ['mark', 'source', 'note'];

/**
 * Every figure of a configuration that has a mark, in the order of the file: what a result stands on, and how
 * sure it is.
 */
export function markedFigures(of: string, config: object, path: readonly string[] = []): MarkedFigure[] {
  const fields = Object.entries(config);
  const { mark, source } = config as { readonly mark?: unknown; readonly source?: unknown };
  const own =
    typeof mark === 'string'
      ? [{ of, figure: path.join('.'), value: numbersOf(fields), mark, source: oneLine(source) }]
      : [];
  const below = fields.flatMap(([name, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? markedFigures(of, value, [...path, name])
      : [],
  );
  return [...own, ...below];
}

function numbersOf(fields: readonly (readonly [string, unknown])[]): string {
  const said = fields.filter(([name, value]) => !ABOUT.includes(name) && typeof value !== 'object');
  const [only] = said;
  if (said.length === 1 && only[0] === 'value') return String(only[1]);
  return said.map(([name, value]) => `${name} ${value}`).join(', ');
}

const oneLine = (source: unknown): string =>
  typeof source === 'string' ? source.replace(/\s+/g, ' ').trim() : '';
