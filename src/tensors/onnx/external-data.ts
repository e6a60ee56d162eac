import { BadInput } from '../../errors/bad-input.ts';
import { companionPath } from '../companion-path.ts';
import { printableName } from '../named-shape.ts';
import type { Companions } from '../tensor-file.ts';
import { ENTRY, TENSOR } from './messages.ts';
import type { TensorHead } from './tensor-head.ts';
import { fieldText, spanOf, walk } from './wire.ts';

/** Where the values of a tensor lie outside the model. */
export interface ExternalPlace {
  /** Relative to the folder of the model, with `/`. */
  readonly location: string;
  /** Bytes. */
  readonly offset: number;
  /** Bytes; null: up to the end of the file. */
  readonly length: number | null;
}

/**
 * Reads where external data lies. `place` opens messages. Throws BadInput for a location outside the folder
 * of the model and for offsets that are no numbers.
 */
export function externalPlace({ source, span }: TensorHead, place: string): ExternalPlace {
  const said = new Map<string, string>();
  walk(source, span, TENSOR, (field) => {
    if (field.number !== TENSOR.externalData) return;
    const entry = spanOf(field, span);
    let [key, value] = ['', ''];
    walk(source, entry, ENTRY, (part) => {
      if (part.number === ENTRY.key) key = fieldText(source, part, ENTRY);
      else if (part.number === ENTRY.value) value = fieldText(source, part, ENTRY);
    });
    if (said.size < 100) said.set(key, value);
  });
  const offset = wholeNumber(said.get('offset') ?? '0', 'offset', place);
  const length = said.has('length') ? wholeNumber(said.get('length') ?? '', 'length', place) : null;
  return { location: insideFolder(said.get('location') ?? '', place), offset, length };
}

function wholeNumber(text: string, key: string, place: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new BadInput(
    `${place}: ${key} of its external data is ${printableName(text)}, expected a number of bytes`,
  );
}

/** A path without `.` steps. */
function insideFolder(location: string, place: string): string {
  const steps = location.split('/').filter((step) => step !== '.');
  return companionPath(steps.join('/'), `${place}, its values lie outside`);
}

/** The bytes of external data. Throws BadInput where the file is missing or has not the `expected` bytes. */
export function externalBytes(
  head: TensorHead,
  expected: number,
  companions: Companions,
  place: string,
): Uint8Array {
  const { location, offset, length } = externalPlace(head, place);
  const file = companions.get(location);
  if (file === undefined)
    throw new BadInput(`${place}: its values lie in ${location}, expected that file beside the model`);
  if (length !== null && length !== expected)
    throw new BadInput(
      `${place}: its values take ${expected} bytes, found a length of ${length} in ${location}`,
    );
  if (offset + expected > file.length)
    throw new BadInput(
      `${place}: its values take ${expected} bytes from ${offset} of ${location}, which has ${file.length}`,
    );
  return file.subarray(offset, offset + expected);
}
