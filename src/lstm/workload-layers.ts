import { z } from 'zod';
import { netKindNames, netKindOf, ownFields } from './cells/index.ts';
import { layerLength } from './cells/net-kind.ts';
import { bothPasses, outputsOf } from './passes.ts';
import { denseWeights, type LayerShape } from './shape.ts';

/** Largest layer that a run can hold in memory, in weights before pruning (1 GiB of float32). */
const MAX_LAYER_WEIGHTS = 2 ** 28;

const MOST_LAYERS = 64;

/** A layer of a file, or several that are alike. */
const LayerSchema = z
  .strictObject({
    kind: z
      .enum(netKindNames)
      .default(netKindNames[0])
      .describe(`Cells of the layer: ${netKindNames.map((kind) => netKindOf({ kind }).says).join(' or ')}`),
    repeat: z.int().min(1).max(MOST_LAYERS).default(1).describe('Layers like this one, one after the other'),
    inputs: layerLength
      .optional()
      .describe(
        'Length of the input vector (X); default, from the second layer on: the outputs of the layer before',
      ),
    hidden: layerLength.describe('Cells of the layer (H)'),
    ...ownFields,
    biases: z.boolean().default(true).describe('Whether the gates have biases'),
    bidirectional: z
      .boolean()
      .default(false)
      .describe('Whether a second pass, from the last step to the first, adds as many outputs'),
  })
  .meta({ id: 'LstmLayer' });

type LayerFields = Omit<z.output<typeof LayerSchema>, 'repeat' | 'bidirectional'>;
type FileLayer = z.output<typeof LayerSchema>;

/** Says what is wrong with a layer of the file, or with a field of it. */
type Complain = (item: number, field: string | null, message: string) => void;

/**
 * The layers of a workload as its file has them: a list, or one mapping, each for as many layers as it
 * repeats. What comes out is every layer with its own inputs, which must be as many as the layer before has
 * outputs.
 */
export const LayersSchema = z
  .union([z.array(LayerSchema).min(1).max(MOST_LAYERS), LayerSchema])
  .transform((given, context): readonly LayerShape[] => {
    const items = Array.isArray(given) ? given : [given];
    return eachLayer(items, (item, field, message) => {
      const path = [...(Array.isArray(given) ? [item] : []), ...(field === null ? [] : [field])];
      context.addIssue({ code: 'custom', path, message });
    });
  })
  .describe('Layers in order: a list of them, or one mapping for layers that are alike');

function eachLayer(items: readonly FileLayer[], complain: Complain): LayerShape[] {
  const layers: LayerShape[] = [];
  let count = 0;
  for (const [item, { repeat, bidirectional, ...layer }] of items.entries()) {
    refuseOtherKinds(layer, item, complain);
    for (let k = 0; k < repeat; k++) {
      const before = count === 0 ? null : outputsOf(layers);
      const inputs = (k === 0 ? layer.inputs : undefined) ?? before;
      if (inputs === null)
        complain(item, 'inputs', 'missing, expected an integer: the length of the input vector');
      if (count === MOST_LAYERS) complain(item, null, `expected at most ${MOST_LAYERS} layers in all`);
      if (inputs === null || count === MOST_LAYERS) return layers;
      if (before !== null && inputs !== before) {
        const place = `the outputs of layer ${count - 1} (layers are counted from 0)`;
        complain(item, 'inputs', `found ${inputs}, expected ${before}: ${place}`);
      }
      const shape = shapeOf(layer, inputs);
      layers.push(...(bidirectional ? bothPasses(shape) : [shape]));
      count++;
      refuseUnfit(layers[layers.length - 1], bidirectional, item, complain);
    }
  }
  return layers;
}

/** Complains about fields, given otherwise than by default, that layers of another kind have. */
function refuseOtherKinds(layer: LayerFields, item: number, complain: Complain): void {
  const { kind } = layer;
  for (const [name, field] of Object.entries<z.ZodType>(ownFields)) {
    const value = layer[name as keyof typeof ownFields];
    if (Object.hasOwn(netKindOf(layer).schema, name) || value === field.parse(undefined)) continue;
    complain(item, name, `found ${value}, expected none: a layer of kind ${kind} has no ${name}`);
  }
}

function shapeOf(layer: LayerFields, inputs: number): LayerShape {
  const { hidden, biases } = layer;
  return netKindOf(layer).shape({ inputs, hidden, biases }, layer);
}

/** Complains about a layer that fits in no memory. */
function refuseUnfit(pass: LayerShape, isTwice: boolean, item: number, complain: Complain): void {
  const weights = (isTwice ? 2 : 1) * denseWeights(pass);
  if (weights > MAX_LAYER_WEIGHTS)
    complain(item, null, `the layer has ${weights} weights, expected at most ${MAX_LAYER_WEIGHTS}`);
}

/** Fields of a layer, by what else they are called. */
const fieldOf: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.keys(LayerSchema.shape).map((name) => [name, name])),
  input_size: 'inputs',
  hidden_size: 'hidden',
  num_layers: 'repeat',
  proj_size: 'projection',
  bias: 'biases',
};

/**
 * What to say of an unknown field of a workload that is one of its layers', or that PyTorch calls otherwise;
 * null: nothing.
 */
export function explainLayerField(path: readonly string[]): string | null {
  const name = path[path.length - 1];
  const field = Object.hasOwn(fieldOf, name) ? fieldOf[name] : null;
  if (field === null) return null;
  if (path.length === 1)
    return `unknown field \`${name}\`: a field of \`layers\`, as in layers: {inputs: 153, hidden: 1024, repeat: 2}${field === name ? '' : `, there called \`${field}\``}`;
  return field === name ? null : `unknown field \`${name}\`, did you mean \`${field}\`?`;
}
