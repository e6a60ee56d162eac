import { z } from 'zod';
import { integer, powerOfTwo } from './config-fields.ts';

/** Off-chip memory, for streamed weights. docs/timing.md section 3. */
export const DramSchema = z
  .strictObject({
    gbPerS: z.number().min(0.001).max(1e6).default(19.2).describe('Bandwidth, in 1e9 bytes per second'),
    latencyNs: z.number().min(0).max(1e9).default(100).describe('Latency of a fetch, in nanoseconds'),
    burstBytes: powerOfTwo(1, 65536)
      .default(64)
      .describe('Fetches are rounded up to bursts of this many bytes'),
  })
  .meta({ id: 'Dram' });

/** The off-chip memory in full. */
export type DramConfig = z.output<typeof DramSchema>;

/** How the compiler lowers a step. */
export const ProgramSchema = z
  .strictObject({
    spmvSlices: z
      .enum(['matrix', 'gate'])
      .default('matrix')
      .describe(
        'One SPMV instruction per matrix, or per gate. No effect when ewop.style is chained: one per matrix',
      ),
  })
  .meta({ id: 'Program' });

/** How the compiler lowers a step, in full. */
export type ProgramConfig = z.output<typeof ProgramSchema>;

/** The weight memory of one PE. */
export const WeightMemorySchema = z
  .strictObject({
    beatsPerPe: integer(1, 2 ** 24)
      .nullable()
      .default(null)
      .describe('Depth in beats (words of all lanes); null: what the device leaves after the other memories'),
  })
  .meta({ id: 'WeightMemory' });

/** The weight memory in full. */
export type WeightMemoryConfig = z.output<typeof WeightMemorySchema>;
