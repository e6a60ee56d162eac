import type { Companions } from './tensor-file.ts';

/**
 * The same bytes as a plain Uint8Array: of Node's Buffer `slice` is a view, and what is written to it is
 * written to the file.
 */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  const { buffer, byteOffset, byteLength } = bytes;
  return bytes.constructor === Uint8Array ? bytes : new Uint8Array(buffer, byteOffset, byteLength);
}

/** The same of the files that belong to a file. */
export function plainCompanions(companions: Companions): Companions {
  return new Map([...companions].map(([path, bytes]) => [path, plainBytes(bytes)]));
}
