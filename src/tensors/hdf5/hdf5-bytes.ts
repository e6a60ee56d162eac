import { BadInput } from '../../errors/bad-input.ts';

/**
 * The bytes of an HDF5 file with reads that stay inside of it. An honest file's records lie beside each
 * other, so there are fewer of them than bytes: whoever follows addresses counts records with `step`, which
 * ends every walk through records that point at each other.
 */
export interface Hdf5Bytes {
  readonly bytes: Uint8Array;
  /** Opens the messages: the file and what is read in it. */
  readonly place: string;
  u8(at: number): number;
  u16(at: number): number;
  u32(at: number): number;
  /** Rounded beyond 2^53, which every check of a bound refuses just the same. */
  u64(at: number): number;
  /** A view of `length` bytes. */
  slice(at: number, length: number): Uint8Array;
  /** Four characters, as records begin with. */
  tag(at: number): string;
  /** Counts records. Throws BadInput when there are more than bytes. */
  step(count?: number): void;
  /** The same bytes with other messages; records are counted on. */
  at(place: string): Hdf5Bytes;
}

/** Reads the bytes of a file; every read throws BadInput, with `place` in front, beyond their end. */
export function hdf5Bytes(
  bytes: Uint8Array,
  place: string,
  records: { left: number } = { left: bytes.length },
): Hdf5Bytes {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const checked = (at: number, length: number): number => {
    if (at >= 0 && at + length <= bytes.length) return at;
    throw new BadInput(
      `${place}: damaged: ${length} bytes are expected at byte ${at}, found the end of the file at byte ${bytes.length}`,
    );
  };
  const u32 = (at: number) => view.getUint32(checked(at, 4), true);
  const slice = (at: number, length: number) => bytes.subarray(checked(at, length), at + length);
  return {
    bytes,
    place,
    u8: (at) => view.getUint8(checked(at, 1)),
    u16: (at) => view.getUint16(checked(at, 2), true),
    u32,
    u64: (at) => u32(at) + u32(at + 4) * 2 ** 32,
    slice,
    tag: (at) => String.fromCharCode(...slice(at, 4)),
    step: (count = 1) => {
      records.left -= count;
      if (records.left < 0)
        throw new BadInput(`${place}: damaged: its records point at each other without an end`);
    },
    at: (other) => hdf5Bytes(bytes, other, records),
  };
}

/** Whether an address says that there is nothing: all bits are one. */
export function isUndefined(address: number): boolean {
  return address >= 2 ** 63;
}

/** Throws BadInput unless a record begins with its four characters. */
export function expectTag(file: Hdf5Bytes, at: number, tag: string): void {
  if (file.tag(at) !== tag)
    throw new BadInput(`${file.place}: damaged: no ${tag} record at byte ${at}, where one is expected`);
}
