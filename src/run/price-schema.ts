import { z } from 'zod';

const count = z.number().nonnegative();
const integer = z.int().nonnegative();

const ResourceSchema = z.strictObject({
  unit: z.string(),
  used: count,
  available: count.describe('Of the device'),
  budget: z
    .strictObject({ most: count, percent: count })
    .optional()
    .describe('The most that it may take, and the share of the device that it is, under --budget'),
});

const OverflowSchema = z.strictObject({
  resource: z.string(),
  unit: z.string(),
  used: count,
  available: count,
  percentOver: count,
  budget: z
    .strictObject({ percent: count, of: count })
    .optional()
    .describe('The share of the device that is available, under --budget'),
});

/** What a design takes of its device. */
export const ResourcesSchema = z.strictObject({
  device: z.string(),
  fits: z.boolean(),
  dsp: ResourceSchema.optional(),
  ramBlocks: ResourceSchema.optional(),
  ultraRam: ResourceSchema.optional().describe('Only on a device that has it'),
  logic: ResourceSchema.optional(),
  distributedRam: ResourceSchema.optional().describe('Logic used as memory, which is part of `logic` too'),
  flipFlops: ResourceSchema.optional(),
  overflows: z.array(OverflowSchema),
  blocks: z
    .array(
      z.strictObject({
        block: z.string(),
        dsp: integer,
        ramBlocks: integer,
        logic: integer,
        flipFlops: integer,
      }),
    )
    .min(1)
    .describe('What every block of the design takes; the sums are the totals'),
});

/** How fast a design can be. */
export const ClockSchema = z
  .strictObject({
    fmaxMhz: count.describe('The highest clock at which every stage meets timing: an estimate'),
    lowMhz: count,
    highMhz: count,
    limitedBy: z.string().describe('The stage that is slowest'),
    meetsTiming: z.boolean().describe('Whether clockMhz is no higher than fmaxMhz'),
  })
  .describe('How fast the design can be');

const ToggleRateSchema = z.strictObject({
  rate: count,
  lowRate: count,
  highRate: count,
  mark: z.string(),
});

const ComponentSchema = z.strictObject({
  component: z.string(),
  part: z.enum(['dynamic', 'static', 'off-chip']),
  energyUj: count,
  lowUj: count,
  highUj: count,
  count,
  unit: z.string(),
});

/** Energy of one step. */
export const EnergySchema = z
  .strictObject({
    technology: z.string(),
    totalUj: count.describe('dynamicUj + staticUj + offChipUj'),
    lowUj: count.describe('The least that what is not known leaves possible'),
    highUj: count.describe('The most'),
    dynamicUj: count.describe('On the chip, without static energy'),
    staticUj: count.describe('Leakage of the chip, and the board'),
    offChipUj: count.describe('Bits of the off-chip memory, and its interface'),
    components: z.array(ComponentSchema).min(1),
    staticPowerW: count.describe('Leakage of the chip'),
    toggles: z
      .strictObject({ weights: ToggleRateSchema, words: ToggleRateSchema })
      .describe('Share of the bits of operands that change from one to the next'),
  })
  .describe('Of one step, however many were run');
