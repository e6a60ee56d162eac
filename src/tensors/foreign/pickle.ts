/** One operation of a pickle: its code as a character, and its operand where it has one. */
export interface Operation {
  readonly code: string;
  /** The text of a string, or `module name` of a global. */
  readonly text: string | null;
  /** A number, or the place in the memo that is written or read. */
  readonly number: number | null;
}

/** How the operand of an operation lies behind its code. */
type Operand =
  | { readonly lines: 1 | 2 }
  /** `is`: what the bytes are; null: they are skipped. */
  | { readonly bytes: number; readonly is: 'number' | null }
  /** Bytes that say how many follow. */
  | { readonly lengthBytes: 1 | 4 | 8; readonly is: 'text' | null };

const none: Operand = { bytes: 0, is: null };
const operands = new Map<number, Operand>();
const has = (codes: string, operand: Operand): void => {
  for (const code of codes) operands.set(code.charCodeAt(0), operand);
};
has('.(0123)]}easutldbRNoQ\x81\x85\x86\x87\x88\x89\x8f\x90\x91\x92\x93\x94\x97\x98', none);
has('ci', { lines: 2 });
has('pgPILFSV', { lines: 1 });
has('qhK', { bytes: 1, is: 'number' });
has('M', { bytes: 2, is: 'number' });
has('rjJ', { bytes: 4, is: 'number' });
has('\x80\x82', { bytes: 1, is: null });
has('\x83', { bytes: 2, is: null });
has('\x84', { bytes: 4, is: null });
has('G\x95', { bytes: 8, is: null });
has('XT', { lengthBytes: 4, is: 'text' });
has('U\x8c', { lengthBytes: 1, is: 'text' });
has('\x8d', { lengthBytes: 8, is: 'text' });
has('C\x8a', { lengthBytes: 1, is: null });
has('B\x8b', { lengthBytes: 4, is: null });
has('\x8e\x96', { lengthBytes: 8, is: null });

/**
 * The operations of the pickles at the start of some bytes, one pickle after the other, to the first byte
 * that belongs to none. They are read and not done. Source: Python, pickletools.py.
 */
export function* operationsOf(bytes: Uint8Array): Generator<Operation> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; ) {
    const operand = operands.get(bytes[at]);
    if (operand === undefined) return;
    const read = operandAt(bytes, view, at + 1, operand);
    if (read === null) return;
    yield { code: String.fromCharCode(bytes[at]), text: read.text, number: read.number };
    at = read.end;
  }
}

interface Read extends Omit<Operation, 'code'> {
  readonly end: number;
}

function operandAt(bytes: Uint8Array, view: DataView, at: number, operand: Operand): Read | null {
  if ('lines' in operand) return linesAt(bytes, at, operand.lines);
  const size = 'bytes' in operand ? operand.bytes : operand.lengthBytes;
  if (at + size > bytes.length) return null;
  if ('bytes' in operand)
    return { text: null, number: operand.is && numberAt(view, at, size), end: at + size };
  const end = at + size + numberAt(view, at, size);
  if (end > bytes.length) return null;
  const text = operand.is && new TextDecoder().decode(bytes.subarray(at + size, end));
  return { text, number: null, end };
}

function numberAt(view: DataView, at: number, size: number): number {
  if (size === 1) return view.getUint8(at);
  if (size === 2) return view.getUint16(at, true);
  return size === 4 ? view.getUint32(at, true) : Number(view.getBigUint64(at, true));
}

function linesAt(bytes: Uint8Array, at: number, lines: number): Read | null {
  let end = at;
  for (let line = 0; line < lines; line++) {
    const found = bytes.indexOf(0x0a, end);
    if (found < 0) return null;
    end = found + 1;
  }
  const text = new TextDecoder().decode(bytes.subarray(at, end - 1));
  return {
    text: lines === 2 ? text.replace('\n', ' ') : null,
    number: lines === 1 ? Number(text) : null,
    end,
  };
}
