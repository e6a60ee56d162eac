import { BadInput } from '../../errors/bad-input.ts';
import { JsonScanner } from '../json-scanner.ts';
import { printableName } from '../named-shape.ts';
import { bitsOf } from './element-types.ts';

/** A tensor as the header declares it. */
export interface SafetensorsEntry {
  readonly name: string;
  /** The format's own name of the type, as in the file. */
  readonly type: string;
  readonly shape: readonly number[];
  /** Where its bytes begin and end in the file. */
  readonly start: number;
  readonly end: number;
}

/** The header of a safetensors file, checked against the length of the file. */
export interface SafetensorsHeader {
  /** In the order of the header. */
  readonly entries: readonly SafetensorsEntry[];
  /** The value of `__metadata__` as it stands in the file, an object of strings; null without one. */
  readonly metadata: string | null;
}

/** The format's own limit on the header. */
const MOST_HEADER_BYTES = 100_000_000;
const MOST_AXES = 64;
/** The name in the header that is no tensor's. */
export const METADATA = '__metadata__';

/**
 * Reads the header: eight bytes of length (little endian), then JSON with an entry for each tensor, then
 * their bytes one after the other. Throws BadInput, naming tensor or line and column, for all that the
 * format's own reader refuses: a header that is too long, overlapping tensors, holes between them and bytes
 * behind them, sizes that are not those of shape and type; and for names that stand twice. Source:
 * github.com/huggingface/safetensors, README.md and safetensors/src/tensor.rs.
 */
export function readHeader(bytes: Uint8Array, path: string): SafetensorsHeader {
  const length = headerLength(bytes, path);
  const dataStart = 8 + length;
  const scanner = new JsonScanner(bytes.subarray(8, dataStart), `${path}, header`);
  const entries: SafetensorsEntry[] = [];
  let metadata: string | null = null;
  scanner.members((name) => {
    if (name === METADATA) metadata = readMetadata(scanner, bytes.subarray(8, dataStart));
    else entries.push(readEntry(scanner, name, dataStart, path));
  });
  scanner.end();
  refuseGaps(entries, dataStart, bytes.length, path);
  return { entries, metadata };
}

function headerLength(bytes: Uint8Array, path: string): number {
  if (bytes.length < 9) throw new BadInput(`${path}: a safetensors file of ${bytes.length} bytes`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  const place = `${path}: a safetensors header of ${length} bytes`;
  if (length > MOST_HEADER_BYTES) throw new BadInput(`${place}, expected at most ${MOST_HEADER_BYTES}`);
  if (8 + length > bytes.length) throw new BadInput(`${place}, but only ${bytes.length - 8} follow`);
  if (bytes[8] !== 0x7b) throw new BadInput(`${path}: the header begins with byte ${bytes[8]}, expected {`);
  return length;
}

/** Checks that the metadata are strings by name, and keeps them as they are. */
function readMetadata(scanner: JsonScanner, header: Uint8Array): string {
  const start = scanner.position;
  scanner.members(() => scanner.text());
  return new TextDecoder().decode(header.subarray(start, scanner.consumed));
}

function readEntry(scanner: JsonScanner, name: string, dataStart: number, path: string): SafetensorsEntry {
  const at = scanner.position;
  const fields: { type?: string; shape?: number[]; offsets?: number[] } = {};
  scanner.members((field) => {
    if (field === 'dtype') fields.type = scanner.text();
    else if (field === 'shape') fields.shape = readCounts(scanner, MOST_AXES, 'axes');
    else if (field === 'data_offsets') fields.offsets = readCounts(scanner, 2, 'offsets');
    else scanner.skip();
  });
  const { type, shape, offsets } = fields;
  if (type === undefined || shape === undefined || offsets?.length !== 2)
    throw scanner.bad(at, `tensor ${printableName(name)} without a dtype, a shape or two data_offsets`);
  const [start, end] = offsets.map((offset) => dataStart + offset);
  const entry = { name, type, shape, start, end };
  refuseWrongSize(entry, path);
  return entry;
}

function readCounts(scanner: JsonScanner, most: number, noun: string): number[] {
  const counts: number[] = [];
  scanner.items((index) => {
    if (index === most) throw scanner.unexpected(`at most ${most} ${noun}`);
    counts.push(scanner.count());
  });
  return counts;
}

/** Throws BadInput where the bytes of a tensor are not those of its shape and type. */
function refuseWrongSize({ name, type, shape, start, end }: SafetensorsEntry, path: string): void {
  const place = `${path}, tensor ${printableName(name)}`;
  if (end < start) throw new BadInput(`${place}: ends ${start - end} bytes before it begins`);
  const bits = bitsOf(type);
  if (bits === null) return;
  // An axis of 0 must not hide an absurd one, so the product is formed without the zeros first.
  const product = shape.reduce((count, size) => count * (size || 1), bits);
  const needed = shape.includes(0) ? 0 : product / 8;
  if (product <= Number.MAX_SAFE_INTEGER && needed === end - start) return;
  throw new BadInput(
    `${place}: ${type} [${shape.join(', ')}] takes ${needed} bytes, found data_offsets of ${end - start} bytes`,
  );
}

/** Throws BadInput unless the tensors lie one after the other and fill the file. */
function refuseGaps(
  entries: readonly SafetensorsEntry[],
  dataStart: number,
  fileBytes: number,
  path: string,
): void {
  let end = dataStart;
  for (const entry of inFileOrder(entries)) {
    if (entry.start !== end) {
      const what = entry.start < end ? 'overlaps the one before' : 'leaves a hole before it';
      throw new BadInput(
        `${path}, tensor ${printableName(entry.name)}: ${what}: begins at byte ${entry.start - dataStart} of the data, expected ${end - dataStart}`,
      );
    }
    end = entry.end;
  }
  if (end === fileBytes) return;
  const what = end > fileBytes ? 'the data is cut short' : 'there are bytes behind the data';
  throw new BadInput(
    `${path}: ${what}: its tensors take ${end - dataStart} bytes, found ${fileBytes - dataStart}`,
  );
}

/** The tensors in the order of their bytes. */
export function inFileOrder(entries: readonly SafetensorsEntry[]): readonly SafetensorsEntry[] {
  return [...entries].sort((a, b) => a.start - b.start || a.end - b.end);
}
