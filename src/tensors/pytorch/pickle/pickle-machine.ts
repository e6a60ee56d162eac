import { BadInput } from '../../../errors/bad-input.ts';
import { printableName } from '../../named-shape.ts';
import { pickleCost } from './pickle-budget.ts';
import { type PickleOperation, pickleOperations } from './pickle-operations.ts';
import {
  badPickle,
  type PickleRules,
  type PickleStack,
  pickleStack,
  pop,
  popMany,
  popToMark,
  popTuple,
  push,
  pushNode,
  recall,
  remember,
  top,
} from './pickle-stack.ts';
import { isKind, type PickleGlobal, type PickleTuple, type PickleValue } from './pickle-value.ts';

/** What a pickle holds, and the byte behind its end. */
export interface Unpickled {
  readonly value: PickleValue;
  readonly end: number;
}

/**
 * Reads the pickle (protocols 2 to 5) that begins at `start` as a tree of values. Nothing is called, looked
 * up or built: what would be stands in the tree by its name. Throws BadInput, naming the byte, on operations
 * and names that are not known, on operands that do not fit, and on more values than a pickle of its length
 * may hold. Source: Python, pickletools.py.
 */
export function unpickle(bytes: Uint8Array, start: number, rules: PickleRules): Unpickled {
  const stack = pickleStack(bytes.length - start, rules);
  for (const operation of pickleOperations(bytes, start, rules.place)) {
    stack.at = operation.at;
    steps.get(operation.code)?.(stack, operation.operand);
  }
  refuseUnknown(stack);
  if (stack.values.length !== 1 || stack.marks.length > 0)
    throw badPickle(stack, `${stack.values.length} values are left, expected one,`);
  return { value: stack.values[0], end: stack.at + 1 };
}

type Operand = PickleOperation['operand'];
type Step = (stack: PickleStack, operand: Operand) => void;

/** Nobody can put anything into it. */
const EMPTY_TUPLE: PickleTuple = { kind: 'tuple', items: [] };

const steps: ReadonlyMap<string, Step> = new Map<string, Step>([
  ['\x80', (stack, protocol) => refuseProtocol(stack, Number(protocol))],
  ['(', mark],
  ['N', (stack) => push(stack, null)],
  ['\x88', (stack) => push(stack, true)],
  ['\x89', (stack) => push(stack, false)],
  ...['K', 'M', 'J', '\x8a', '\x8b', 'X', '\x8c', '\x8d'].map(
    (code) => [code, (stack, operand) => push(stack, operand as number | bigint | string)] as [string, Step],
  ),
  ['G', (stack, value) => pushNode(stack, { kind: 'float', value: Number(value) })],
  ['B', pushBytes('bytes')],
  ['C', pushBytes('bytes')],
  ['\x8e', pushBytes('bytes')],
  ['\x96', pushBytes('bytearray')],
  [')', (stack) => push(stack, EMPTY_TUPLE)],
  ['t', (stack) => pushNode(stack, { kind: 'tuple', items: popToMark(stack) })],
  ['\x85', (stack) => pushNode(stack, { kind: 'tuple', items: popMany(stack, 1) })],
  ['\x86', (stack) => pushNode(stack, { kind: 'tuple', items: popMany(stack, 2) })],
  ['\x87', (stack) => pushNode(stack, { kind: 'tuple', items: popMany(stack, 3) })],
  [']', (stack) => pushNode(stack, { kind: 'list', items: [] })],
  ['a', (stack) => append(stack, 'list', [pop(stack)])],
  ['e', (stack) => append(stack, 'list', popToMark(stack))],
  ['\x8f', (stack) => pushNode(stack, { kind: 'set', items: [] })],
  ['\x90', (stack) => append(stack, 'set', popToMark(stack))],
  ['\x91', (stack) => pushNode(stack, { kind: 'frozenset', items: popToMark(stack) })],
  ['}', (stack) => pushNode(stack, { kind: 'dict', entries: [] })],
  ['s', (stack) => setItems(stack, popMany(stack, 2))],
  ['u', (stack) => setItems(stack, popToMark(stack))],
  ['c', (stack, lines) => pushGlobal(stack, String(lines).split('\n'))],
  ['\x93', (stack) => pushGlobal(stack, popMany(stack, 2))],
  ['R', (stack) => call(stack, false)],
  ['\x81', (stack) => call(stack, true)],
  ['b', build],
  ['Q', (stack) => pushNode(stack, { kind: 'persistent', id: pop(stack) })],
  ['q', (stack, place) => remember(stack, Number(place))],
  ['r', (stack, place) => remember(stack, Number(place))],
  ['\x94', (stack) => remember(stack, stack.memo.length)],
  ['h', (stack, place) => recall(stack, Number(place))],
  ['j', (stack, place) => recall(stack, Number(place))],
]);

function mark({ marks, values, budget }: PickleStack): void {
  budget.spend(pickleCost.place);
  marks.push(values.length);
}

function refuseProtocol(stack: PickleStack, protocol: number): void {
  if (protocol >= 2 && protocol <= 5) return;
  throw badPickle(stack, `protocol ${protocol}, expected 2 to 5,`);
}

function pushBytes(kind: 'bytes' | 'bytearray'): Step {
  return (stack, operand) => pushNode(stack, { kind, bytes: operand as Uint8Array });
}

function append(stack: PickleStack, kind: 'list' | 'set', items: readonly PickleValue[]): void {
  const target = top(stack);
  if (!isKind(target, kind)) throw badPickle(stack, `an item for what is no ${kind}`);
  for (const item of items) target.items.push(item);
}

function setItems(stack: PickleStack, entries: readonly PickleValue[]): void {
  const target = top(stack);
  if (entries.length % 2 === 1) throw badPickle(stack, 'a key without a value');
  if (!isKind(target, 'dict') && !isKind(target, 'call')) throw badPickle(stack, 'a key for what is no dict');
  for (const part of entries) target.entries.push(part);
}

function pushGlobal(stack: PickleStack, [module, name]: readonly PickleValue[]): void {
  if (typeof module !== 'string' || typeof name !== 'string')
    throw badPickle(stack, 'a function whose name is no text');
  const found: PickleGlobal = { kind: 'global', module, name: `${module}.${name}` };
  if (!stack.rules.isKnown(found.name)) stack.unknown ??= found;
  pushNode(stack, found);
}

/** What would be a call is one by name; that of a function or class that is not known ends the reading. */
function call(stack: PickleStack, isNew: boolean): void {
  const args = popTuple(stack);
  const callee = pop(stack);
  if (!isKind(callee, 'global')) throw badPickle(stack, 'a call of what has no name');
  if (!stack.rules.isKnown(callee.name)) throw refusedCall(stack, callee, isNew);
  pushNode(stack, { kind: 'call', callee, isNew, args, entries: [] });
}

function refusedCall({ rules }: PickleStack, { name }: PickleGlobal, isNew: boolean): BadInput {
  const shown = printableName(name);
  return new BadInput(
    isNew
      ? `${rules.place}: holds an object of the class ${shown}: no class is built; save the state_dict alone: torch.save(model.state_dict(), path)`
      : `${rules.place}: calls ${shown}: nothing is executed; save the state_dict alone: torch.save(model.state_dict(), path)`,
  );
}

/** A name that nothing calls is refused as well: what it is for cannot be known. */
function refuseUnknown({ rules, unknown }: PickleStack): void {
  if (unknown === null) return;
  throw new BadInput(
    `${rules.place}: names ${printableName(unknown.name)}: nothing is looked up; save the state_dict alone: torch.save(model.state_dict(), path)`,
  );
}

function build(stack: PickleStack): void {
  const state = pop(stack);
  const target = top(stack);
  if (!isKind(target, 'call') || target.state !== undefined)
    throw badPickle(stack, 'a state for what takes none');
  target.state = state;
}
