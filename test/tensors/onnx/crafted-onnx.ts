/** A value of a field: an integer, text, or the bytes of a message. */
export type FieldValue = number | string | Uint8Array;

/** The bytes of a varint; negative numbers take ten. */
export function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) + 128);
  return [...bytes, Number(rest)];
}

/** One field of a message. */
export function field(number: number, value: FieldValue): Uint8Array {
  if (typeof value === 'number') return Uint8Array.from([...varint(number * 8), ...varint(value)]);
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  return joined([Uint8Array.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes]);
}

/** Bytes one behind the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A message: fields by number, each as often as it has values. */
export function message(fields: readonly (readonly [number: number, ...values: FieldValue[]])[]): Uint8Array {
  return joined(fields.flatMap(([number, ...values]) => values.map((value) => field(number, value))));
}

/** A model of a graph. */
export function modelOf(graph: Uint8Array, opset = 13): Uint8Array {
  return message([
    [1, 8],
    [7, graph],
    [8, message([[2, opset]])],
  ]);
}

/** A tensor of floats, as the content of its message. */
export function floats(name: string, dims: readonly number[], data: Float32Array): Uint8Array {
  return message([
    [1, ...dims],
    [2, 1],
    [8, name],
    [9, new Uint8Array(data.buffer)],
  ]);
}

/** A tensor of 64-bit integers, one by one. */
export function integers(name: string, ...values: number[]): Uint8Array {
  return message([
    [1, values.length],
    [2, 7],
    [7, ...values],
    [8, name],
  ]);
}

/** A node, as the content of its message. */
export function node(
  opType: string,
  inputs: readonly string[],
  outputs: readonly string[],
  ...attributes: readonly Uint8Array[]
): Uint8Array {
  return message([
    [1, ...inputs],
    [2, ...outputs],
    [4, opType],
    [5, ...attributes],
  ]);
}

/** An attribute that is an integer, or a graph. */
export function attribute(name: string, value: number | Uint8Array): Uint8Array {
  return message([
    [1, name],
    [typeof value === 'number' ? 3 : 6, value],
    [20, typeof value === 'number' ? 2 : 5],
  ]);
}
