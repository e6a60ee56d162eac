import { MOST_TENSORS, type NamedShape } from '../named-shape.ts';

/** The header of a real file is far shorter; the format's own limit. */
const MOST_HEADER_BYTES = 100_000_000;

/**
 * The tensors of a safetensors file: eight bytes of length (little endian), then a JSON header with an entry
 * for each tensor, then their bytes. Null when it is none. Source: github.com/huggingface/safetensors.
 */
export function safetensorsIn(bytes: Uint8Array): readonly NamedShape[] | null {
  if (bytes.length < 10 || bytes[8] !== 0x7b) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > MOST_HEADER_BYTES || 8 + length > bytes.length) return null;
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  } catch {
    return null;
  }
  if (typeof header !== 'object' || header === null) return null;
  return Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .slice(0, MOST_TENSORS)
    .map(([name, entry]) => ({ name, shape: shapeOf(entry) }));
}

function shapeOf(entry: unknown): readonly number[] | null {
  const shape = typeof entry === 'object' && entry !== null && 'shape' in entry ? entry.shape : null;
  return Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size)) ? shape : null;
}
