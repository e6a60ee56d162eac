import { deflateSync } from 'fflate';
import { joinedBytes } from '../joined-bytes.ts';
import { crc32 } from './crc32.ts';

/** One file to be put into an archive. */
export interface ZipContent {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const VERSION = 20; // zip 2.0: stored and deflated entries
const MADE_ON_UNIX = 3 << 8;
const OWNER_READS_AND_WRITES = 0o600 * 2 ** 16;
const FIRST_OF_JANUARY_1980 = 0x21; // so that the same arrays always give the same bytes
const UTF8_NAME = 1 << 11;
const LOCAL_BYTES = 30;
const EXTRA_BYTES = 4; // identifier and length of an extra field
const PADDING_FIELD = 0x4246; // FB, as PyTorch names it
const MAX_ENTRIES = 0xffff;
const MAX_BYTES = 0xffffffff;

/**
 * A zip archive with a fixed date: the same contents give the same bytes. Entries keep their order. With an
 * `alignment` the data of each begins at a multiple of so many bytes, behind an extra field as PyTorch writes
 * it. Throws RangeError on a name given twice and beyond the sizes of plain zip (4 GiB, 65,535 entries).
 */
export function writeZip(
  contents: readonly ZipContent[],
  compress: boolean,
  { alignment = 1 }: { readonly alignment?: number } = {},
): Uint8Array<ArrayBuffer> {
  if (new Set(contents.map(({ name }) => name)).size !== contents.length) {
    throw new RangeError('two zip entries have the same name');
  }
  if (contents.length > MAX_ENTRIES) {
    throw new RangeError(`${contents.length} entries, a zip file counts at most ${MAX_ENTRIES}`);
  }
  const files: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, bytes } of contents) {
    const data = compress ? deflateSync(bytes, { level: 9 }) : bytes;
    const encoded = new TextEncoder().encode(name);
    const fields = commonFields(encoded, bytes, data.length, compress);
    const extra = padding(at + LOCAL_BYTES + encoded.length, alignment);
    const local = [words([0x04034b50, 4], [VERSION, 2]), fields, words([extra.length, 2]), encoded, extra];
    files.push(joinedBytes(local), data);
    directory.push(
      joinedBytes([
        words([0x02014b50, 4], [VERSION | MADE_ON_UNIX, 2], [VERSION, 2]),
        fields,
        words([0, 2], [0, 2], [0, 2], [0, 2], [OWNER_READS_AND_WRITES, 4], [at, 4]),
        encoded,
      ]),
    );
    at += LOCAL_BYTES + encoded.length + extra.length + data.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const entries = contents.length;
  if (at + size > MAX_BYTES)
    throw new RangeError(`${at + size} bytes, a zip file holds at most ${MAX_BYTES}`);
  const end = words([0x06054b50, 4], [0, 2], [0, 2], [entries, 2], [entries, 2], [size, 4], [at, 4], [0, 2]);
  return joinedBytes([...files, ...directory, end]);
}

/** An extra field behind which, begun at byte `at`, a multiple of `alignment` bytes ends. */
function padding(at: number, alignment: number): Uint8Array {
  if (alignment === 1) return new Uint8Array(0);
  const length = (alignment - ((at + EXTRA_BYTES) % alignment)) % alignment;
  return joinedBytes([words([PADDING_FIELD, 2], [length, 2]), new Uint8Array(length).fill(0x5a)]);
}

/**
 * The fields that the local and the central record have in common, from the flags to the length of the name.
 */
function commonFields(
  name: Uint8Array,
  bytes: Uint8Array,
  compressedBytes: number,
  compress: boolean,
): Uint8Array {
  const flags = name.some((byte) => byte > 0x7f) ? UTF8_NAME : 0;
  const method = compress ? 8 : 0;
  return words(
    [flags, 2],
    [method, 2],
    [0, 2],
    [FIRST_OF_JANUARY_1980, 2],
    [crc32(bytes), 4],
    [compressedBytes, 4],
    [bytes.length, 4],
    [name.length, 2],
  );
}

/** Little-endian fields, each a value and its width in bytes. */
function words(...fields: readonly (readonly [value: number, bytes: number])[]): Uint8Array {
  return Uint8Array.from(
    fields.flatMap(([value, bytes]) => [0, 8, 16, 24].slice(0, bytes).map((shift) => value >>> shift)),
  );
}
