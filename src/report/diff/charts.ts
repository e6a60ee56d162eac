import type { DiffResult } from '../../study/diff/diff-result.ts';
import type { NamedChart, WaterfallSpec } from '../charts/spec.ts';
import { commonDigits } from '../tables/number-text.ts';
import { causeText, shownResources, sideName, usedOf } from './names.ts';

/** Waterfalls from a to b: of cycles, of joules, and of each resource of several blocks if one changed. */
export function diffCharts(result: DiffResult): NamedChart[] {
  const { cycles, energy, sides } = result;
  return [
    {
      file: 'cycles',
      spec: waterfallOf(result, 'Where the cycles of a step went', {
        value: { title: 'cycles of one step', unit: '' },
        digits: 0,
        totals: [sides.a.cycles, sides.b.cycles],
        parts: cycles.map(({ cause, a, b }) => ({ name: causeText(cause, result), from: a, to: b })),
      }),
    },
    {
      file: 'energy',
      spec: waterfallOf(result, 'Where the energy of a step went', {
        value: { title: 'energy of one step', unit: 'uJ' },
        digits: Math.min(4, 1 + commonDigits([sides.a.energyUj, sides.b.energyUj])),
        totals: [sides.a.energyUj, sides.b.energyUj],
        parts: energy.map(({ component, a, b }) => ({ name: component, from: a, to: b })),
      }),
    },
    ...resourceCharts(result),
  ];
}

function resourceCharts(result: DiffResult): NamedChart[] {
  const { resources, sides } = result;
  return shownResources(result).flatMap(({ resource, title, unit, divisor, digits, isComparable }) => {
    const rows = resources.filter((row) => row.resource === resource);
    if (!isComparable || rows.length < 2 || rows.every(({ a, b }) => a === b)) return [];
    const spec = waterfallOf(result, `Where the ${title} went`, {
      value: { title, unit },
      digits,
      totals: [usedOf(sides.a, resource) / divisor, usedOf(sides.b, resource) / divisor],
      parts: rows.map(({ block, a, b }) => ({ name: block, from: a / divisor, to: b / divisor })),
    });
    return [{ file: fileOf(resource), spec }];
  });
}

/** `ram-blocks` of `ramBlocks`. */
const fileOf = (resource: string): string =>
  resource.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function waterfallOf(
  result: DiffResult,
  title: string,
  {
    totals: [a, b],
    ...values
  }: Pick<WaterfallSpec, 'value' | 'digits' | 'parts'> & { readonly totals: readonly [number, number] },
): WaterfallSpec {
  const { sides, version } = result;
  const text = (which: 'a' | 'b') => {
    const { device, clockMhz, residency } = sides[which];
    return `${sideName(which, result)}, ${device}, ${clockMhz} MHz, weights ${residency}`;
  };
  return {
    kind: 'waterfall',
    title,
    subtitle: `${text('a')}; ${text('b')}`,
    configHash: `${sides.a.configHash} and ${sides.b.configHash}`,
    toolVersion: version,
    ...values,
    from: { name: sideName('a', result), value: a },
    to: { name: sideName('b', result), value: b },
    moreName: 'more in b',
    lessName: 'less in b',
  };
}
