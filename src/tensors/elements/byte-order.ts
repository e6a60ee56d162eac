/** Whether this machine stores the low byte of a number first; .npy files are written that way. */
export const HOST_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * Reverses the bytes of every item of `itemBytes` bytes in place: little endian becomes big endian and back.
 */
export function reverseItems(bytes: Uint8Array, itemBytes: number): void {
  if (itemBytes < 2) return;
  for (let at = 0; at < bytes.length; at += itemBytes) bytes.subarray(at, at + itemBytes).reverse();
}
