import { BadInput } from '../../errors/bad-input.ts';
import { expectTag, type Hdf5Bytes } from './hdf5-bytes.ts';

/** Where an object of a heap lies. */
interface HeapObject {
  readonly at: number;
  readonly size: number;
}

/** The heaps of a file in which texts of varying length lie, each gone through once. */
export type HeapCollections = Map<number, ReadonlyMap<number, HeapObject>>;

const HEAD_BYTES = 16;

/**
 * The text that the 16 bytes at `at` point to: its length, a heap and a number in it. Throws BadInput on
 * damage. Source: HDF5 File Format Specification 3.0, section III.E.
 */
export function heapText(file: Hdf5Bytes, at: number, collections: HeapCollections): string {
  const [length, heap, number] = [file.u32(at), file.u64(at + 4), file.u32(at + 12)];
  if (length === 0) return '';
  const objects = collections.get(heap) ?? collection(file, heap);
  collections.set(heap, objects);
  const object = objects.get(number);
  if (object === undefined || object.size < length)
    throw new BadInput(`${file.place}: damaged: no text of ${length} bytes at ${number} of a heap`);
  file.step(length);
  return new TextDecoder().decode(file.slice(object.at, length));
}

function collection(file: Hdf5Bytes, heap: number): ReadonlyMap<number, HeapObject> {
  expectTag(file, heap, 'GCOL');
  const end = heap + file.u64(heap + 8);
  const objects = new Map<number, HeapObject>();
  for (let at = heap + HEAD_BYTES; at + HEAD_BYTES <= end; ) {
    file.step();
    const [number, size] = [file.u16(at), file.u64(at + 8)];
    // Number 0 is the room that is left.
    if (number === 0) break;
    objects.set(number, { at: at + HEAD_BYTES, size });
    at += HEAD_BYTES + Math.ceil(size / 8) * 8;
  }
  return objects;
}
