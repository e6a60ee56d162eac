/** Bytes to which more are appended. */
export interface GrowingBytes {
  /** Appends numbers from 0 to 255, or bytes. */
  append(bytes: ArrayLike<number>): void;
  /** A copy of all that has been appended. */
  all(): Uint8Array<ArrayBuffer>;
}

/** No bytes yet; memory doubles as they come. */
export function growingBytes(): GrowingBytes {
  let bytes = new Uint8Array(1024);
  let length = 0;
  return {
    append: (more) => {
      if (length + more.length > bytes.length) {
        const larger = new Uint8Array(Math.max(2 * bytes.length, length + more.length));
        larger.set(bytes);
        bytes = larger;
      }
      bytes.set(more, length);
      length += more.length;
    },
    all: () => bytes.slice(0, length),
  };
}
