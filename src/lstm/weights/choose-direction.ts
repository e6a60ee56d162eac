import { BadInput } from '../../errors/bad-input.ts';
import type { LstmLayerTensors } from './lstm-layer.ts';
import type { LstmTensors } from './state-dict.ts';

/** Which passes of a model are run. */
export const directionChoices = ['forward', 'reverse', 'both'] as const;

/** One of these. */
export type DirectionChoice = (typeof directionChoices)[number];

/** A model whose passes were chosen. */
export interface DirectedTensors {
  readonly tensors: LstmTensors;
  /** The pass that was taken of two; null: all that the file has. */
  readonly direction: 'forward' | 'reverse' | null;
}

/** What is asked of the directions of a model. */
export interface DirectionRequest {
  /** Null: nobody says. */
  readonly direction: DirectionChoice | null;
  /** Whether its workload has bidirectional layers, so that both passes are meant where nobody says. */
  readonly isBothExpected: boolean;
}

/**
 * The passes of a model that are to run. A bidirectional layer alone runs forward unless somebody says
 * otherwise; in a stack both outputs of a layer feed the next, so both passes run. Adds a remark where the
 * file has more than what runs, or runs more than was said. Throws BadInput for a direction that it has not.
 */
export function chooseDirection(
  tensors: LstmTensors,
  path: string,
  { direction, isBothExpected }: DirectionRequest,
): DirectedTensors {
  const { layers } = tensors;
  const kind = layers[0].kind.toUpperCase();
  if (!layers.some(isForwardOfTwo)) {
    refuseOther(layers, kind, path, direction);
    return { tensors, direction: null };
  }
  const isStack = layers.length > 2;
  if (isStack && (direction === 'forward' || direction === 'reverse')) {
    throw new BadInput(
      `${path}: has no ${direction} pass alone: both outputs of a bidirectional layer feed the next of this ${kind}, expected direction both`,
    );
  }
  const isSaid = direction !== null || isBothExpected;
  if (isStack) {
    const remark = `${path}: the ${kind} has bidirectional layers: both passes run`;
    return { tensors: isSaid ? tensors : remarked(tensors, remark), direction: null };
  }
  if (direction === 'both' || (direction === null && isBothExpected)) return { tensors, direction: null };
  const chosen = direction ?? 'forward';
  const remark = `${path}: the ${kind} is bidirectional, and its forward pass runs alone; --direction reverse runs the other, both runs both`;
  const alone = passAlone(tensors, chosen);
  return { tensors: isSaid ? alone : remarked(alone, remark), direction: chosen };
}

function isForwardOfTwo({ direction }: Pick<LstmLayerTensors, 'direction'>): boolean {
  return direction === 'forward';
}

/** Throws BadInput for a direction that layers of one pass each do not all have. */
function refuseOther(
  layers: LstmTensors['layers'],
  kind: string,
  path: string,
  asked: DirectionChoice | null,
): void {
  const found = new Set(layers.map(({ direction = 'forward' }) => direction));
  if (asked === null || (found.size === 1 && [...found].every((direction) => direction === asked))) return;
  const says =
    found.size === 1 ? `${[...found][0]} alone` : 'forward in some layers and in reverse in others';
  throw new BadInput(`${path}: the ${kind} runs ${says}, found direction ${asked}`);
}

/** One pass of a layer of two: a forward one is then as in a layer that has no other. */
function passAlone(tensors: LstmTensors, chosen: 'forward' | 'reverse'): LstmTensors {
  const at = tensors.layers.findIndex(({ direction }) => direction === chosen);
  const { direction: _, ...layer } = tensors.layers[at];
  return {
    ...tensors,
    layers: [chosen === 'forward' ? layer : { ...layer, direction: chosen }],
    ...(tensors.initial && { initial: [tensors.initial[at]] }),
  };
}

function remarked(tensors: LstmTensors, remark: string): LstmTensors {
  return { ...tensors, remarks: [...tensors.remarks, remark] };
}
