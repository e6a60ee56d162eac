import { MOST_TENSORS, type NamedShape } from '../named-shape.ts';
import { type Operation, operationsOf } from './pickle.ts';

/** The number with which files of torch.save before version 1.6 begin, as a pickle of its own. */
const OLD_MAGIC = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

/** Whether a file is of the old format of torch.save, the usual one before version 1.6. */
export function isOldTorch(bytes: Uint8Array): boolean {
  return OLD_MAGIC.every((byte, i) => bytes[i] === byte);
}

/** Numbers that a pickle pushes, and the tuples that it makes of them. */
const NUMBERS = 'KMJ';
const TUPLES: Readonly<Record<string, number>> = { ')': 0, '\x85': 1, '\x86': 2, '\x87': 3 };

/**
 * The tensors in a pickle of torch.save, with the keys that they have in their dictionaries. Nothing is
 * unpickled: a tensor is a call `_rebuild_tensor_v2(storage, offset, size, ...)` behind its key, and the
 * operations that push these are read.
 */
export function torchTensorsIn(pickle: Uint8Array): readonly NamedShape[] {
  const found: NamedShape[] = [];
  const texts = textsOf();
  /** The call that is being read: its key, and the numbers behind its storage (null: not there yet). */
  let call: { readonly name: string; numbers: number[] | null } | null = null;
  let key = '';
  for (const operation of operationsOf(pickle)) {
    const text = texts(operation);
    if (text?.startsWith('torch._utils _rebuild_tensor')) call = { name: key, numbers: null };
    else if (call === null) key = text ?? key;
    else if (operation.code === 'Q') call.numbers = [];
    else if (call.numbers !== null) {
      const shape = shapeAfter(operation, call.numbers);
      if (shape === null) continue;
      found.push({ name: call.name, shape });
      call = null;
      if (found.length === MOST_TENSORS) break;
    }
  }
  return found;
}

/** The size of a tensor where an operation makes its tuple; until then gathers the numbers pushed. */
function shapeAfter({ code, number }: Operation, numbers: number[]): readonly number[] | null {
  if (NUMBERS.includes(code)) numbers.push(number ?? 0);
  if (code === '(') numbers.length = 0;
  if (code === 't') return [...numbers];
  const length = Object.hasOwn(TUPLES, code) ? TUPLES[code] : null;
  return length === null ? null : numbers.slice(numbers.length - length);
}

/** What text each operation pushes, strings and globals, also from the memo. */
function textsOf(): (operation: Operation) => string | null {
  const memo = new Map<number, string | null>();
  let written = 0;
  let last: string | null = null;
  return ({ code, text, number }) => {
    if ('qrp'.includes(code)) memo.set(number ?? 0, last);
    if (code === '\x94') memo.set(written++, last);
    if ('hjg'.includes(code)) return memo.get(number ?? 0) ?? null;
    // What is written into the memo is what was pushed just before.
    if (!'qrp\x94'.includes(code)) last = text;
    return text;
  };
}
