import { BadInput } from '../../errors/bad-input.ts';
import { elementBytes } from '../elements/elements.ts';
import { encodeElements } from '../elements/encode.ts';
import { printableName } from '../named-shape.ts';
import type { Tensor } from '../tensor-file.ts';
import { eachElement } from './strided-view.ts';
import type { TorchCheckpoint } from './torch-checkpoint.ts';
import type { TorchTensor } from './torch-tensor.ts';

/** Values that are written into the storages of a checkpoint. */
export interface StorageEdits {
  /** The storages that change, by their keys, whole. */
  readonly storages: ReadonlyMap<string, Uint8Array>;
  /**
   * Writes the values of a tensor where they lie in its storage. Throws BadInput where an element got another
   * value before, under another name or by a view in which it stands several times.
   */
  write(name: string, tensor: TorchTensor, values: Tensor): void;
}

interface Edited {
  readonly bytes: Uint8Array;
  /** For each byte whether it has been written. */
  readonly isWritten: Uint8Array;
}

/** Storages of a checkpoint to be changed: copies are changed, what is not touched is not copied. */
export function storageEdits({ archive, storage }: TorchCheckpoint, path: string): StorageEdits {
  const edited = new Map<string, Edited>();
  const storages = new Map<string, Uint8Array>();
  const editedOf = (key: string): Edited => {
    const known = edited.get(key);
    if (known !== undefined) return known;
    const bytes = new Uint8Array(storage(key));
    const made = { bytes, isWritten: new Uint8Array(bytes.length) };
    edited.set(key, made);
    storages.set(key, bytes);
    return made;
  };
  const write: StorageEdits['write'] = (name, tensor, { dtype, data }) => {
    const place = `${path}, tensor ${printableName(name)}`;
    const encoded = encodeElements(dtype, data, place, { littleEndian: archive.isLittleEndian });
    const size = elementBytes[dtype];
    const { bytes, isWritten } = editedOf(tensor.key);
    eachElement(tensor, (element, at) => {
      for (let byte = 0; byte < size; byte++) {
        const [from, to] = [element * size + byte, at * size + byte];
        if (isWritten[to] === 1 && bytes[to] !== encoded[from]) throw sharedError(place, element);
        bytes[to] = encoded[from];
        isWritten[to] = 1;
      }
    });
  };
  return { storages, write };
}

function sharedError(place: string, element: number): BadInput {
  return new BadInput(
    `${place}: element ${element} lies where another value was written: its tensor shares storage with one that is to be changed otherwise; save it untied (tensor.clone())`,
  );
}
