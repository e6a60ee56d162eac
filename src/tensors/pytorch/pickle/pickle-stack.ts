import { BadInput } from '../../../errors/bad-input.ts';
import { type PickleBudget, pickleBudget, pickleCost } from './pickle-budget.ts';
import {
  isKind,
  type PickleGlobal,
  type PickleNode,
  type PickleTuple,
  type PickleValue,
} from './pickle-value.ts';

/** How a pickle is read. */
export interface PickleRules {
  /** Opens the messages. */
  readonly place: string;
  /** The functions and classes that it may name, as `module.name`: all others are refused by their names. */
  isKnown(name: string): boolean;
}

/** Where a pickle keeps its values while it is read. */
export interface PickleStack {
  readonly rules: PickleRules;
  readonly budget: PickleBudget;
  readonly values: PickleValue[];
  /** Lengths of the stack where marks were set. */
  readonly marks: number[];
  readonly memo: PickleValue[];
  /** The first function or class that is not known; nothing has called it yet. */
  unknown: PickleGlobal | null;
  /** The byte of the operation that is being done. */
  at: number;
}

/** An empty stack for a pickle of some bytes. */
export function pickleStack(bytes: number, rules: PickleRules): PickleStack {
  const budget = pickleBudget(bytes, rules.place);
  return { rules, budget, values: [], marks: [], memo: [], unknown: null, at: 0 };
}

/** An error at the operation that is being done. */
export function badPickle({ rules, at }: PickleStack, what: string): BadInput {
  return new BadInput(`${rules.place}: ${what} at byte ${at}`);
}

/** Pushes a value that is made of nothing else. */
export function push(stack: PickleStack, value: PickleValue): void {
  stack.budget.spend(pickleCost.place + (typeof value === 'string' ? pickleCost.text : 0));
  stack.values.push(value);
}

/** Pushes a value that takes memory of its own. */
export function pushNode(stack: PickleStack, node: PickleNode): void {
  stack.budget.spend(pickleCost.node);
  push(stack, node);
}

/** Takes the last value. */
export function pop(stack: PickleStack): PickleValue {
  if (stack.values.length <= (stack.marks.at(-1) ?? 0)) throw badPickle(stack, 'a value is missing');
  return stack.values.pop() as PickleValue;
}

/** Takes the last values, as many as are asked for. */
export function popMany(stack: PickleStack, count: number): PickleValue[] {
  return Array.from({ length: count }, () => pop(stack)).reverse();
}

/** Takes the values behind the last mark, and the mark. */
export function popToMark(stack: PickleStack): PickleValue[] {
  const mark = stack.marks.pop();
  if (mark === undefined) throw badPickle(stack, 'a mark is missing');
  return stack.values.splice(mark);
}

/** The last value, which stays. */
export function top(stack: PickleStack): PickleValue {
  const value = pop(stack);
  stack.values.push(value);
  return value;
}

/** Takes a tuple, of arguments. */
export function popTuple(stack: PickleStack): PickleTuple {
  const args = pop(stack);
  if (!isKind(args, 'tuple')) throw badPickle(stack, 'arguments that are no tuple');
  return args;
}

/** Puts the last value into the memo: into the place behind the used ones, as Python does, or a used one. */
export function remember(stack: PickleStack, place: number): void {
  const { memo, budget } = stack;
  if (place > memo.length)
    throw badPickle(stack, `place ${place} of the memo, of which ${memo.length} are used,`);
  budget.spend(pickleCost.place);
  memo[place] = top(stack);
}

/** Pushes a value of the memo. */
export function recall(stack: PickleStack, place: number): void {
  const value = stack.memo[place];
  if (value === undefined) throw badPickle(stack, `place ${place} of the memo, which is empty,`);
  stack.budget.spend(pickleCost.place);
  stack.values.push(value);
}
