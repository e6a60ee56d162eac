import { BadInput } from '../../errors/bad-input.ts';

const ZIP64_FIELD = 1;
const IN_ZIP64 = 0xffffffff; // the 32-bit field says: look in the zip64 extra field
const MAX_NAME_BYTES = 1024; // names are repeated in messages; those of real parameters are far shorter

/**
 * A 64-bit field of a zip record; beyond 2^53 the value is rounded, which every bounds check refuses just the
 * same.
 */
export function uint64(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
}

/**
 * The name of an entry. Throws BadInput unless it is UTF-8 without control characters, of a length fit for a
 * message.
 */
export function decodeName(name: Uint8Array, place: string): string {
  if (name.length > MAX_NAME_BYTES) {
    throw new BadInput(`${place}: a name of ${name.length} bytes, expected at most ${MAX_NAME_BYTES}`);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(name);
    if (!/\p{Cc}/u.test(text)) return text;
  } catch {
    // falls through to the message: the bytes are not UTF-8
  }
  throw new BadInput(`${place}: its name is not plain UTF-8 text`);
}

/**
 * Reads the 32-bit size fields of the record at `at`, which has its extra fields between `extraStart` and
 * `extraEnd`. A field of all ones is taken from the zip64 extra field instead, which holds such fields in a
 * fixed order: size, compressed size, local offset. The returned function must therefore be called in that
 * order. Throws BadInput on damaged extra fields.
 */
export function sizeFields(
  view: DataView,
  at: number,
  extraStart: number,
  extraEnd: number,
  place: string,
): (offset: number) => number {
  const wide = zip64Field(view, extraStart, extraEnd, place);
  let next = wide.start;
  return (offset) => {
    const narrow = view.getUint32(at + offset, true);
    if (narrow !== IN_ZIP64) return narrow;
    if (next + 8 > wide.end) throw new BadInput(`${place}: a 64-bit size is missing from its zip64 field`);
    next += 8;
    return uint64(view, next - 8);
  };
}

/** Where the content of the zip64 extra field lies; nowhere when there is none. */
function zip64Field(
  view: DataView,
  start: number,
  end: number,
  place: string,
): { start: number; end: number } {
  for (let at = start; at < end; ) {
    const content = at + 4;
    const next = content <= end ? content + view.getUint16(at + 2, true) : end + 1;
    if (next > end) throw new BadInput(`${place}: a damaged extra field`);
    if (view.getUint16(at, true) === ZIP64_FIELD) return { start: content, end: next };
    at = next;
  }
  return { start: end, end };
}
