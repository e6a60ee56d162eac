import { clip } from '../../config/wording.ts';
import { Fault } from './expression-term.ts';

/** A word of an expression: what it stands for and where the text goes on after it. */
export interface Word<T> {
  readonly value: T;
  readonly end: number;
}

const numberPattern = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/y;
const stringPattern = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/sy;
const namePattern = /[A-Za-z_]\w*(?:\.\w+|\[\d{1,9}\])*/y;

const forbidden = ['__proto__', 'constructor', 'prototype', 'this'];

/** What `pattern` matches exactly at `index`; null when it does not. */
function matched(pattern: RegExp, text: string, index: number): string | null {
  pattern.lastIndex = index;
  return pattern.exec(text)?.[0] ?? null;
}

/**
 * A number in decimal notation: 4, 0.5, .5, 1e-3. Throws Fault for anything else
 * that begins with a digit or a dot.
 */
export function readNumber(text: string, index: number): Word<number> {
  const found = matched(numberPattern, text, index);
  const value = Number(found ?? Number.NaN);
  if (found !== null && Number.isFinite(value)) return { value, end: index + found.length };
  const word = /^[\w.]*/.exec(text.slice(index))?.[0] ?? '';
  throw new Fault(index + 1, `expected a number as in 64, 0.5 or 1e6, found ${clip(word)}`);
}

/**
 * A text in single or double quotes; a backslash takes the next character as it is. Throws
 * Fault when the quote is not closed.
 */
export function readString(text: string, index: number): Word<string> {
  const found = matched(stringPattern, text, index);
  if (found === null) throw new Fault(index + 1, `expected a closing ${text[index]}, found none`);
  return { value: found.slice(1, -1).replace(/\\(.)/gs, '$1'), end: index + found.length };
}

/**
 * A name or the path of a field, in dots: layers[0].hidden is layers.0.hidden. Throws Fault for a name
 * that JavaScript's objects use.
 */
export function readName(text: string, index: number): Word<string> {
  const found = matched(namePattern, text, index) ?? '';
  const end = index + found.length;
  const value = found.replaceAll('[', '.').replaceAll(']', '');
  const wrong = value.split('.').find((step) => forbidden.includes(step));
  if (wrong !== undefined) throw new Fault(index + 1, `expected the name of a field, found ${wrong}`);
  if (text[end] === '.') throw new Fault(end + 1, `expected a field name after ${clip(found)}.`);
  if (text[end] === '[')
    throw new Fault(end + 1, `expected a whole number in brackets after ${clip(found)}, as in layers[0]`);
  return { value, end };
}

const hints: readonly (readonly [RegExp, string])[] = [
  [/^==?(?!=)/, '; to compare use =='],
  [/^[!=]==/, '; to compare use == or !='],
  [/^&/, '; use and'],
  [/^\|/, '; use or'],
  [/^\^/, '; use ** for powers'],
  [/^<>/, '; use !='],
  [/^is\b/i, '; to ask whether there is data use == null or != null'],
  [/^[`[{]/, '; allowed are numbers, texts in quotes, names and functions'],
];

/**
 * What the text has at `index`, for a message: a word, an operator, or the end; with a hint
 * where another notation is meant.
 */
export function foundAt(text: string, index: number): string {
  const rest = text.slice(index);
  if (rest === '') return 'the end';
  const hint = hints.find(([pattern]) => pattern.test(rest))?.[1] ?? '';
  const word = /^(?:\w+|[=!<>&|*+-]+|.)/su.exec(rest)?.[0] ?? '';
  return `${clip(word, 40)}${hint}`;
}
