import { BadInput } from '../../errors/bad-input.ts';
import { elementBytes } from '../elements/elements.ts';
import { printableName } from '../named-shape.ts';
import type { TensorType } from '../tensor-file.ts';
import { isKind, type PickleCall, type PickleValue } from './pickle/pickle-value.ts';
import { elementCount, numbersText, type StridedView, viewEnd } from './strided-view.ts';
import {
  elementTypes,
  otherTensors,
  REBUILD,
  refusedTypes,
  storageTypes,
  untypedStorages,
} from './torch-names.ts';

/** A tensor as the pickle describes it: a view of a storage. */
export interface TorchTensor extends StridedView {
  /** Which entry has the bytes of its storage. */
  readonly key: string;
  /** Bytes of the storage, as the pickle counts them. */
  readonly storageBytes: number;
  readonly dtype: TensorType;
  /** The call that would make it, inside those that would make a parameter of it. */
  readonly call: PickleCall;
}

/** A tensor that is not read: what it is. */
export interface RefusedTensor {
  readonly says: string;
}

const MOST_AXES = 64;
const rebuilds: ReadonlySet<string> = new Set([REBUILD.plain, REBUILD.plain2, REBUILD.typed]);
const parameters: ReadonlySet<string> = new Set([REBUILD.parameter, REBUILD.parameterWithState]);

/**
 * The tensor that a value of a pickle is; null: it is none. Offset, shape and strides are checked against
 * each other and against the storage. Throws BadInput, with `place` in front.
 */
export function torchTensorOf(value: PickleValue, place: string): TorchTensor | RefusedTensor | null {
  const call = isKind(value, 'call') ? rebuildingCall(value) : null;
  if (call === null) return null;
  const { name } = call.callee;
  const says = otherTensors.get(name);
  if (says !== undefined) return { says };
  return rebuilds.has(name) ? viewOf(call, place) : null;
}

/** The call inside of those that make a parameter, or a tensor of a class, of its result. */
function rebuildingCall(outer: PickleCall): PickleCall | null {
  let call = outer;
  for (;;) {
    const { name } = call.callee;
    if (parameters.has(name)) {
      const inner = call.args.items[0];
      if (!isKind(inner, 'call')) return null;
      call = inner;
    } else if (name === REBUILD.ofClass) {
      const [callee, , args] = call.args.items;
      if (!isKind(callee, 'global') || !isKind(args, 'tuple')) return null;
      call = { kind: 'call', callee, isNew: false, args, entries: [] };
    } else return call;
  }
}

function viewOf(call: PickleCall, place: string): TorchTensor | RefusedTensor {
  const [storage, offset, shape, strides] = call.args.items;
  const isTyped = call.callee.name === REBUILD.typed;
  const found = storageOf(storage, isTyped ? call.args.items[6] : undefined, place);
  if ('says' in found) return found;
  const metadata = call.args.items[isTyped ? 7 : 6] ?? null;
  if (metadata !== null && !(isKind(metadata, 'dict') && metadata.entries.length === 0))
    return { says: 'a conjugated or negated view' };
  const view = {
    offset: countsOf([offset], 'its offset', place)[0],
    shape: countsOf(itemsOf(shape), 'its shape', place),
    strides: countsOf(itemsOf(strides), 'its strides', place),
  };
  checkView(view, found, place);
  return { ...found, ...view, call };
}

type Storage = Pick<TorchTensor, 'key' | 'storageBytes' | 'dtype'>;

/** The tuple ('storage', class, key, device, elements); `dtype` of the tensor where its storage has none. */
function storageOf(
  value: PickleValue | undefined,
  dtype: PickleValue | undefined,
  place: string,
): Storage | RefusedTensor {
  const id = isKind(value, 'persistent') && isKind(value.id, 'tuple') ? value.id.items : [];
  const [word, type, key, , elements] = id;
  if (word !== 'storage' || !isKind(type, 'global') || typeof key !== 'string' || !isCount(elements))
    throw new BadInput(`${place}: expected a storage of PyTorch: its class, key, device and size`);
  const named = isKind(dtype, 'global') ? dtype.name : type.name;
  const says = refusedTypes.get(named) ?? refusedTypes.get(type.name);
  if (says !== undefined) return { says: `of ${says}` };
  const read = elementTypes.get(named) ?? storageTypes.get(named);
  if (read === undefined) return { says: `of ${printableName(named)}` };
  const unit = untypedStorages.has(type.name) ? 1 : elementBytes[storageTypes.get(type.name) ?? read];
  return { key, dtype: read, storageBytes: elements * unit };
}

const isCount = (value: PickleValue | undefined): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** The items of a tuple, of a list, or of a torch.Size. */
function itemsOf(value: PickleValue | undefined): readonly (PickleValue | undefined)[] {
  if (isKind(value, 'call') && value.callee.name === 'torch.Size') return itemsOf(value.args.items[0]);
  return isKind(value, 'tuple') || isKind(value, 'list') ? value.items : [undefined];
}

function countsOf(values: readonly (PickleValue | undefined)[], what: string, place: string): number[] {
  if (values.length > MOST_AXES)
    throw new BadInput(`${place}: ${what} has ${values.length} numbers, expected at most ${MOST_AXES}`);
  return values.map((value) => {
    if (isCount(value)) return value;
    const found = typeof value === 'number' || typeof value === 'bigint' ? `${value}`.slice(0, 40) : 'none';
    throw new BadInput(`${place}: a number of ${what} is ${found}, expected whole numbers from 0`);
  });
}

/** A view lies within its storage, and none of its numbers is beyond any array. */
function checkView(view: StridedView, { storageBytes, dtype }: Storage, place: string): void {
  const { shape, strides } = view;
  const text = numbersText(shape);
  if (shape.length !== strides.length)
    throw new BadInput(`${place}: shape ${text} and ${strides.length} strides, expected one for every axis`);
  if (
    !Number.isSafeInteger(storageBytes) ||
    !(elementCount({ shape: shape.map((size) => size || 1) }) < 2 ** 48)
  )
    throw new BadInput(`${place}: shape ${text} is beyond any array`);
  const end = viewEnd(view);
  const elements = Math.floor(storageBytes / elementBytes[dtype]);
  if (end <= elements) return;
  throw new BadInput(
    `${place}: shape ${text} with strides ${numbersText(strides)} from element ${view.offset} ends at element ${end}, its storage has ${elements}`,
  );
}
