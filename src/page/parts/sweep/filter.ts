import { type FilterWord, filterWords, WrongCondition } from './filter-words.ts';
import type { SweptColumn } from './points.ts';

/** Whether a row meets a condition. */
export type RowTest = (row: number) => boolean;

/** A condition as its reader typed it: what it asks of a row, or what is wrong with it, in a sentence. */
export type ParsedFilter = { readonly test: RowTest | null } | { readonly problem: string };

type Columns = ReadonlyMap<string, SweptColumn>;

/** Brackets and `not`s within each other. */
const MOST_NESTED = 50;

/**
 * Reads conditions such as `pes >= 32 and (latency_us < 5 or accelerator == "bbs")`: comparisons of a column
 * with a number or a text, `and`, `or`, `not` and brackets. Nothing of the text is run.
 */
export function parseFilter(text: string, columns: Columns): ParsedFilter {
  if (text.trim() === '') return { test: null };
  try {
    return { test: new FilterParser(filterWords(text), columns).whole() };
  } catch (error) {
    if (error instanceof WrongCondition) return { problem: error.message };
    throw error;
  }
}

class FilterParser {
  private at = 0;
  private depth = 0;
  private readonly words: readonly FilterWord[];
  private readonly columns: Columns;

  constructor(words: readonly FilterWord[], columns: Columns) {
    this.words = words;
    this.columns = columns;
  }

  whole(): RowTest {
    const test = this.either();
    const { kind, text } = this.next;
    if (kind !== 'end') throw new WrongCondition(`Expected “and”, “or” or the end, found “${text}”.`);
    return test;
  }

  private get next(): FilterWord {
    return this.words[this.at];
  }

  private takes(text: string): boolean {
    const { kind, text: found } = this.next;
    const isTaken = (kind === 'name' || kind === 'sign') && found.toLowerCase() === text;
    if (isTaken) this.at++;
    return isTaken;
  }

  private either(): RowTest {
    const tests = [this.both()];
    while (this.takes('or')) tests.push(this.both());
    return tests.length === 1 ? tests[0] : (row) => tests.some((test) => test(row));
  }

  private both(): RowTest {
    const tests = [this.single()];
    while (this.takes('and')) tests.push(this.single());
    return tests.length === 1 ? tests[0] : (row) => tests.every((test) => test(row));
  }

  private single(): RowTest {
    if (this.depth++ > MOST_NESTED) throw new WrongCondition('There are too many brackets in brackets.');
    try {
      return this.nested();
    } finally {
      this.depth--;
    }
  }

  private nested(): RowTest {
    if (this.takes('not')) {
      const test = this.single();
      return (row) => !test(row);
    }
    if (!this.takes('(')) return this.comparison();
    const test = this.either();
    if (!this.takes(')')) throw new WrongCondition('A bracket is not closed.');
    return test;
  }

  private comparison(): RowTest {
    const column = this.column();
    const sign = this.next;
    const compare = comparisons[sign.text];
    if (sign.kind !== 'sign' || compare === undefined)
      throw new WrongCondition(
        `Expected a comparison (<, <=, ==, !=, >=, >) behind ${column.name}, found ${shown(sign)}.`,
      );
    this.at++;
    const value = this.next;
    if (value.kind === 'end' || value.kind === 'sign')
      throw new WrongCondition(
        `Expected a number or a text behind ${column.name} ${sign.text}, found ${shown(value)}.`,
      );
    this.at++;
    return column.words === null
      ? ofNumbers(column, compare, value)
      : ofWords(column, column.words, sign, value);
  }

  private column(): SweptColumn {
    const { kind, text } = this.next;
    if (kind !== 'name')
      throw new WrongCondition(`Expected the name of a column, found ${shown(this.next)}.`);
    const column = this.columns.get(text) ?? this.columns.get(text === 'point' ? 'index' : '');
    if (column === undefined) {
      const names = [...this.columns.keys()].slice(0, 12).join(', ');
      throw new WrongCondition(
        `There is no column “${text}” that differs between points; there are ${names}, ...`,
      );
    }
    this.at++;
    return column;
  }
}

const shown = ({ kind, text }: FilterWord): string => (kind === 'end' ? 'the end' : `“${text}”`);

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '=': (a, b) => a === b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>=': (a, b) => a >= b,
  '>': (a, b) => a > b,
};

function ofNumbers(
  { name, values }: SweptColumn,
  compare: (a: number, b: number) => boolean,
  { kind, text }: FilterWord,
): RowTest {
  if (kind !== 'number') throw new WrongCondition(`${name} is a number, and “${text}” is none.`);
  const limit = Number(text);
  return (row) => !Number.isNaN(values[row]) && compare(values[row], limit);
}

function ofWords(
  { name, values }: SweptColumn,
  words: readonly string[],
  sign: FilterWord,
  { text }: FilterWord,
): RowTest {
  if (!['=', '==', '!='].includes(sign.text))
    throw new WrongCondition(`${name} is a word: it can be == or != to one, and not ${sign.text}.`);
  const place = words.indexOf(text);
  const isWanted = sign.text !== '!=';
  return (row) => !Number.isNaN(values[row]) && (values[row] === place) === isWanted;
}
