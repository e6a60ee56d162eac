import type { Selection } from '../../bbs/patterns/pattern.ts';
import { canonicalJson } from '../../num/digest.ts';

interface Known {
  readonly selection: Selection;
  readonly figure: number;
}

/** The two ends of a search, and what is tried between them. */
const MOST_KNOWN = 3;

/**
 * A figure of what is selected, worked out once where the same is selected again: a pattern with few counts
 * selects the same at many sparsities. The latest few are held.
 */
export function onceForEach(figureOf: (selection: Selection) => number): (selection: Selection) => number {
  const known: Known[] = [];
  return (selection) => {
    const at = known.findIndex((one) => isSame(one.selection, selection));
    const [found] = at < 0 ? [{ selection, figure: figureOf(selection) }] : known.splice(at, 1);
    known.unshift(found);
    if (known.length > MOST_KNOWN) known.pop();
    return found.figure;
  };
}

function isSame({ mask, ...others }: Selection, { mask: other, ...rest }: Selection): boolean {
  return canonicalJson(others) === canonicalJson(rest) && Buffer.compare(mask, other) === 0;
}
