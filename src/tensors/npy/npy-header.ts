import { BadInput } from '../../errors/bad-input.ts';
import { withoutControls } from '../named-shape.ts';

/** The header of a .npy file: the three fields of its dictionary and where the data begins. */
export interface NpyHeader {
  /** Type string of the elements, such as `<f4`. */
  readonly descr: string;
  /** Whether the first axis varies fastest. */
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Byte offset of the data in the file. */
  readonly dataStart: number;
}

/** The longest header dictionary that is read, in bytes; NumPy's own limit (`max_header_size`). */
const MAX_DICTIONARY_BYTES = 10_000;

/** The bytes from which every acceptable header can be read: magic, version, length field and dictionary. */
export const MAX_HEADER_BYTES = 12 + MAX_DICTIONARY_BYTES;

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
const MAX_AXES = 64; // NumPy 2; NumPy 1 stops at 32

/**
 * Reads the header of a .npy file (versions 1.0, 2.0 and 3.0) from its first bytes. `place` opens the
 * messages. Source: `numpy.lib.format`. Throws BadInput on a wrong magic string, an unknown version, a header
 * that is too long or runs over the end, and on anything but a dictionary literal of exactly `descr`,
 * `fortran_order` and `shape`.
 */
export function parseNpyHeader(bytes: Uint8Array, place: string): NpyHeader {
  checkMagic(bytes, place);
  const [major, minor] = [bytes[6], bytes[7]];
  if (minor !== 0 || major < 1 || major > 3) {
    throw new BadInput(`${place}: .npy version ${major}.${minor}, expected 1.0, 2.0 or 3.0`);
  }
  const dictionaryStart = major === 1 ? 10 : 12;
  if (bytes.length < dictionaryStart) throw new BadInput(`${place}: the .npy header is cut short`);
  const length = bytes[8] + bytes[9] * 2 ** 8 + (major === 1 ? 0 : bytes[10] * 2 ** 16 + bytes[11] * 2 ** 24);
  if (length > MAX_DICTIONARY_BYTES) {
    throw new BadInput(`${place}: .npy header of ${length} bytes, expected at most ${MAX_DICTIONARY_BYTES}`);
  }
  const dataStart = dictionaryStart + length;
  if (dataStart > bytes.length) {
    throw new BadInput(
      `${place}: .npy header of ${length} bytes, but only ${bytes.length - dictionaryStart} follow`,
    );
  }
  const text = String.fromCharCode(...bytes.subarray(dictionaryStart, dataStart));
  return { ...parseDictionary(text, place), dataStart };
}

function checkMagic(bytes: Uint8Array, place: string): void {
  if (bytes.length >= 8 && MAGIC.every((byte, i) => bytes[i] === byte)) return;
  const found = Array.from(bytes.subarray(0, 6), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const hint = found.startsWith('50 4b') ? ' (a zip file: is it a .npz?)' : '';
  throw new BadInput(
    `${place}: not a .npy file: it begins with ${found || 'nothing'}${hint}, expected \\x93NUMPY`,
  );
}

/** One `'key': value` of the dictionary: a string, True or False, or a tuple of integers. */
const FIELD = /\s*(['"])(\w*)\1\s*:\s*(?:(['"])([^'"\\]*)\3|(True|False)|\(([\s\d,L-]*)\))\s*(?:,|(?=\}))/y;
/** The type of an array of records, or of subarrays. */
const STRUCTURED = /^\s*(['"])descr\1\s*:\s*[[(]/;
/** The inside of a tuple of integers; Python 2 wrote an L behind long ones. */
const TUPLE = /^\s*(?:|-?\d+L?\s*,|-?\d+L?(?:\s*,\s*-?\d+L?)+\s*,?)\s*$/;

function parseDictionary(text: string, place: string): Omit<NpyHeader, 'dataStart'> {
  const source = text.trim();
  const bad = (what: string) => new BadInput(`${place}: ${what} in the .npy header ${excerpt(source)}`);
  const fields = new Map<string, RegExpExecArray>();
  let at = 1;
  while (source[0] === '{' && !/\s*\}$/y.test(source.slice(at))) {
    FIELD.lastIndex = at;
    const field = FIELD.exec(source);
    if (field === null) {
      if (STRUCTURED.test(source.slice(at))) throw bad('a structured type, expected plain numbers,');
      throw bad('no readable dictionary entry');
    }
    if (fields.has(field[2])) throw bad(`two entries '${field[2]}'`);
    fields.set(field[2], field);
    at = FIELD.lastIndex;
  }
  const descr = fields.get('descr')?.[4];
  const order = fields.get('fortran_order')?.[5];
  const tuple = fields.get('shape')?.[6];
  if (fields.size !== 3 || descr === undefined || order === undefined || tuple === undefined) {
    throw bad("expected exactly a string 'descr', True or False 'fortran_order' and a tuple 'shape'");
  }
  if (!TUPLE.test(tuple)) throw bad("'shape' is not a tuple of integers");
  return { descr, fortranOrder: order === 'True', shape: parseShape(tuple, place) };
}

function parseShape(tuple: string, place: string): readonly number[] {
  const shape = (tuple.match(/-?\d+/g) ?? []).map(Number);
  if (shape.length > MAX_AXES) {
    throw new BadInput(`${place}: an array of ${shape.length} axes, expected at most ${MAX_AXES}`);
  }
  const axis = shape.findIndex((size) => size < 0 || !Number.isSafeInteger(size));
  if (axis >= 0) {
    throw new BadInput(`${place}: axis ${axis} of the shape is ${shape[axis]}, expected a count of elements`);
  }
  return shape;
}

function excerpt(text: string): string {
  return withoutControls(JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}...` : text));
}
