/** Larger than any figure of a design in any unit; sums and products of smaller ones are finite. */
const LARGEST = 1e50;

/** Deeper than anything that bbsim writes. */
const MOST_LEVELS = 64;

/** A value in JSON, and how it is reached. */
interface Reached {
  readonly value: unknown;
  readonly name: string;
  readonly level: number;
  readonly within: Reached | null;
}

/**
 * The first value in JSON that nothing which bbsim writes has: a number beyond all figures, or something
 * nested without end. Null: there is none. Walks without recursion, which such a value would exhaust.
 */
export function strangeValue(
  data: unknown,
): { readonly path: readonly string[]; readonly message: string } | null {
  const left: Reached[] = [{ value: data, name: '', level: 0, within: null }];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    const { value, level } = at;
    if (typeof value === 'number' && Math.abs(value) > LARGEST)
      return { path: pathOf(at), message: `expected a number of at most ${LARGEST}, found ${value}` };
    if (typeof value !== 'object' || value === null) continue;
    if (level === MOST_LEVELS)
      return {
        path: pathOf(at).slice(0, 4),
        message: `expected at most ${MOST_LEVELS} levels of lists and mappings, found more`,
      };
    for (const [name, one] of Object.entries(value))
      left.push({ value: one, name, level: level + 1, within: at });
  }
  return null;
}

function pathOf(at: Reached): string[] {
  const path: string[] = [];
  for (let one: Reached | null = at; one?.within; one = one.within) path.unshift(one.name);
  return path;
}
