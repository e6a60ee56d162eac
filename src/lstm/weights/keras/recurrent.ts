import { printableName } from '../../../tensors/named-shape.ts';
import type { CellKind } from '../cell-kind.ts';
import type { KerasLayer } from './configuration.ts';
import { field, isSet, listField, textField } from './json.ts';

/** What the configuration says of one cell. */
export interface KerasCellSettings {
  /** Null: it is no cell that is simulated, but `className`. */
  readonly kind: CellKind | null;
  readonly className: string;
  readonly units: number | null;
  /** Of the candidate and the output, and of the gates: Keras' names. Null: not said. */
  readonly activation: string | null;
  readonly recurrentActivation: string | null;
  /** Of a GRU; null: not said. */
  readonly resetAfter: boolean | null;
}

/** What the configuration says of a recurrent layer. */
export interface KerasRecurrent {
  readonly layer: KerasLayer;
  /** From below to above: several of StackedRNNCells. */
  readonly forward: readonly KerasCellSettings[];
  /** Of a bidirectional layer; empty otherwise. */
  readonly backward: readonly KerasCellSettings[];
  readonly goesBackwards: boolean;
  /** Whether it gives the output of every step, so that a layer above may run on it as it is. */
  readonly returnsSequences: boolean;
  /** How the outputs of both directions become one; null of a layer with one. */
  readonly mergeMode: string | null;
  readonly isStateful: boolean;
  /** Why it is not read: null where it is. */
  readonly refusal: string | null;
}

const kinds: ReadonlyMap<string, CellKind> = new Map([
  ['LSTM', 'lstm'],
  ['LSTMCell', 'lstm'],
  ['PeepholeLSTMCell', 'lstm'],
  ['GRU', 'gru'],
  ['GRUCell', 'gru'],
]);

/** A recurrent layer of a configuration; null: the layer is none. */
export function recurrentOf(layer: KerasLayer): KerasRecurrent | null {
  const { className, config } = layer;
  if (className === 'Bidirectional') return bidirectional(layer);
  if (className === 'TimeDistributed') {
    const inner = innerOf(layer, field(config, 'layer'));
    return inner && { ...inner, layer, returnsSequences: false };
  }
  if (className !== 'RNN' && !/RNN|LSTM|GRU/.test(className)) return null;
  const forward = cellsOf(className, config);
  const strange = forward.find(({ kind }) => kind === null);
  return {
    layer,
    forward,
    backward: [],
    goesBackwards: isSet(config, 'go_backwards'),
    returnsSequences: isSet(config, 'return_sequences'),
    mergeMode: null,
    isStateful: isSet(config, 'stateful'),
    refusal:
      strange === undefined
        ? null
        : `is a layer of class ${printableName(strange.className)}, expected LSTM or GRU`,
  };
}

function innerOf(layer: KerasLayer, inner: unknown): KerasRecurrent | null {
  const className = textField(inner, 'class_name') ?? '';
  if (className === 'Bidirectional' || className === 'TimeDistributed') return null;
  return recurrentOf({ ...layer, className, config: field(inner, 'config') });
}

function bidirectional(layer: KerasLayer): KerasRecurrent | null {
  const forward = innerOf(layer, field(layer.config, 'layer'));
  if (forward === null) return null;
  const given = field(layer.config, 'backward_layer');
  const backward = innerOf(layer, given) ?? { ...forward, goesBackwards: !forward.goesBackwards };
  const mergeMode = textField(layer.config, 'merge_mode') ?? 'none';
  return {
    ...forward,
    layer,
    backward: backward.forward,
    goesBackwards: false,
    mergeMode,
    refusal: forward.refusal ?? backward.refusal ?? refusalOfPair(forward, backward),
  };
}

function refusalOfPair(forward: KerasRecurrent, backward: KerasRecurrent): string | null {
  if (forward.goesBackwards || !backward.goesBackwards)
    return 'is a Bidirectional whose forward layer has go_backwards or whose backward layer has not, expected the usual directions';
  if (forward.forward.length > 1 || backward.forward.length > 1)
    return 'is a Bidirectional of StackedRNNCells, expected a Bidirectional for every layer';
  return null;
}

function cellsOf(className: string, config: unknown): readonly KerasCellSettings[] {
  if (className !== 'RNN') return [settingsOf(className, config)];
  const cell = field(config, 'cell');
  const cells =
    textField(cell, 'class_name') === 'StackedRNNCells' ? listField(field(cell, 'config'), 'cells') : [cell];
  return cells.map((each) => settingsOf(textField(each, 'class_name') ?? 'RNN', field(each, 'config')));
}

function settingsOf(className: string, config: unknown): KerasCellSettings {
  const units = field(config, 'units');
  const resetAfter = field(config, 'reset_after');
  return {
    kind: kinds.get(className.slice(className.lastIndexOf('>') + 1)) ?? null,
    className,
    units: typeof units === 'number' ? units : null,
    activation: activationIn(config, 'activation'),
    recurrentActivation: activationIn(config, 'recurrent_activation'),
    resetAfter: typeof resetAfter === 'boolean' ? resetAfter : null,
  };
}

/**
 * An activation by its name, or as the object that Keras makes of it; one that is given as null is linear.
 */
function activationIn(config: unknown, name: string): string | null {
  const given = field(config, name);
  if (given === null) return 'linear';
  if (typeof given !== 'object') return typeof given === 'string' ? given : null;
  return textField(given, 'config') ?? textField(given, 'registered_name') ?? textField(given, 'class_name');
}

/**
 * The classes of layers that change nothing at inference, so that a recurrent layer above one runs on the
 * outputs of the one below.
 */
const unchanging: ReadonlySet<string> = new Set([
  'ActivityRegularization',
  'AlphaDropout',
  'Dropout',
  'GaussianDropout',
  'GaussianNoise',
  'Masking',
  'SpatialDropout1D',
]);

/** Layers that change nothing, one on the other, through which the one below is looked for. */
const MOST_BETWEEN = 32;

/** The nearest layer below that changes anything at inference; null: there is not exactly one. */
export function layerBelow(layer: KerasLayer): KerasLayer | null {
  let below = layer.before;
  for (let i = 0; i < MOST_BETWEEN && below !== null && changesNothing(below); i++) below = below.before;
  return below;
}

function changesNothing({ className, config }: KerasLayer): boolean {
  return (
    unchanging.has(className) ||
    (className === 'Activation' && activationIn(config, 'activation') === 'linear')
  );
}
