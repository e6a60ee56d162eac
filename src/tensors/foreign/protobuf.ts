/** One field of a protocol buffer message: a number, or the bytes of text, bytes or a message. */
export interface Field {
  readonly number: number;
  readonly value: number | Uint8Array;
}

/**
 * The fields of a message in order; null when the bytes are not one. Groups, which nobody writes any more,
 * count as none. Source: protobuf.dev/programming-guides/encoding.
 */
export function fieldsOf(bytes: Uint8Array): readonly Field[] | null {
  const fields: Field[] = [];
  for (let at = 0; at < bytes.length; ) {
    const key = varint(bytes, at);
    if (key === null) return null;
    const field = fieldAt(bytes, key.end, key.value % 8);
    const number = Math.floor(key.value / 8);
    if (field === null || number === 0) return null;
    fields.push({ number, value: field.value });
    at = field.end;
  }
  return fields;
}

interface Read<T> {
  readonly value: T;
  readonly end: number;
}

function fieldAt(bytes: Uint8Array, at: number, wire: number): Read<number | Uint8Array> | null {
  if (wire === 0) return varint(bytes, at);
  if (wire === 1 || wire === 5) return slice(bytes, at, wire === 1 ? 8 : 4);
  const length = wire === 2 ? varint(bytes, at) : null;
  return length && slice(bytes, length.end, length.value);
}

function slice(bytes: Uint8Array, at: number, length: number): Read<Uint8Array> | null {
  const end = at + length;
  return end <= bytes.length ? { value: bytes.subarray(at, end), end } : null;
}

/** A number of seven bits a byte; beyond 2^53 its lowest digits are lost. */
export function varint(bytes: Uint8Array, at: number): Read<number> | null {
  let value = 0;
  for (let i = 0; i < 10 && at + i < bytes.length; i++) {
    value += (bytes[at + i] % 128) * 2 ** (7 * i);
    if (bytes[at + i] < 128) return { value, end: at + i + 1 };
  }
  return null;
}
