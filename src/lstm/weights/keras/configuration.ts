import { field, isSet, listField, textField } from './json.ts';
import { predecessors } from './predecessors.ts';

/** One layer of a model as its configuration says it, recurrent or not. */
export interface KerasLayer {
  readonly name: string;
  /** `LSTM`, or `MyPackage>MyLayer` of a layer that is not Keras' own. */
  readonly className: string;
  /** Where Keras 3 keeps its weights: `layers/lstm_1`. */
  readonly path: string;
  /** Names of the models that it is inside of, without the outermost. */
  readonly scope: readonly string[];
  readonly config: unknown;
  /** The layer whose output is its only input; null: it has none, another, or several. */
  readonly before: KerasLayer | null;
  /** Whether it is given a state, or further inputs, by other layers. */
  readonly hasMoreInputs: boolean;
}

/** What the configuration of a model says, as far as its layers go. */
export interface KerasConfiguration {
  /** The layers of the model and of those in it, in order. */
  readonly layers: readonly KerasLayer[];
  /** Whether some layer masks steps: Masking, or an Embedding with `mask_zero`. */
  readonly masksSteps: boolean;
}

/** Models in models that are followed. */
const DEEPEST = 16;
const MOST_LAYERS = 65_536;
const LONGEST_CLASS_NAME = 100;

/**
 * The layers in the configuration of a model, of Keras 2 (`model_config` of a .h5 file) or Keras 3
 * (config.json). Null: the text is no configuration. Layers whose configuration is no object are passed over.
 */
export function readConfiguration(text: string): KerasConfiguration | null {
  const model = parsed(text);
  const layers: KerasLayer[] = [];
  collect(model, '', [], 0, layers);
  if (layers.length === 0) return null;
  const masksSteps = layers.some(
    ({ className, config }) =>
      className === 'Masking' || (className === 'Embedding' && isSet(config, 'mask_zero')),
  );
  return { layers, masksSteps };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The layers of a model; those of an old Sequential are its whole configuration. */
function layersIn(model: unknown): readonly unknown[] {
  const config = field(model, 'config');
  return Array.isArray(config) ? config : listField(config, 'layers');
}

function collect(
  model: unknown,
  path: string,
  scope: readonly string[],
  depth: number,
  found: KerasLayer[],
): void {
  const layers = layersIn(model);
  if (depth > DEEPEST || found.length + layers.length > MOST_LAYERS) return;
  const isSequential = textField(model, 'class_name') === 'Sequential';
  const used = new Map<string, number>();
  const byName = new Map<string, KerasLayer>();
  let last: KerasLayer | null = null;
  for (const layer of layers) {
    const config = field(layer, 'config');
    const className = textField(layer, 'class_name') ?? '';
    const name = textField(config, 'name') ?? textField(layer, 'name') ?? '';
    const own = `${path === '' ? '' : `${path}/`}layers/${numbered(snakeCase(className), used)}`;
    const sources: readonly (string | null)[] | null = isSequential ? null : predecessors(layer);
    const before: KerasLayer | null = sources === null ? last : single(sources, byName);
    const hasMoreInputs = sources !== null && sources.length > 1;
    last = { name, className, path: own, scope, config, before, hasMoreInputs };
    byName.set(name, last);
    found.push(last);
    collect(layer, own, [...scope, name], depth + 1, found);
  }
}

function single(
  sources: readonly (string | null)[],
  byName: ReadonlyMap<string, KerasLayer>,
): KerasLayer | null {
  const [source] = sources;
  return sources.length === 1 && source !== null ? (byName.get(source) ?? null) : null;
}

/** How Keras 3 tells layers of one class apart in a list: `lstm`, `lstm_1`, .... */
function numbered(name: string, used: Map<string, number>): string {
  const count = used.get(name) ?? 0;
  used.set(name, count + 1);
  return count === 0 ? name : `${name}_${count}`;
}

/** A class name as Keras 3 writes it in paths: `TimeDistributed` is `time_distributed`. */
function snakeCase(className: string): string {
  return className
    .slice(className.lastIndexOf('>') + 1)
    .slice(0, LONGEST_CLASS_NAME)
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
