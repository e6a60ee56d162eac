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

const shareOf = (use: ResourceUses['dsp']) => (use === undefined ? null : (100 * use.used) / use.available);

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
