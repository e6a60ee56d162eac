import { printableName } from '../../../tensors/named-shape.ts';
import { areSteps } from './axes.ts';
import { type OnnxCell, outputLength } from './cell.ts';
import { type Link, type Links, linksOf } from './links.ts';

/** LSTM or GRU nodes that are the layers of one network, the lowest first. */
export interface OnnxStack {
  readonly cells: readonly OnnxCell[];
  /** What is to be said of how they read each other or others, by node. */
  readonly remarks: ReadonlyMap<OnnxCell, string>;
}

/**
 * Puts nodes together of which each reads the steps of the one before, and nothing else of them does; of one
 * kind, and of sizes that fit. In the order of the file, by their lowest layers.
 */
export function nodeStacks(cells: readonly OnnxCell[]): readonly OnnxStack[] {
  const links = linksOf(cells);
  const remarks = new Map<OnnxCell, string>();
  const above = new Map<OnnxCell, OnnxCell[]>();
  for (const cell of cells) {
    const link = links.into(cell);
    if (link === null || !fits(cell, link)) continue;
    const reads = readingOf(cell, link, links);
    if (reads.remark !== null) remarks.set(cell, reads.remark);
    if (!reads.isStep) continue;
    const readers = above.get(link.from) ?? [];
    above.set(link.from, readers);
    readers.push(cell);
  }
  return stacked(cells, above, remarks);
}

/** Whether the outputs of a node are as long as the inputs of the one that reads them, of the same kind. */
function fits(cell: OnnxCell, { from }: Link): boolean {
  const isLength = cell.sizes.inputs > 0 && outputLength(from) === cell.sizes.inputs;
  return isLength && cell.settings !== null && cell.recurrent.kind === from.recurrent.kind;
}

/** Whether a node reads step after step what another one makes step after step, and what is to be said. */
function readingOf(
  cell: OnnxCell,
  { from, output, axes }: Link,
  links: Links,
): { readonly isStep: boolean; readonly remark: string | null } {
  const below = printableName(from.recurrent.name);
  if (links.hasOneStep(from)) return { isStep: true, remark: null };
  if (output === 'Y_h')
    return { isStep: false, remark: `it reads the last state of ${below} alone: they are no stack` };
  if (axes === null)
    return {
      isStep: true,
      remark: `its way from ${below} is not known: it is taken to read step after step`,
    };
  if (areSteps(axes, cell.settings?.isBatchFirst ?? false)) return { isStep: true, remark: null };
  return { isStep: false, remark: `it reads the steps of ${below} as a batch: they are no stack` };
}

function stacked(
  cells: readonly OnnxCell[],
  above: ReadonlyMap<OnnxCell, readonly OnnxCell[]>,
  remarks: ReadonlyMap<OnnxCell, string>,
): readonly OnnxStack[] {
  const next = new Map<OnnxCell, OnnxCell>();
  for (const [cell, readers] of above) if (readers.length === 1) next.set(cell, readers[0]);
  const upper = new Set(next.values());
  const placed = new Set<OnnxCell>();
  const stackFrom = (lowest: OnnxCell): OnnxStack => {
    const layers: OnnxCell[] = [];
    for (let at: OnnxCell | undefined = lowest; at && !placed.has(at); at = next.get(at)) {
      layers.push(at);
      placed.add(at);
    }
    return { cells: layers, remarks };
  };
  const whole = cells.filter((cell) => !upper.has(cell)).map(stackFrom);
  // What remains reads itself in a circle, which no valid model does.
  const circles = cells.filter((cell) => !placed.has(cell)).map((cell) => ({ cells: [cell], remarks }));
  return [...whole, ...circles];
}
