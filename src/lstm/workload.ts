import { z } from 'zod';
import type { LstmShape } from './shape.ts';
import { LayersSchema } from './workload-layers.ts';

const prose = z
  .string()
  .max(2000)
  .regex(/^(\P{Cc}|[\n\t])*$/u, 'expected text without control characters');

/**
 * What is accelerated: an LSTM, how sparse its weights become and how many time steps run. The file format of
 * configs/workloads.
 */
export const WorkloadSchema = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(200)
      .regex(/^\P{Cc}+$/u, 'expected text without control characters')
      .optional()
      .describe('Name in reports; default: the name of the file'),
    description: prose.optional().describe('What the workload is, and how sure its sizes are'),
    source: prose.optional().describe('Where the sizes come from'),
    date: z.iso
      .date({ error: 'expected a date as 2026-11-03' })
      .optional()
      .describe(
        'When this was written or measured, as 2026-11-03: charts and pages show the latest of their inputs',
      ),
    layers: LayersSchema,
    sparsity: z
      .number()
      .min(0)
      .lt(1)
      .default(0.875)
      .describe('Share of weights to prune; what is achieved depends on the pattern'),
    steps: z.int().min(1).max(1_000_000).default(1).describe('Time steps (T)'),
  })
  .meta({ id: 'Workload' });

/** A checked workload, all defaults filled. */
export type Workload = z.output<typeof WorkloadSchema>;

/** The shape of a workload's LSTM. */
export function workloadShape({ layers }: Workload): LstmShape {
  return { layers };
}
