import { BadInput } from '../../errors/bad-input.ts';
import { encodeElements } from '../elements/encode.ts';
import { printableName } from '../named-shape.ts';
import type { NamedTensor, TensorChanges } from '../tensor-file.ts';
import { bitsOf, typeNamed } from './element-types.ts';
import { inFileOrder, METADATA, readHeader } from './header.ts';

/** A tensor as it is to be written. */
interface Content {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** Data begin at a multiple of this, as the format's own writer has it. */
const ALIGNMENT = 8;

/**
 * The bytes of a safetensors file with changes: the order of the header, the metadata and all other tensors
 * as they were. Wide elements come before narrow ones, which otherwise keep the order of the file, so that
 * every element is aligned: PyTorch reads no others. Throws BadInput for what the format does not hold.
 */
export function rewriteSafetensors(
  bytes: Uint8Array,
  path: string,
  { replaced, added }: TensorChanges,
): Uint8Array<ArrayBuffer> {
  const { entries, metadata } = readHeader(bytes, path);
  const kept = new Map(
    inFileOrder(entries).map((entry) => {
      const { name, start, end } = entry;
      const tensor = replaced.get(name);
      const content = tensor
        ? contentOf({ name, ...tensor }, path)
        : { ...entry, bytes: bytes.subarray(start, end) };
      return [name, content];
    }),
  );
  const more = added.map((tensor) => contentOf(tensor, path));
  const contents = [...entries.flatMap(({ name }) => kept.get(name) ?? []), ...more];
  return fileOf(contents, aligned([...kept.values(), ...more]), metadata);
}

function contentOf({ name, dtype, shape, data }: NamedTensor, path: string): Content {
  const place = `${path}, tensor ${printableName(name)}`;
  const type = typeNamed(dtype);
  if (type === null || name === METADATA)
    throw new BadInput(`${place}: ${dtype}, which is not written into a safetensors file`);
  return { name, type, shape, bytes: encodeElements(dtype, data, place) };
}

/** Contents with the widest elements first. */
function aligned(contents: readonly Content[]): readonly Content[] {
  const width = ({ type }: Content) => bitsOf(type) ?? 0;
  return [...contents].sort((a, b) => width(b) - width(a));
}

/** `contents` in the order of the header, `data` in that of their bytes. */
function fileOf(
  contents: readonly Content[],
  data: readonly Content[],
  metadata: string | null,
): Uint8Array<ArrayBuffer> {
  const starts = new Map<string, number>();
  let dataBytes = 0;
  for (const { name, bytes } of data) {
    starts.set(name, dataBytes);
    dataBytes += bytes.length;
  }
  const members = contents.map((content) => memberText(content, starts.get(content.name) ?? 0));
  const text = `{${[...(metadata === null ? [] : [`"${METADATA}":${metadata}`]), ...members].join(',')}}`;
  const header = new TextEncoder().encode(text);
  const headerBytes = Math.ceil(header.length / ALIGNMENT) * ALIGNMENT;
  const file = new Uint8Array(8 + headerBytes + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.set(header, 8);
  file.fill(0x20, 8 + header.length, 8 + headerBytes);
  for (const { name, bytes } of data) file.set(bytes, 8 + headerBytes + (starts.get(name) ?? 0));
  return file;
}

function memberText({ name, type, shape, bytes }: Content, start: number): string {
  const entry = { dtype: type, shape, data_offsets: [start, start + bytes.length] };
  return `${JSON.stringify(name)}:${JSON.stringify(entry)}`;
}
