/**
 * A file that is changed in place and grows at its end. What is appended begins at a multiple of eight bytes,
 * as HDF5 wants its records.
 */
export interface AppendedFile {
  /** Puts bytes behind the others and returns where they begin. */
  append(bytes: Uint8Array): number;
  /** Writes over the file as it was. */
  patch(at: number, bytes: Uint8Array): void;
  /** The file as it was, with what was written over it. */
  slice(at: number, length: number): Uint8Array;
  /** Where the next bytes will begin, and the length of the file if none follow. */
  end(): number;
  /** The whole file. */
  bytes(): Uint8Array;
}

const ALIGNMENT = 8;

/** Begins with a copy of a file. */
export function appendedFile(original: Uint8Array): AppendedFile {
  const start = new Uint8Array(original);
  const parts: Uint8Array[] = [];
  let end = start.length;
  const put = (bytes: Uint8Array) => {
    parts.push(bytes);
    end += bytes.length;
  };
  const align = () => put(new Uint8Array((ALIGNMENT - (end % ALIGNMENT)) % ALIGNMENT));
  align();
  return {
    append(bytes) {
      const at = end;
      put(bytes);
      align();
      return at;
    },
    patch: (at, bytes) => start.set(bytes, at),
    slice: (at, length) => start.slice(at, at + length),
    end: () => end,
    bytes() {
      const whole = new Uint8Array(end);
      let at = 0;
      for (const part of [start, ...parts]) {
        whole.set(part, at);
        at += part.length;
      }
      return whole;
    },
  };
}

/** Little-endian numbers, each of some bytes; -1 is an address that leads nowhere. */
export function littleEndianFields(
  ...numbers: readonly (readonly [value: number, bytes: number])[]
): Uint8Array {
  const bytes = new Uint8Array(numbers.reduce((sum, [, width]) => sum + width, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [value, width] of numbers) {
    if (width === 8) view.setBigInt64(at, BigInt(value), true);
    else for (let byte = 0; byte < width; byte++) view.setUint8(at + byte, (value / 2 ** (8 * byte)) & 255);
    at += width;
  }
  return bytes;
}

/** Bytes with zeros behind them, up to a length. */
export function padded(bytes: Uint8Array, length: number): Uint8Array {
  const whole = new Uint8Array(length);
  whole.set(bytes);
  return whole;
}

/** Characters as they are named in HDF5's records. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
