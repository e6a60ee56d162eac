/** Kinds of array that a copy can be made of without knowing which. */
type AnyTypedArray = Uint8Array & { readonly constructor: new (buffer: ArrayBufferLike) => AnyTypedArray };

/**
 * A copy of plain data whose typed arrays lie in shared memory: sent to another thread, it is the same memory
 * and not another copy. An array that is there more than once stays one.
 */
export function toShared<T>(value: T, copies = new Map<ArrayBufferView, ArrayBufferView>()): T {
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) return sharedArray(value as ArrayBufferView, copies) as T;
  if (Array.isArray(value)) return value.map((item) => toShared(item, copies)) as T;
  const fields = Object.entries(value).map(([name, field]) => [name, toShared(field, copies)]);
  return Object.fromEntries(fields) as T;
}

function sharedArray(array: ArrayBufferView, copies: Map<ArrayBufferView, ArrayBufferView>): ArrayBufferView {
  if (array.buffer instanceof SharedArrayBuffer) return array;
  const known = copies.get(array);
  if (known !== undefined) return known;
  const typed = array as AnyTypedArray;
  const copy = new typed.constructor(new SharedArrayBuffer(array.byteLength));
  copy.set(typed);
  copies.set(array, copy);
  return copy;
}

/** Bytes of shared memory that plain data holds. */
export function sharedBytes(value: unknown, seen = new Set<unknown>()): number {
  if (typeof value !== 'object' || value === null || seen.has(value)) return 0;
  seen.add(value);
  if (ArrayBuffer.isView(value)) return value.byteLength;
  return Object.values(value).reduce<number>((sum, field) => sum + sharedBytes(field, seen), 0);
}
