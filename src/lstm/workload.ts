import { z } from 'zod';
import { denseWeights, type LstmShape, recurrentLength } from './shape.ts';

/** Largest layer that a run can hold in memory, in weights before pruning (1 GiB of float32). */
const MAX_LAYER_WEIGHTS = 2 ** 28;

const prose = z
  .string()
  .max(2000)
  .regex(/^(\P{Cc}|[\n\t])*$/u, 'expected text without control characters');

const length = z.int().min(1).max(65_536);

const LayerSchema = z
  .strictObject({
    inputs: length.describe('Length of the input vector (X)'),
    hidden: length.describe('Cells of the layer (H)'),
    projection: length
      .nullable()
      .default(null)
      .describe(
        'Length of the projected recurrent vector (P); null: no projection, the recurrent vector is h',
      ),
    peepholes: z.boolean().default(false).describe('Whether the gates i, f and o see the cell state'),
    biases: z.boolean().default(true).describe('Whether the gates have biases'),
  })
  .superRefine((layer, context) => {
    const weights = denseWeights(layer);
    if (weights <= MAX_LAYER_WEIGHTS) return;
    const message = `the layer has ${weights} weights, expected at most ${MAX_LAYER_WEIGHTS}`;
    context.addIssue({ code: 'custom', path: [], message });
  })
  .meta({ id: 'LstmLayer' });

/**
 * What is accelerated: an LSTM, how sparse its weights become and how many time steps run. The file format of
 * configs/workloads. A layer's inputs must be as many as the layer before has outputs.
 */
export const WorkloadSchema = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(200)
      .regex(/^\P{Cc}+$/u, 'expected text without control characters')
      .describe('Name in reports'),
    description: prose.optional().describe('What the workload is, and how sure its sizes are'),
    source: prose.optional().describe('Where the sizes come from'),
    layers: z.array(LayerSchema).min(1).max(64).describe('Layers in order'),
    sparsity: z
      .number()
      .min(0)
      .lt(1)
      .default(0.875)
      .describe('Share of weights to prune; what is achieved depends on the pattern'),
    steps: z.int().min(1).max(1_000_000).default(1).describe('Time steps (T)'),
  })
  .superRefine(({ layers }, context) => {
    for (let l = 1; l < layers.length; l++) {
      const outputs = recurrentLength(layers[l - 1]);
      if (layers[l].inputs === outputs) continue;
      const message = `found ${layers[l].inputs}, expected ${outputs}: the outputs of layer ${l - 1} (layers are counted from 0)`;
      context.addIssue({ code: 'custom', path: ['layers', l, 'inputs'], message });
    }
  })
  .meta({ id: 'Workload' });

/** A checked workload, all defaults filled. */
export type Workload = z.output<typeof WorkloadSchema>;

/** The shape of a workload's LSTM. */
export function workloadShape({ layers }: Workload): LstmShape {
  return { layers };
}
