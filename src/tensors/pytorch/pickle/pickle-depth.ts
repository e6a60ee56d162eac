import { BadInput } from '../../../errors/bad-input.ts';
import { type PickleNode, type PickleValue, partsOf } from './pickle-value.ts';

/** Values in values that are followed: those of a real checkpoint are a dozen deep. */
export const MOST_DEPTH = 64;

/**
 * Throws BadInput for a value that contains itself, and for one nested deeper than MOST_DEPTH: what is walked
 * afterwards has an end. Each value is looked at once, however often it is referred to.
 */
export function checkDepth(root: PickleValue, place: string): void {
  /** Depth of what is done with; 0: it is being looked at. */
  const depths = new Map<PickleNode, number>();
  const open: {
    readonly node: PickleNode;
    readonly parts: readonly PickleValue[];
    next: number;
    depth: number;
  }[] = [];
  const enter = (node: PickleNode): void => {
    depths.set(node, 0);
    open.push({ node, parts: partsOf(node), next: 0, depth: 1 });
    if (open.length > MOST_DEPTH) throw tooDeep(place);
  };
  if (isNode(root)) enter(root);
  while (open.length > 0) {
    const here = open[open.length - 1];
    const part = here.next < here.parts.length ? here.parts[here.next++] : undefined;
    if (part === undefined) {
      open.pop();
      depths.set(here.node, here.depth);
      const outer = open.at(-1);
      if (outer !== undefined) outer.depth = Math.max(outer.depth, here.depth + 1);
      continue;
    }
    if (!isNode(part)) continue;
    const known = depths.get(part);
    if (known === 0) throw new BadInput(`${place}: holds a value that contains itself`);
    if (known === undefined) enter(part);
    else here.depth = Math.max(here.depth, known + 1);
    if (here.depth + open.length - 1 > MOST_DEPTH) throw tooDeep(place);
  }
}

const isNode = (value: PickleValue): value is PickleNode => typeof value === 'object' && value !== null;

const tooDeep = (place: string) =>
  new BadInput(`${place}: nested deeper than ${MOST_DEPTH} values; save the state_dict alone`);
