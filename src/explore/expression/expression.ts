import jsep from 'jsep';
import { clip, didYouMean, show } from '../../config/wording.ts';
import { BadInput } from '../../errors/bad-input.ts';
import type { Value } from '../store/record.ts';
import { closureOf, type Lookup } from './expression-closures.ts';
import { functions } from './expression-operations.ts';
import { binaryOperators, binaryTerm, Fault, namesIn, type Term } from './expression-term.ts';
import { foundAt, readName, readNumber, readString, type Word } from './expression-words.ts';

const longest = 2000;
const deepest = 64;

/** The parser at work on a text, and how deep in parentheses, calls and signs it is. */
interface Parser extends jsep.HookScope {
  depth?: number;
}

// jsep does operators and precedence; everything else is stricter than jsep and read here, which
// also gives every term its column.
const { Jsep } = jsep as unknown as { readonly Jsep: new (text: string) => Parser };
jsep.removeAllBinaryOps();
jsep.removeAllUnaryOps();
for (const [operator, precedence] of Object.entries(binaryOperators))
  jsep.addBinaryOp(operator, precedence, operator === '**');
jsep.hooks.add('gobble-token', function readToken(this: Parser, env) {
  env.node = { type: 'Term', term: tokenTerm(this) };
});

const literals: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Moves the parser past a word. */
function take<T>(parser: Parser, { value, end }: Word<T>): T {
  parser.index = end;
  return value;
}

const unexpected = ({ expr, index }: Parser, expected: string): Fault =>
  new Fault(index + 1, `expected ${expected}, found ${foundAt(expr, index)}`);

/** Operators, precedence and `a ? b : c` as jsep makes them of the terms that `tokenTerm` has read. */
function termOf(node: jsep.Expression): Term {
  const part = (name: string): Term => termOf(node[name] as jsep.Expression);
  if (node.type === 'BinaryExpression') return binaryTerm(String(node.operator), part('left'), part('right'));
  if (node.type !== 'ConditionalExpression') return node.term as unknown as Term;
  const test = part('test');
  return { kind: 'choice', column: test.column, test, yes: part('consequent'), no: part('alternate') };
}

/** The expression at the parser's place, up to one of the characters that may end it there. */
function expressionTerm(parser: Parser, ends: readonly string[], expected: string): Term {
  const term = termOf(parser.gobbleExpression());
  if (ends.includes(parser.char)) return term;
  throw unexpected(parser, expected);
}

function groupTerm(parser: Parser, column: number): Term {
  parser.index++;
  const inner = expressionTerm(parser, [')'], 'an operator or a closing )');
  parser.index++;
  return { kind: 'group', column, inner };
}

function callTerm(parser: Parser, column: number, name: string): Term {
  const found = functions.get(name);
  if (found === undefined) {
    const names = [...functions.keys()];
    const meant = didYouMean(name, names) || `; expected ${names.join(', ')}`;
    throw new Fault(column, `unknown function \`${clip(name)}\`${meant}`);
  }
  const inputs: Term[] = [];
  while (parser.char !== ')') {
    parser.index++; // past ( or ,
    inputs.push(expressionTerm(parser, [',', ')'], 'an operator, a comma or a closing )'));
  }
  parser.index++;
  if (found.inputs !== null && inputs.length !== found.inputs)
    throw new Fault(column, `${name} expects ${found.inputs} number, found ${inputs.length}`);
  return { kind: 'call', column, name, inputs };
}

/** What begins with a letter: a literal, `not`, a call, or the path of a field. */
function wordTerm(parser: Parser, column: number): Term {
  const start = parser.index;
  const path = take(parser, readName(parser.expr, start));
  if (path === 'not') return { kind: 'unary', column, operator: 'not', operand: operandTerm(parser) };
  if (Object.hasOwn(binaryOperators, path)) {
    parser.index = start;
    throw unexpected(parser, 'a number, text, name, function or (');
  }
  const value = literals.get(path);
  if (value !== undefined) return { kind: 'value', column, value };
  parser.gobbleSpaces();
  return parser.char === '(' ? callTerm(parser, column, path) : { kind: 'name', column, path };
}

/** The term that a sign or `not` is written before. */
const operandTerm = (parser: Parser): Term => termOf(parser.gobbleToken() as jsep.Expression);

function operandlessTerm(parser: Parser): Term {
  const { char, expr, index } = parser;
  const column = index + 1;
  if (/[\d.]/.test(char)) return { kind: 'value', column, value: take(parser, readNumber(expr, index)) };
  if (char === '"' || char === "'")
    return { kind: 'value', column, value: take(parser, readString(expr, index)) };
  if (/[A-Za-z_]/.test(char)) return wordTerm(parser, column);
  if (char === '(') return groupTerm(parser, column);
  if (!/[-+!]/.test(char) || char === '') throw unexpected(parser, 'a number, text, name, function or (');
  parser.index++;
  return { kind: 'unary', column, operator: char, operand: operandTerm(parser) };
}

/** The term at the parser's place, without the operators after it. */
function tokenTerm(parser: Parser): Term {
  parser.depth = (parser.depth ?? 0) + 1;
  if (parser.depth > deepest)
    throw new Fault(parser.index + 1, `expected at most ${deepest} parentheses and signs inside one another`);
  const term = operandlessTerm(parser);
  parser.depth--;
  return term;
}

/** An expression that has been read, ready for any number of points. */
export interface Expression {
  readonly text: string;
  /** File and field of the expression, for messages. */
  readonly where: string;
  /** Paths of the fields and results that it uses, each once, in dots, in the order of the text. */
  readonly names: readonly string[];
  /** Where each of the names is first, counted from 1. */
  readonly columns: ReadonlyMap<string, number>;
  /** What was read, for those who ask more of it than its value. */
  readonly term: Term;
  /**
   * Its value at a point; null without data. Throws BadInput for operands of the wrong
   * kind: text plus a number, 4 < "a".
   */
  evaluate(lookup: Lookup): Value;
  /**
   * Whether the condition that it is holds at a point; where it is unknown for lack of data it
   * does not. Throws BadInput when it is no condition.
   */
  isTrue(lookup: Lookup): boolean;
}

const refusal = (text: string, where: string, column: number, message: string): BadInput =>
  new BadInput(`${where}: column ${Math.min(column, text.length + 1)} of ${show(text)}: ${message}`);

/** What `act` gives; its faults as BadInput. */
function placed<T>(text: string, where: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof Fault) throw refusal(text, where, error.column, error.message);
    // jsep's own errors have the index of the character: a `?` without its `:`.
    if (error instanceof Error && 'index' in error && 'description' in error)
      throw refusal(text, where, Number(error.index) + 1, String(error.description).toLowerCase());
    throw error;
  }
}

function parse(text: string): Term {
  const parser = new Jsep(`${text} `); // jsep does not take `and` for an operator at the very end
  return expressionTerm(parser, [''], 'an operator or the end');
}

/**
 * Reads an expression of a sweep's filters and of queries: numbers, texts in quotes, true, false, null, names
 * and paths of fields (layers.0.hidden or layers[0].hidden), + - * / % **, comparisons, and or not (&& || !),
 * parentheses, `a ? b : c`, and min max abs floor ceil round log2 sqrt. `where` is its file and field. Throws
 * BadInput, with the column, for anything else.
 */
export function parseExpression(text: string, where: string): Expression {
  if (text.length > longest)
    throw new BadInput(`${where}: expected at most ${longest} characters, found ${text.length}`);
  const term = placed(text, where, () => parse(text));
  const closure = closureOf(term);
  const columns = new Map<string, number>();
  for (const { path, column } of namesIn(term)) if (!columns.has(path)) columns.set(path, column);
  const evaluate = (lookup: Lookup): Value => placed(text, where, () => closure(lookup));
  const isTrue = (lookup: Lookup): boolean => {
    const value = evaluate(lookup);
    if (typeof value === 'boolean' || value === null) return value === true;
    throw refusal(text, where, 1, `expected a condition, as in pes * banks <= 4096, found ${show(value)}`);
  };
  return { text, where, names: [...columns.keys()], columns, term, evaluate, isTrue };
}

const mostListed = 12;

/**
 * Throws BadInput for the first name of `expression` that is not among `known`, with
 * the one that was probably meant, and with all where they are few.
 */
export function checkNames({ text, where, columns }: Expression, known: readonly string[]): void {
  const names = new Set(known);
  for (const [path, column] of columns) {
    if (names.has(path)) continue;
    const listed = known.length <= mostListed ? `; known are ${known.join(', ')}` : '';
    const meant = `${didYouMean(path, known)}${listed}`;
    throw refusal(text, where, column, `unknown name \`${clip(path)}\`${meant}`);
  }
}
