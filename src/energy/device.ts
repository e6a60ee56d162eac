import { z } from 'zod';
import { integer, printableLine, prose, quantity } from '../config/field-types.ts';
import { origin, WattsSchema } from './mark.ts';

/** Far more than any chip has. */
const MOST = 1e9;
const size = integer(1, MOST);

/** One aspect ratio of a RAM block: `depth` words of `width` bits, for one read and one write port. */
const RamModeSchema = z.strictObject({
  depth: size,
  width: size,
  trueDualPort: z
    .boolean()
    .describe('true: the block also offers this aspect ratio with two independent read ports'),
  share: z
    .literal([0.5, 1])
    .default(1)
    .describe('Share of a block that this mode occupies: 0.5 for half of a block that splits into two'),
});

const maxMhz = quantity()
  .nullable()
  .default(null)
  .describe('Highest clock in the data sheet, in MHz; null: not known, and no clock is too high');

const RamSchema = z
  .strictObject({
    unit: z.enum(['M20K', 'BRAM36']),
    maxMhz,
    count: size,
    bitsPerBlock: size,
    widths: z.array(RamModeSchema).min(1).describe('Aspect ratios of a block'),
    ...origin,
  })
  .superRefine(({ widths, bitsPerBlock }, context) => {
    widths.forEach(({ depth, width, share }, index) => {
      if (depth * width <= bitsPerBlock * share) return;
      const message = `expected at most ${bitsPerBlock * share} bits, found ${depth} x ${width}`;
      context.addIssue({ code: 'custom', path: ['widths', index], message });
    });
  });

const UltraRamSchema = z.strictObject({
  unit: z.literal('URAM'),
  count: size,
  depth: size,
  width: size,
  ...origin,
});

const DistributedRamSchema = z
  .strictObject({
    unit: z.enum(['MLAB', 'LUT RAM']),
    maxMhz,
    depth: size,
    width: size,
    logicPerCell: size.describe('Logic units (ALM or LUT) that one memory cell of depth x width takes'),
    maxLogic: size.describe('Logic units that can be memory at all'),
    ...origin,
  })
  .describe('Memory made of logic: one read and one write port');

/**
 * A device file (configs/devices): what an FPGA offers. The resource estimate maps a footprint to it; energy
 * takes its static power from here (the one place where an FPGA's static power is stated).
 */
export const DeviceSchema = z
  .strictObject({
    name: printableLine.describe('Name in reports'),
    description: prose.optional().describe('Which chip, for readers'),
    family: z.enum(['intel', 'xilinx']).describe('Which logic costs apply (resource-costs.yaml)'),
    nodeNm: quantity().describe('Feature size, in nanometres'),
    logic: z.strictObject({ unit: z.enum(['ALM', 'LUT']), count: size, ...origin }),
    flipFlops: z.strictObject({ count: size, ...origin }),
    ram: RamSchema.describe('Block RAM'),
    ultraRam: UltraRamSchema.optional().describe(
      'Large RAM blocks, used for weight memories that do not fit block RAM',
    ),
    distributedRam: DistributedRamSchema,
    dsp: z.strictObject({
      unit: printableLine,
      count: integer(0, MOST),
      multipliersPerBlock: size.describe('Multipliers of up to 16 x 16 bits per block'),
      operandBits: integer(2, 1024)
        .default(18)
        .describe('Bits of the wider operand of a multiplier, signed; the other has 17 or more'),
      maxMhz,
      note: prose,
      ...origin,
    }),
    dspPacking: z
      .strictObject({ value: size, ...origin })
      .nullable()
      .default(null)
      .describe(
        'Products of 8 x 16 bits, with operands of their own, that a DSP block forms; null: as many as it has multipliers',
      ),
    staticPowerW: WattsSchema.describe('Static power of the chip, in watts'),
  })
  .superRefine(({ family, logic }, context) => {
    const expected = family === 'intel' ? 'ALM' : 'LUT';
    if (logic.unit === expected) return;
    const message = `expected ${expected} for family ${family}, found ${logic.unit}`;
    context.addIssue({ code: 'custom', path: ['logic', 'unit'], message });
  });
/** A checked device file, or what a budget leaves of one. */
export type Device = z.output<typeof DeviceSchema> & {
  /** Resources of which the counts are what a budget leaves, and the share that it is of all there are. */
  readonly budget?: Readonly<Record<string, BudgetShare>>;
};

/** A share of what a device has. */
export interface BudgetShare {
  readonly percent: number;
  readonly of: number;
}
