import { z } from 'zod';
import { quantity } from '../config/field-types.ts';
import { origin } from './mark.ts';

const used = (what: string) => z.strictObject({ value: quantity(), ...origin }).describe(what);

/** The power of a whole design as its paper gives it, and of what it is: the chip, or the board around it. */
export const PublishedPowerSchema = z.strictObject({
  watts: quantity().describe('In watts'),
  of: z
    .enum(['chip', 'board', 'not stated'])
    .describe('What was measured or estimated: the FPGA alone, or the board with its memories'),
  device: z.string().min(1).describe('The FPGA: the name of a file in configs/devices'),
  logic: used('Logic that the design takes, in the units of the device (ALM or LUT)'),
  flipFlops: used('Flip-flops that the design takes'),
  variant: z.string().min(1).optional().describe('The variant of the design that the power is of'),
  ...origin,
});

/** The power of a whole design. */
export type PublishedPower = z.output<typeof PublishedPowerSchema>;
