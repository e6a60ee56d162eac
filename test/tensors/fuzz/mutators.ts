import type { Random } from '../../../src/num/random.ts';

/** One way to damage a file; `others` are files of the same format. */
type Mutator = (bytes: Uint8Array, random: Random, others: readonly Uint8Array[]) => Uint8Array;

/** An integer from 0 to `end` - 1; 0 for an end of 0. */
export const below = (end: number, random: Random): number => Math.floor(random() * end);

const oneOf = <T>(list: readonly T[], random: Random): T => list[below(list.length, random)];

/** Some bytes with those from `start` to `end` - 1 replaced. */
function replaced(bytes: Uint8Array, start: number, end: number, by: ArrayLike<number>): Uint8Array {
  const whole = new Uint8Array(start + by.length + bytes.length - end);
  whole.set(bytes.subarray(0, start));
  whole.set(by, start);
  whole.set(bytes.subarray(end), start + by.length);
  return whole;
}

/** A place: the first and the last bytes, where formats have their records, more often than others. */
function place(length: number, random: Random): number {
  const kind = random();
  const near = Math.min(length, 120);
  if (kind < 0.25) return below(near, random);
  if (kind < 0.4) return length - 1 - below(near, random);
  return below(length, random);
}

/** Where a slice begins and ends: mostly a short one. */
function slice(bytes: Uint8Array, random: Random): readonly [start: number, end: number] {
  const start = Math.max(0, place(bytes.length, random));
  const longest = random() < 0.8 ? 64 : bytes.length;
  return [start, Math.min(bytes.length, start + 1 + below(longest, random))];
}

const flipBit: Mutator = (bytes, random) => {
  const at = place(bytes.length, random);
  return replaced(bytes, at, at + 1, [bytes[at] ^ (1 << below(8, random))]);
};

const setByte: Mutator = (bytes, random) => {
  const at = place(bytes.length, random);
  const value = oneOf([0, 1, 0x7f, 0x80, 0xfe, 0xff, below(256, random)], random);
  return replaced(bytes, at, at + 1, [value]);
};

const truncate: Mutator = (bytes, random) => bytes.slice(0, place(bytes.length, random));

const insert: Mutator = (bytes, random) => {
  const at = place(bytes.length, random);
  const value = below(257, random);
  const count = random() < 0.9 ? 1 + below(16, random) : 4096;
  return replaced(
    bytes,
    at,
    at,
    Array.from({ length: count }, () => (value < 256 ? value : below(256, random))),
  );
};

const remove: Mutator = (bytes, random) => replaced(bytes, ...slice(bytes, random), []);

const duplicate: Mutator = (bytes, random) => {
  const [start, end] = slice(bytes, random);
  const at = random() < 0.5 ? end : place(bytes.length, random);
  return replaced(bytes, at, at, bytes.slice(start, end));
};

const overwrite: Mutator = (bytes, random) => {
  const part = bytes.slice(...slice(bytes, random));
  const at = below(bytes.length - part.length + 1, random);
  return replaced(bytes, at, at + part.length, part);
};

const splice: Mutator = (bytes, random, others) => {
  const other = oneOf(others, random);
  const at = place(bytes.length, random);
  const from = random() < 0.5 ? Math.min(at, other.length) : place(other.length, random);
  return replaced(bytes, at, bytes.length, other.subarray(Math.max(0, from)));
};

/** Puts a number of a usual width into the place of another: an extreme, or a neighbour of what is there. */
const setNumber: Mutator = (bytes, random) => {
  const width = oneOf([1, 2, 4, 8], random);
  if (bytes.length < width) return bytes.slice();
  const at = Math.max(0, Math.min(place(bytes.length, random), bytes.length - width));
  const isLittle = random() < 0.8;
  const order = Array.from({ length: width }, (_, i) => (isLittle ? i : width - 1 - i));
  const found = order.reduce((value, i, digit) => value + (BigInt(bytes[at + i]) << BigInt(8 * digit)), 0n);
  const top = 1n << BigInt(8 * width);
  const next = oneOf(
    [
      0n,
      1n,
      top - 1n,
      top - 2n,
      top >> 1n,
      (top >> 1n) - 1n,
      1n << 31n,
      1n << 32n,
      1n << 62n,
      BigInt(bytes.length),
      found + 1n,
      found - 1n,
      2n * found,
      ~found,
    ],
    random,
  );
  const copy = bytes.slice();
  order.forEach((i, digit) => {
    copy[at + i] = Number((next >> BigInt(8 * digit)) & 0xffn);
  });
  return copy;
};

/** Runs of bytes of a kind: where they begin and end. */
function runs(
  bytes: Uint8Array,
  isOne: (byte: number) => boolean,
): readonly (readonly [start: number, end: number])[] {
  const found: (readonly [number, number])[] = [];
  for (let at = 0; at < bytes.length; at++) {
    if (!isOne(bytes[at])) continue;
    const start = at;
    while (at < bytes.length && isOne(bytes[at])) at++;
    found.push([start, at]);
  }
  return found;
}

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

const numbers = [
  ...['0', '-0', '-1', '1', '2', '3', '1.5', '1e3', '1e999', '-1e999', '00', '0x10', '+1', '1e', '.5'],
  ...['4294967295', '4294967296', '2147483648', '9007199254740992', '18446744073709551615', '1e308'],
  ...['99999999999999999999999999', 'NaN', 'Infinity', '-Infinity', 'null', 'true', '""', '[]', '{}'],
];

/** A run of digits becomes another number, or what is none. */
const setDigits: Mutator = (bytes, random) => {
  const found = runs(bytes, (byte) => byte >= 0x30 && byte <= 0x39);
  if (found.length === 0) return setByte(bytes, random, []);
  return replaced(bytes, ...oneOf(found, random), ascii(oneOf(numbers, random)));
};

const isOfName = (byte: number) =>
  (byte >= 0x30 && byte <= 0x39) || ((byte | 32) >= 0x61 && (byte | 32) <= 0x7a) || byte === 0x5f;

/** A word becomes another one of the file, or one that is a trap for programs. */
const setWord: Mutator = (bytes, random) => {
  const words = runs(bytes, isOfName).filter(([start, end]) => end - start > 1);
  if (words.length === 0) return setByte(bytes, random, []);
  const traps = ['__proto__', 'constructor', 'toString', 'a/../../b', '', '\u00ff', '\\ud800', '\\u0000'];
  const other = oneOf(words, random);
  const by = random() < 0.6 ? bytes.slice(...other) : ascii(oneOf(traps, random));
  return replaced(bytes, ...oneOf(words, random), by);
};

/** A bracket, a comma or a quote is lost, doubled, or opens thousands of levels. */
const setMark: Mutator = (bytes, random) => {
  const marks = runs(bytes, (byte) => '[]{}(),:"\''.includes(String.fromCharCode(byte)));
  if (marks.length === 0) return setByte(bytes, random, []);
  const [start, end] = oneOf(marks, random);
  const mark = String.fromCharCode(bytes[start]);
  const by = oneOf(['', mark + mark, '[', '{', '}', ']', ',', mark.repeat(3000), '[{'.repeat(200)], random);
  return replaced(bytes, start, random() < 0.5 ? end : start + 1, ascii(by));
};

/** Ways to damage any file. */
const anyFile: readonly Mutator[] = [
  flipBit,
  flipBit,
  setByte,
  setByte,
  truncate,
  insert,
  remove,
  duplicate,
  overwrite,
  splice,
  setNumber,
  setNumber,
  setNumber,
];
/** Ways to damage text, which many binary files have parts of. */
const textFile: readonly Mutator[] = [setDigits, setWord, setMark, remove, duplicate, flipBit];

/** Some bytes, damaged in one to three ways. */
export function damaged(bytes: Uint8Array, random: Random, others: readonly Uint8Array[]): Uint8Array {
  const ways = isText(bytes) ? [...textFile, ...textFile, ...anyFile] : [...anyFile, ...textFile];
  let mutant = bytes;
  for (let count = 1 + below(3, random); count > 0; count--) {
    if (mutant.length === 0) return mutant;
    mutant = oneOf(ways, random)(mutant, random, others);
  }
  return mutant;
}

/** Whether the first bytes are printable. */
function isText(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 64).every((byte) => byte >= 0x20 || byte === 0x0a || byte === 0x0d || byte === 9);
}
