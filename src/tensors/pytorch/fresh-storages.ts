import { BadInput } from '../../errors/bad-input.ts';
import { encodeElements } from '../elements/encode.ts';
import { printableName } from '../named-shape.ts';
import type { NamedTensor } from '../tensor-file.ts';
import type { PickleCall, PickleGlobal, PickleTuple, PickleValue } from './pickle/pickle-value.ts';
import { denseStrides } from './strided-view.ts';
import { storageEntry, type TorchArchive } from './torch-archive.ts';
import { storageTypes } from './torch-names.ts';

/** Storages that are new in an archive. */
export interface FreshStorages {
  /** By their keys, none of which the archive has. */
  readonly storages: ReadonlyMap<string, Uint8Array>;
  /**
   * Adds the storage of a tensor, and says what makes the tensor of it. Throws BadInput for a type without a
   * storage.
   */
  add(tensor: NamedTensor): PickleCall;
}

/** No new storages yet, for an archive. */
export function freshStorages(archive: TorchArchive, path: string): FreshStorages {
  const storages = new Map<string, Uint8Array>();
  let next = 0;
  const freeKey = (): string => {
    while (storageEntry(archive, `${next}`) !== undefined) next++;
    return `${next++}`;
  };
  const add = ({ name, dtype, shape, data }: NamedTensor): PickleCall => {
    const place = `${path}, tensor ${printableName(name)}`;
    const type = [...storageTypes].find(([, each]) => each === dtype)?.[0];
    if (type === undefined) throw new BadInput(`${place}: PyTorch has no storage of ${dtype}`);
    const key = freeKey();
    storages.set(key, encodeElements(dtype, data, place, { littleEndian: archive.isLittleEndian }));
    return tensorCall(type, key, shape, data.length);
  };
  return { storages, add };
}

/** The call that makes a tensor whose elements lie in their own storage in C order. */
function tensorCall(type: string, key: string, shape: readonly number[], elements: number): PickleCall {
  const id = tuple('storage', inModule('torch', type.slice('torch.'.length)), key, 'cpu', elements);
  const hooks = call(inModule('collections', 'OrderedDict'), tuple());
  return call(
    inModule('torch._utils', '_rebuild_tensor_v2'),
    tuple({ kind: 'persistent', id }, 0, tuple(...shape), tuple(...denseStrides(shape)), false, hooks),
  );
}

const tuple = (...items: PickleValue[]): PickleTuple => ({ kind: 'tuple', items });

const inModule = (module: string, name: string): PickleGlobal => ({
  kind: 'global',
  module,
  name: `${module}.${name}`,
});

const call = (callee: PickleGlobal, args: PickleTuple): PickleCall => ({
  kind: 'call',
  callee,
  isNew: false,
  args,
  entries: [],
});
