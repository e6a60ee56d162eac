/** A safetensors file of any header and any data; `length` is what it says of its header. */
export function craftSafetensors(header: string | object, data: ArrayLike<number> = [], length?: number) {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length ?? text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}
