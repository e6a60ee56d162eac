import type { Device } from '../../src/energy/device.ts';
import type { Mark } from '../../src/energy/mark.ts';
import type { ResourceCosts } from '../../src/energy/resource-costs.ts';
import type { Technology } from '../../src/energy/technology.ts';

/** The files of constants that clock, area and energy follow from. */
export interface Models {
  readonly technology: Technology;
  readonly costs: ResourceCosts;
  readonly device: Device;
}

/** A constant that nobody measured on the device, and the two ends of what it may be. */
export interface Assumption {
  /** Where it stands: `technology fabric.logic`. */
  readonly name: string;
  readonly mark: string;
  /** The models with the constant at its low and at its high end. */
  readonly low: Models;
  readonly high: Models;
}

type Node = { [name: string]: unknown };

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** What of a constant is its amount: a figure, or what an energy or a number of levels is affine in. */
const AMOUNTS = ['value', 'base', 'perBit', 'perDoubling', 'perRequester'];

/**
 * Marks of constants that could be otherwise. Arithmetic of the resource estimate (three multipliers to a
 * lane) could not; what a technology derives stands on another node and vendor, so it could.
 */
const OPEN: Readonly<Record<keyof Models, readonly string[]>> = {
  technology: [
    'assumption',
    'recalled, unverified',
    'published (recalled)',
    'derived',
    'calibrated',
    'fitted',
  ],
  costs: ['assumption', 'recalled, unverified', 'published (recalled)', 'calibrated', 'fitted'],
  device: ['assumption', 'recalled, unverified', 'published (recalled)'],
};

/** What a mark leaves open, as the technology says; fitted constants are as well known as calibrated. */
function factorOf(mark: string, { bounds }: Technology): number {
  return bounds[mark === 'fitted' ? 'calibrated' : (mark as Mark)];
}

/** Every open constant of the models, found by its mark: a new one cannot be forgotten. */
export function assumptionsOf(models: Models, leaveOut: (name: string) => boolean): Assumption[] {
  return (['technology', 'costs', 'device'] as const).flatMap((file) =>
    openIn(models[file] as unknown as Node, file, [])
      .map(({ path, mark }) => ({ path, mark, name: [file, ...path].join(' ').replaceAll(' ', '.') }))
      .filter(({ name }) => !leaveOut(name))
      .map(({ path, mark, name }) => {
        const at = (end: 'low' | 'high') => ({
          ...models,
          [file]: changed(models[file] as unknown as Node, path, end, factorOf(mark, models.technology)),
        });
        return { name, mark, low: at('low'), high: at('high') };
      }),
  );
}

function openIn(node: Node, file: keyof Models, path: readonly string[]): { path: string[]; mark: string }[] {
  const { mark } = node;
  const isOpen = typeof mark === 'string' && OPEN[file].includes(mark) && amountsIn(node).length > 0;
  const inside = Object.entries(node).flatMap(([name, value]) =>
    isNode(value) ? openIn(value, file, [...path, name]) : [],
  );
  return isOpen ? [{ path: [...path], mark }, ...inside] : inside;
}

const amountsIn = (node: Node): string[] => AMOUNTS.filter((name) => typeof node[name] === 'number');

/** A copy of a file with one constant at an end: the one that it states, or by the factor of its mark. */
function changed(file: Node, path: readonly string[], end: 'low' | 'high', factor: number): Node {
  const [name, ...rest] = path;
  if (name !== undefined) {
    const inside = changed(file[name] as Node, rest, end, factor);
    return (Array.isArray(file) ? file.with(Number(name), inside) : { ...file, [name]: inside }) as Node;
  }
  const stated = file[end];
  if (typeof stated === 'number' && typeof file.value === 'number') return { ...file, value: stated };
  const by = end === 'low' ? 1 / factor : factor;
  const scaled = amountsIn(file).map((amount) => [amount, (file[amount] as number) * by]);
  return { ...file, ...Object.fromEntries(scaled) };
}
