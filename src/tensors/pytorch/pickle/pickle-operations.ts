import { BadInput } from '../../../errors/bad-input.ts';

/** One operation of a pickle. */
export interface PickleOperation {
  /** Its code, as a character. */
  readonly code: string;
  /** Of the code in the bytes. */
  readonly at: number;
  /** What follows the code. */
  readonly operand: number | bigint | string | Uint8Array | null;
}

/** How the operand lies behind the code. */
type Operand =
  | 'none'
  | 'uint1'
  | 'uint2'
  | 'uint4'
  | 'int4'
  | 'uint8'
  | 'double'
  | 'two lines'
  | `${'text' | 'bytes' | 'integer'} of ${1 | 4 | 8}`;

/** The closed list of operations: those with which Python 3 writes protocols 2 to 5. */
const operands = new Map<string, Operand>();
const list = (codes: string, operand: Operand): void => {
  for (const code of codes) operands.set(code, operand);
};
list('.(N\x88\x89)t\x85\x86\x87]ae}su\x8f\x90\x91\x93R\x81b\x94Q', 'none');
list('Kqh\x80', 'uint1');
list('M', 'uint2');
list('rj', 'uint4');
list('J', 'int4');
list('\x95', 'uint8');
list('G', 'double');
list('c', 'two lines');
list('\x8c', 'text of 1');
list('X', 'text of 4');
list('\x8d', 'text of 8');
list('C', 'bytes of 1');
list('B', 'bytes of 4');
list('\x8e\x96', 'bytes of 8');
list('\x8a', 'integer of 1');
list('\x8b', 'integer of 4');

/** Bytes of a whole number: those beyond mean nothing to a model. */
const MOST_INTEGER_BYTES = 512;
/** Characters of a module or of a name in it. */
const LONGEST_LINE = 256;

/**
 * The operations of a pickle from `start` to the STOP at its end, read and not done. Throws BadInput with
 * `place` in front on an operation that is not in the list, on text that is no UTF-8, and where the bytes
 * end. Source: Python, pickletools.py.
 */
export function* pickleOperations(
  bytes: Uint8Array,
  start: number,
  place: string,
): Generator<PickleOperation> {
  const reader = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), place };
  for (let at = start; at < bytes.length; ) {
    const code = String.fromCharCode(bytes[at]);
    const kind = operands.get(code);
    if (kind === undefined)
      throw new BadInput(
        `${place}: operation 0x${bytes[at].toString(16).padStart(2, '0')} at byte ${at}, expected one that torch.save writes`,
      );
    const { operand, end } = readOperand(reader, kind, at + 1);
    yield { code, at, operand };
    if (code === '.') return;
    at = end;
  }
  throw new BadInput(`${place}: ends at byte ${bytes.length} without its STOP`);
}

interface Reader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly place: string;
}

interface Read {
  readonly operand: PickleOperation['operand'];
  readonly end: number;
}

function readOperand(reader: Reader, kind: Operand, at: number): Read {
  const { view } = reader;
  switch (kind) {
    case 'none':
      return { operand: null, end: at };
    case 'two lines':
      return readLines(reader, at);
    case 'double':
      return fixed(reader, at, 8, () => view.getFloat64(at));
    case 'int4':
      return fixed(reader, at, 4, () => view.getInt32(at, true));
    case 'uint1':
    case 'uint2':
    case 'uint4':
    case 'uint8':
      return fixed(reader, at, Number(kind[4]), (size) => unsigned(view, at, size));
    default:
      return readLong(reader, kind, at);
  }
}

function fixed(reader: Reader, at: number, size: number, read: (size: number) => number): Read {
  checkEnd(reader, at, size);
  return { operand: read(size), end: at + size };
}

function checkEnd({ bytes, place }: Reader, at: number, size: number): void {
  if (at + size <= bytes.length) return;
  throw new BadInput(`${place}: needs ${size} bytes from byte ${at}, found ${bytes.length - at}`);
}

function unsigned(view: DataView, at: number, size: number): number {
  if (size === 1) return view.getUint8(at);
  if (size === 2) return view.getUint16(at, true);
  return view.getUint32(at, true) + (size === 8 ? view.getUint32(at + 4, true) * 2 ** 32 : 0);
}

/** Bytes behind their length. */
function readLong(reader: Reader, kind: string, at: number): Read {
  const { bytes, view, place } = reader;
  const size = Number(kind.at(-1));
  checkEnd(reader, at, size);
  const length = unsigned(view, at, size);
  const start = at + size;
  checkEnd(reader, start, length);
  const content = bytes.subarray(start, start + length);
  const end = start + length;
  if (kind.startsWith('bytes')) return { operand: content, end };
  return {
    operand: kind.startsWith('text') ? textOf(content, at, place) : integerOf(content, at, place),
    end,
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(content: Uint8Array, at: number, place: string): string {
  try {
    return utf8.decode(content);
  } catch {
    throw new BadInput(`${place}: the text at byte ${at} is not UTF-8`);
  }
}

/** A whole number in two's complement, low byte first; no bytes are 0. */
function integerOf(content: Uint8Array, at: number, place: string): number | bigint {
  if (content.length > MOST_INTEGER_BYTES)
    throw new BadInput(
      `${place}: a whole number of ${content.length} bytes at byte ${at}, expected at most ${MOST_INTEGER_BYTES}`,
    );
  const digits = Array.from(content, (byte) => byte.toString(16).padStart(2, '0')).reverse();
  const value = BigInt.asIntN(8 * content.length, BigInt(`0x${digits.join('') || '0'}`));
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** The two lines of a global, its module and its name, with the line break between them. */
function readLines({ bytes, place }: Reader, at: number): Read {
  const first = lineEnd(bytes, at, place);
  const second = lineEnd(bytes, first + 1, place);
  return { operand: textOf(bytes.subarray(at, second), at, place), end: second + 1 };
}

function lineEnd(bytes: Uint8Array, at: number, place: string): number {
  const found = bytes.subarray(at, at + LONGEST_LINE).indexOf(0x0a);
  if (found >= 0) return at + found;
  throw new BadInput(`${place}: no line ends within ${LONGEST_LINE} bytes from byte ${at}`);
}
