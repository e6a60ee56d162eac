import type { DiffedSide, DiffResult } from '../../study/diff/diff-result.ts';
import { BITS_PER_KIB } from '../tables/number-text.ts';

/** How a resource is shown: its title, what it is counted in, and the larger unit in which it is drawn. */
export interface ShownResource {
  readonly resource: string;
  readonly title: string;
  readonly countedIn: string;
  /** Of charts, with how many of `countedIn` it is. */
  readonly unit: string;
  readonly divisor: number;
  readonly digits: number;
  /** Whether both devices count it in one unit. */
  readonly isComparable: boolean;
}

const titles: Readonly<Record<string, string>> = {
  dsp: 'DSP',
  ramBlocks: 'block RAM',
  logic: 'logic',
  flipFlops: 'flip-flops',
  ultraRam: 'UltraRAM',
  distributedRam: 'logic used as memory',
  storageBits: 'stored weights',
  fetchedBits: 'fetched weights',
};

/** The resources that a side takes any of, in the order of the result. */
export function shownResources({ resources, sides }: DiffResult): ShownResource[] {
  const found = [...new Set(resources.map(({ resource }) => resource))];
  return found.map((resource) => {
    const isBits = resource.endsWith('Bits');
    const countedIn = unitOf(resource, [sides.a, sides.b]);
    return {
      resource,
      title: titles[resource] ?? resource,
      countedIn,
      unit: isBits ? 'KiB' : countedIn,
      divisor: isBits ? BITS_PER_KIB : 1,
      digits: isBits ? 1 : 0,
      isComparable: !countedIn.includes(UNITS_APART),
    };
  });
}

/** Between the units of two devices. */
const UNITS_APART = '; ';

/** The unit of a resource; two devices may count different ones: `M20K; RAMB36`. */
function unitOf(resource: string, sides: readonly DiffedSide[]): string {
  const units = sides.flatMap((side) => side.resources[resource]?.unit ?? []);
  return [...new Set(units)].join(UNITS_APART);
}

/** What a side takes of a resource. */
export function usedOf(side: DiffedSide, resource: string): number {
  return side.resources[resource]?.used ?? 0;
}

/** Characters of a name or a value that are shown. */
const MOST_CHARACTERS = 60;

/** A name or a value, without the end of one that is too long. */
export function cut(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

/** `a: bbs on tiny`. */
export function sideName(which: 'a' | 'b', { sides }: DiffResult): string {
  const { accelerator, workload } = sides[which];
  return `${which}: ${cut(accelerator)} on ${cut(workload)}`;
}

/** What a cause is called. */
export function causeText(cause: string, { causeWords }: DiffResult): string {
  return Object.hasOwn(causeWords, cause) ? causeWords[cause] : cause;
}
