import { BadInput } from '../errors/bad-input.ts';
import { isLetter, isOfNumber, isSpace, quotedText, startOfText } from './json-bytes.ts';
import { printableName } from './named-shape.ts';

/** Arrays and objects in each other that are followed. */
const DEEPEST = 64;
/** Members of one object whose names are told apart: far more than any model has tensors. */
const MOST_MEMBERS = 2 ** 18;
const OPEN = 0x5b;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** What may stand in a number, and in the names that JavaScript and Python print for what is none. */
const WORD = /^[-+.\w]{1,40}/;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;
const LONGEST_NUMBER = 400;

/**
 * Reads JSON from left to right and builds nothing but what is asked for: a file of numbers takes no memory
 * beside its bytes. Everything throws BadInput with line and column: what is no JSON (RFC 8259), objects with
 * a name twice, with more than 2^18 names, and more than 64 levels.
 */
export class JsonScanner {
  private readonly bytes: Uint8Array;
  private readonly place: string;
  private at: number;
  private depth = 0;

  /** `place` opens the messages. */
  constructor(bytes: Uint8Array, place: string) {
    this.bytes = bytes;
    this.place = place;
    this.at = startOfText(bytes);
  }

  /** Where the next value begins. */
  get position(): number {
    this.skipSpaces();
    return this.at;
  }

  /** Where the last value ended. */
  get consumed(): number {
    return this.at;
  }

  /** Goes on at a position of before, outside of any array and object. */
  goTo(position: number): void {
    this.at = position;
    this.depth = 0;
  }

  /** The first character of the next value; empty at the end. */
  peek(): string {
    this.skipSpaces();
    return this.at < this.bytes.length ? String.fromCharCode(this.bytes[this.at]) : '';
  }

  /** The first character of the first value that is no array; empty at the end. Nothing is read. */
  peekInArrays(): string {
    let at = this.position;
    while (this.bytes[at] === OPEN || isSpace(this.bytes[at])) at++;
    return at < this.bytes.length ? String.fromCharCode(this.bytes[at]) : '';
  }

  /** Reads an object: `onMember` is called with each name, and must read its value. */
  members(onMember: (name: string) => void): void {
    const names = new Set<string>();
    this.enclosed('{}', () => {
      const at = this.position;
      const name = this.text();
      if (names.has(name)) throw this.bad(at, `the name ${printableName(name)} stands twice in an object`);
      if (names.size === MOST_MEMBERS) throw this.bad(at, `an object of more than ${MOST_MEMBERS} members`);
      names.add(name);
      this.take(':');
      onMember(name);
    });
  }

  /** Reads an array: `onItem` is called with the place of each item, and must read it. */
  items(onItem: (index: number) => void): void {
    let index = 0;
    this.enclosed('[]', () => onItem(index++));
  }

  /** Reads a string. */
  text(): string {
    const start = this.position;
    if (this.bytes[start] !== QUOTE) throw this.unexpected('a string');
    this.skipText();
    const text = quotedText(this.bytes.subarray(start, this.at));
    if (text !== null) return text;
    throw this.bad(start, 'a string with a wrong escape, a control character or what is not UTF-8');
  }

  /** Reads a number that float64 holds. */
  number(): number {
    const start = this.position;
    const source = this.digits();
    const value = Number(source);
    if (!NUMBER.test(source)) throw this.unexpected('a number', start);
    if (Number.isFinite(value)) return value;
    throw this.bad(start, `${printableName(source)} is beyond float64`);
  }

  /** Reads a number, or `true` or `false` as 1 or 0. */
  numberOrBoolean(): number {
    this.skipSpaces();
    if (this.skipWord('true')) return 1;
    return this.skipWord('false') ? 0 : this.number();
  }

  /** Reads over what `numberOrBoolean` reads, without all of its checks. */
  skipNumber(): void {
    const start = this.position;
    if (this.skipWord('true') || this.skipWord('false')) return;
    while (isOfNumber(this.bytes[this.at])) this.at++;
    if (this.at === start || isLetter(this.bytes[this.at])) throw this.unexpected('a number', start);
  }

  /** Reads a count: an integer from 0 to 2^53 - 1, written as one. */
  count(): number {
    const start = this.position;
    const source = this.digits();
    const value = Number(source);
    if (/^\d+$/.test(source) && NUMBER.test(source) && Number.isSafeInteger(value)) return value;
    throw this.unexpected('a count', start);
  }

  /** Reads over a value of any kind. */
  skip(): void {
    const next = this.peek();
    if (next === '{') {
      this.enclosed('{}', () => {
        this.text();
        this.take(':');
        this.skip();
      });
    } else if (next === '[') this.items(() => this.skip());
    else if (next === '"') this.text();
    else if (!['true', 'false', 'null'].some((word) => this.skipWord(word))) this.number();
  }

  /** Throws unless nothing but spaces is left. */
  end(): void {
    if (this.peek() !== '') throw this.unexpected('the end');
  }

  /** What to throw where something else stands than `expected`; `at` is where, by default here. */
  unexpected(expected: string, at = this.position): BadInput {
    const head = Array.from(this.bytes.subarray(at, at + 40), (byte) => String.fromCharCode(byte)).join('');
    const found = at >= this.bytes.length ? 'the end' : printableName(WORD.exec(head)?.[0] ?? head[0]);
    return this.bad(at, `found ${found}, expected ${expected}`);
  }

  /** What to throw for something at a position. */
  bad(at: number, what: string): BadInput {
    let line = 1;
    let start = 0;
    for (let i = 0; i < at; i++) {
      if (this.bytes[i] !== 0x0a) continue;
      line++;
      start = i + 1;
    }
    return new BadInput(`${this.place}: line ${line}, column ${at - start + 1}: ${what}`);
  }

  private enclosed([open, close]: string, onEach: () => void): void {
    this.take(open);
    if (++this.depth > DEEPEST) throw this.bad(this.at - 1, `more than ${DEEPEST} levels`);
    const end = close.charCodeAt(0);
    let isFirst = true;
    while (this.bytes[this.position] !== end) {
      if (!isFirst) this.take(',', `, or ${close}`);
      onEach();
      isFirst = false;
    }
    this.at++;
    this.depth--;
  }

  private take(character: string, expected = character): void {
    if (this.bytes[this.position] !== character.charCodeAt(0)) throw this.unexpected(expected);
    this.at++;
  }

  private skipWord(word: string): boolean {
    for (let i = 0; i < word.length; i++) if (this.bytes[this.at + i] !== word.charCodeAt(i)) return false;
    this.at += word.length;
    return true;
  }

  private skipSpaces(): void {
    while (isSpace(this.bytes[this.at])) this.at++;
  }

  /** From the opening quote behind the closing one. */
  private skipText(): void {
    const start = this.at++;
    while (this.bytes[this.at] !== QUOTE) {
      this.at += this.bytes[this.at] === BACKSLASH ? 2 : 1;
      if (this.at >= this.bytes.length) throw this.bad(start, 'a string without an end');
    }
    this.at++;
  }

  /** The characters of a number, as far as they are such. */
  private digits(): string {
    const start = this.at;
    while (isOfNumber(this.bytes[this.at])) this.at++;
    const length = this.at - start;
    if (length > LONGEST_NUMBER) throw this.bad(start, `a number of ${length} characters`);
    let text = '';
    for (let at = start; at < this.at; at++) text += String.fromCharCode(this.bytes[at]);
    return text;
  }
}
