import { growingBytes } from './growing-bytes.ts';
import type { PickleCall, PickleDictionary, PickleGlobal, PickleNode, PickleValue } from './pickle-value.ts';

/** How a tree is written otherwise than it was read. */
export interface PickleEdits {
  /** Nodes that others take the place of. */
  readonly replaced: ReadonlyMap<PickleNode, PickleNode>;
  /** Keys and values by turns that are put at the end of a dictionary. */
  readonly added: ReadonlyMap<PickleDictionary | PickleCall, readonly PickleValue[]>;
}

/**
 * The pickle of a tree, in the operations of protocol 2 with which torch.save writes (bytes and sets in those
 * of later ones), so that PyTorch's own safe reader takes it. What the tree has in several places is written
 * once. The tree has passed checkDepth.
 */
export function writePickle(root: PickleValue, edits: PickleEdits): Uint8Array<ArrayBuffer> {
  const { append, all } = growingBytes();
  /** Places in the memo, of nodes by themselves, of texts by what they say. */
  const memo = new Map<PickleNode | string, number>();
  const writer: Writer = {
    edits,
    put: (code, ...operands) => {
      append([code.charCodeAt(0)]);
      for (const operand of operands) append(operand);
    },
    recall: (key) => {
      const place = memo.get(key);
      if (place === undefined) return false;
      if (place < 256) writer.put('h', [place]);
      else writer.put('j', uint4(place));
      return true;
    },
    remember: (key) => {
      const place = memo.size;
      memo.set(key, place);
      if (place < 256) writer.put('q', [place]);
      else writer.put('r', uint4(place));
    },
  };
  writer.put('\x80', [2]);
  write(writer, root);
  writer.put('.');
  return all();
}

interface Writer {
  readonly edits: PickleEdits;
  /** Writes an operation. */
  put(code: string, ...operands: readonly ArrayLike<number>[]): void;
  /** Writes that a value is taken from the memo; false: it is not in it. */
  recall(key: PickleNode | string): boolean;
  /** Writes that the last value goes into the memo. */
  remember(key: PickleNode | string): void;
}

function write(writer: Writer, value: PickleValue): void {
  if (value === null) writer.put('N');
  else if (typeof value === 'boolean') writer.put(value ? '\x88' : '\x89');
  else if (typeof value === 'number' || typeof value === 'bigint') writeInteger(writer, value);
  else if (typeof value === 'string') writeText(writer, value);
  else writeNode(writer, writer.edits.replaced.get(value) ?? value);
}

function writeInteger({ put }: Writer, value: number | bigint): void {
  if (value >= 0 && value < 2 ** 8) put('K', [Number(value)]);
  else if (value >= 0 && value < 2 ** 16) put('M', uint4(Number(value)).subarray(0, 2));
  else if (value >= -(2 ** 31) && value < 2 ** 31)
    put('J', new Uint8Array(Int32Array.of(Number(value)).buffer));
  else writeLong({ put }, BigInt(value));
}

/** In two's complement, low byte first. */
function writeLong({ put }: Pick<Writer, 'put'>, value: bigint): void {
  const length = Math.floor((value < 0n ? ~value : value).toString(2).length / 8) + 1;
  const bytes = Array.from({ length }, (_, byte) => Number((value >> BigInt(8 * byte)) & 0xffn));
  if (length < 256) put('\x8a', [length], bytes);
  else put('\x8b', uint4(length), bytes);
}

function writeText(writer: Writer, text: string): void {
  // Of a global the name is in the memo as well: it is no text.
  if (writer.recall(`"${text}`)) return;
  const bytes = new TextEncoder().encode(text);
  writer.put('X', uint4(bytes.length), bytes);
  writer.remember(`"${text}`);
}

function writeNode(writer: Writer, node: PickleNode): void {
  if (node.kind === 'tuple' && node.items.length === 0) writer.put(')');
  else if (!writer.recall(node.kind === 'global' ? node.name : node)) writeAnew(writer, node);
}

function writeAnew(writer: Writer, node: PickleNode): void {
  const { put } = writer;
  switch (node.kind) {
    case 'float':
      put('G', float(node.value));
      break;
    case 'bytes':
      finish(writer, node, () => put('B', uint4(node.bytes.length), node.bytes));
      break;
    case 'bytearray':
      finish(writer, node, () => put('\x96', uint8(node.bytes.length), node.bytes));
      break;
    case 'tuple':
      finish(writer, node, () => writeTuple(writer, node.items));
      break;
    case 'frozenset':
      finish(writer, node, () => writeMarked(writer, node.items, '\x91'));
      break;
    case 'list':
      filled(writer, node, ']', node.items, appended);
      break;
    case 'set':
      filled(writer, node, '\x8f', node.items, added);
      break;
    case 'dict':
      filled(writer, node, '}', entriesOf(writer, node), set);
      break;
    case 'persistent':
      write(writer, node.id);
      put('Q');
      break;
    case 'global':
      writeGlobal(writer, node);
      break;
    case 'call':
      writeCall(writer, node);
  }
}

function writeGlobal({ put, remember }: Writer, { module, name }: PickleGlobal): void {
  put('c', new TextEncoder().encode(`${module}\n${name.slice(module.length + 1)}\n`));
  remember(name);
}

/** Writes what makes a node, and puts it into the memo. */
function finish(writer: Writer, node: PickleNode, make: () => void): void {
  make();
  writer.remember(node);
}

/** Writes an empty collection, which may be referred to from then on, and what is put into it. */
function filled(
  writer: Writer,
  node: PickleNode,
  empty: string,
  items: readonly PickleValue[],
  put: Put,
): void {
  writer.put(empty);
  writer.remember(node);
  writeItems(writer, items, put);
}

/** How items are put into a collection: `each` is as many values as belong together. */
interface Put {
  readonly each: 1 | 2;
  /** The operation for one; null: there is none. */
  readonly one: string | null;
  /** For those behind a mark. */
  readonly many: string;
}

const appended: Put = { each: 1, one: 'a', many: 'e' };
const added: Put = { each: 1, one: null, many: '\x90' };
const set: Put = { each: 2, one: 's', many: 'u' };

/** Python puts at most so many at once. */
const BATCH = 1000;

function writeItems(writer: Writer, items: readonly PickleValue[], { each, one, many }: Put): void {
  for (let at = 0; at < items.length; at += BATCH * each) {
    const batch = items.slice(at, at + BATCH * each);
    if (batch.length > each || one === null) writeMarked(writer, batch, many);
    else {
      for (const item of batch) write(writer, item);
      writer.put(one);
    }
  }
}

function writeMarked(writer: Writer, items: readonly PickleValue[], code: string): void {
  writer.put('(');
  for (const item of items) write(writer, item);
  writer.put(code);
}

const SHORT_TUPLES = ['', '\x85', '\x86', '\x87'];

function writeTuple(writer: Writer, items: readonly PickleValue[]): void {
  const isShort = items.length < SHORT_TUPLES.length;
  if (isShort) for (const item of items) write(writer, item);
  if (isShort) writer.put(SHORT_TUPLES[items.length]);
  else writeMarked(writer, items, 't');
}

function writeCall(writer: Writer, node: PickleCall): void {
  write(writer, node.callee);
  write(writer, node.args);
  writer.put(node.isNew ? '\x81' : 'R');
  writer.remember(node);
  writeItems(writer, entriesOf(writer, node), set);
  if (node.state === undefined) return;
  write(writer, node.state);
  writer.put('b');
}

function entriesOf({ edits }: Writer, node: PickleDictionary | PickleCall): readonly PickleValue[] {
  return [...node.entries, ...(edits.added.get(node) ?? [])];
}

function uint4(value: number): Uint8Array {
  return Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);
}

function uint8(value: number): Uint8Array {
  return Uint8Array.from([...uint4(value), 0, 0, 0, 0]);
}

function float(value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return new Uint8Array(view.buffer);
}
