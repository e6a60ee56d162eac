import { z } from 'zod';
import { integer, powerOfTwo } from '../../config/field-types.ts';

/** Where the weights are while the array computes. docs/timing.md section 3. */
export const weights = z
  .enum(['resident', 'streamed', 'auto'])
  .default('auto')
  .describe('Weights on chip, or fetched in tiles; auto streams what does not fit on chip');

/** Off-chip memory, for streamed weights. docs/timing.md section 3. */
const dramFields = {
  gbPerS: z.number().min(0.001).max(1e6).default(19.2).describe('Bandwidth, in 1e9 bytes per second'),
  latencyNs: z.number().min(0).max(1e8).default(100).describe('Latency of a fetch, in nanoseconds'),
  burstBytes: powerOfTwo(1, 65536)
    .default(64)
    .describe('Fetches are rounded up to bursts of this many bytes'),
};

const DramSchema = z.strictObject(dramFields).meta({ id: 'Dram' });

const PackableDramSchema = z
  .strictObject({
    ...dramFields,
    stream: z
      .enum(['packed', 'image'])
      .default('packed')
      .describe(
        'What is fetched. packed: entries as the format stores them, expanded to beats on chip; image: the beats, empty lanes included',
      ),
  })
  .meta({ id: 'PackableDram' });

/** Off-chip memory of a kind whose format is the image of its weight memory. */
export const dram = DramSchema.prefault({}).describe('Off-chip memory');

/** Off-chip memory of a kind whose format has no empty lanes where its weight memory has them. */
export const packableDram = PackableDramSchema.prefault({}).describe('Off-chip memory');

/** What every kind knows of its off-chip memory, in full. */
export type DramConfig = z.output<typeof DramSchema>;

/** The weight memory of one PE. */
export const WeightMemorySchema = z
  .strictObject({
    beatsPerPe: integer(1, 2 ** 24)
      .nullable()
      .default(null)
      .describe('Depth in beats (words of all lanes); null: what the device leaves after the other memories'),
  })
  .meta({ id: 'WeightMemory' });
