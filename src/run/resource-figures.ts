import type { RunResult } from './result.ts';

/** What is known of a design's resources, also of one that is not simulated because it does not fit. */
export type ResourceUses = Readonly<
  Partial<
    Record<
      'dsp' | 'ramBlocks' | 'logic' | 'flipFlops',
      { readonly used: number; readonly available: number } | undefined
    >
  >
>;

const resources: readonly (readonly [keyof ResourceUses, name: string, title: string, unit: string])[] = [
  ['dsp', 'dsp', 'DSP', ''],
  ['ramBlocks', 'bram_blocks', 'block RAM', 'blocks'],
  ['logic', 'logic_cells', 'logic', 'cells'],
  ['flipFlops', 'flip_flops', 'flip-flops', ''],
];

/** In percent of what the device has; null where it has none. */
const shareOf = (use: ResourceUses['dsp']) =>
  use === undefined || use.available === 0 ? null : (100 * use.used) / use.available;

/** What a design takes of its device, and which share: names, titles and sentences of the metrics. */
export const resourceFigures = resources.flatMap(([resource, name, title, unit]) => [
  {
    name,
    text: [title, unit, `What the design takes of its device: ${title}.`] as const,
    of: (uses: ResourceUses) => uses[resource]?.used ?? null,
  },
  {
    name: `${name.replace(/_(blocks|cells)$/, '')}_percent`,
    text: [`${title}, of the device`, '%', `The same, of all that the device has: ${title}.`] as const,
    of: (uses: ResourceUses) => shareOf(uses[resource]),
  },
]);

type Resources = RunResult['resources'];

/**
 * The resource of which a design takes the largest share of its device, in percent: its area there. Shares of
 * different resources cannot be added, and the fullest one decides whether the design fits and how many of it
 * would. Null where no resource is known, and where the design takes one of which the device has none: no
 * share says how much too large it is.
 */
function fullestResource({ dsp, ramBlocks, ultraRam, logic, distributedRam, flipFlops }: Resources) {
  let fullest: { readonly unit: string; readonly percent: number } | null = null;
  for (const use of [dsp, ramBlocks, ultraRam, logic, distributedRam, flipFlops]) {
    if (use === undefined || use.used === 0) continue;
    if (use.available === 0) return null;
    const percent = (100 * use.used) / use.available;
    if (fullest === null || percent > fullest.percent) fullest = { unit: use.unit, percent };
  }
  return fullest;
}

/** How large a design is in one figure, and what decides it: names, titles and sentences of the metrics. */
export const areaFigures = [
  {
    name: 'area_percent',
    heading: 'area',
    better: 'small',
    isStored: false,
    text: [
      'area, of the device',
      '%',
      'Area: the largest of the shares that the design takes of the resources of its device. Above 100 % it does not fit.',
    ],
    of: (uses: Resources) => fullestResource(uses)?.percent ?? null,
  },
  {
    name: 'fullest_resource',
    heading: 'fullest resource',
    better: null,
    isStored: false,
    text: ['fullest resource', '', 'The resource of which that share is the largest.'],
    of: (uses: Resources) => fullestResource(uses)?.unit ?? null,
  },
] as const;
