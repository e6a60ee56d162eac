import { BadInput } from '../../errors/bad-input.ts';
import { printableName } from '../named-shape.ts';
import {
  isKind,
  type PickleCall,
  type PickleDictionary,
  type PickleNode,
  type PickleValue,
} from './pickle/pickle-value.ts';
import { numbersText } from './strided-view.ts';
import { dictionaries } from './torch-names.ts';
import { type RefusedTensor, type TorchTensor, torchTensorOf } from './torch-tensor.ts';

/** A dictionary of a checkpoint, and what stands before its keys in names: empty, or ending in a dot. */
export interface NamedDictionary {
  readonly node: PickleDictionary | PickleCall;
  readonly prefix: string;
}

/** A tensor of a checkpoint. */
export interface NamedTorchTensor {
  readonly name: string;
  readonly tensor: TorchTensor | RefusedTensor;
  /** What stands in the pickle in its place: of a parameter the call that makes it one. */
  readonly value: PickleNode;
  /** Where it stands; null: in a list. */
  readonly dictionary: NamedDictionary | null;
}

/** What a checkpoint holds. */
export interface CheckpointValues {
  readonly tensors: ReadonlyMap<string, NamedTorchTensor>;
  /** The first values that are no tensors, for a message: `epoch (a number)`. */
  readonly others: readonly string[];
}

const MOST_TENSORS = 2 ** 15;
const MOST_NAME_CHARACTERS = 2 ** 22;
/** Values that are looked at: lists that hold each other many times over have no end otherwise. */
const MOST_STEPS = 2 ** 20;
const SHOWN_OTHERS = 8;

interface Walk {
  readonly path: string;
  readonly tensors: Map<string, NamedTorchTensor>;
  readonly others: string[];
  /** What has been found to be a tensor: one may stand in many places. */
  readonly known: Map<PickleValue, TorchTensor | RefusedTensor>;
  steps: number;
  characters: number;
}

/**
 * The tensors in dictionaries, lists and tuples, each named by the keys that lead to it, joined by dots
 * (`state_dict.lstm.weight_ih_l0`). `root` has passed checkDepth. Throws BadInput, with `path` in front, for
 * a lone value, for two tensors of one name, for tensors that do not lie in their storages, and on more of
 * them than any model has.
 */
export function namedTensors(root: PickleValue, path: string): CheckpointValues {
  const walk: Walk = { path, tensors: new Map(), others: [], known: new Map(), steps: 0, characters: 0 };
  const isLone = torchTensorOf(root, path) !== null || membersOf(root) === null;
  if (isLone)
    throw new BadInput(`${path}: holds ${saysOf(root)} without a name, expected a state_dict with names`);
  visit(walk, root, '', null);
  return walk;
}

function visit(walk: Walk, value: PickleValue, name: string, dictionary: NamedDictionary | null): void {
  const { path, tensors, others, known } = walk;
  if (++walk.steps > MOST_STEPS)
    throw new BadInput(`${path}: more than ${MOST_STEPS} values, counted each time that they are held`);
  const tensor =
    known.get(value) ??
    (isKind(value, 'call') ? torchTensorOf(value, `${path}, tensor ${printableName(name)}`) : null);
  const members = membersOf(value);
  if (tensor !== null) addTensor(walk, { name, tensor, value: value as PickleNode, dictionary });
  else if (members !== null) {
    for (const [key, member] of members.parts)
      visit(walk, member, name === '' ? key : `${name}.${key}`, members.dictionary(name));
  } else if (others.length < SHOWN_OTHERS) others.push(`${printableName(name)} (${saysOf(value)})`);
  if (tensors.size > MOST_TENSORS) throw new BadInput(`${path}: more than ${MOST_TENSORS} tensors`);
}

function addTensor(walk: Walk, found: NamedTorchTensor): void {
  const { path, tensors, known } = walk;
  const { name } = found;
  walk.characters += name.length;
  if (walk.characters > MOST_NAME_CHARACTERS)
    throw new BadInput(
      `${path}: the names of its tensors are longer than ${MOST_NAME_CHARACTERS} characters`,
    );
  if (tensors.has(name)) throw new BadInput(`${path}: two tensors are named ${printableName(name)}`);
  tensors.set(name, found);
  known.set(found.value, found.tensor);
}

interface Members {
  readonly parts: Iterable<readonly [key: string, value: PickleValue]>;
  /** Where the members stand, by the name of what has them; null: in a list. */
  dictionary(name: string): NamedDictionary | null;
}

/** What a value holds by keys or by places; null: it is no dictionary, list or tuple. */
function membersOf(value: PickleValue): Members | null {
  if (isKind(value, 'list') || isKind(value, 'tuple'))
    return { parts: itemsOf(value.items), dictionary: () => null };
  const isDictionary =
    isKind(value, 'dict') || (isKind(value, 'call') && dictionaries.has(value.callee.name));
  if (!isDictionary) return null;
  const dictionary = (name: string) => ({ node: value, prefix: name === '' ? '' : `${name}.` });
  return { parts: entriesOf(value.entries), dictionary };
}

function* itemsOf(items: readonly PickleValue[]): Generator<[string, PickleValue]> {
  for (const [at, item] of items.entries()) yield [`${at}`, item];
}

function* entriesOf(entries: readonly PickleValue[]): Generator<[string, PickleValue]> {
  for (let at = 0; at + 1 < entries.length; at += 2) yield [keyText(entries[at]), entries[at + 1]];
}

/** A key as a part of a name. */
function keyText(key: PickleValue): string {
  if (typeof key === 'string') return key;
  if (key === null) return 'None';
  if (typeof key === 'boolean') return key ? 'True' : 'False';
  if (typeof key === 'number' || typeof key === 'bigint') return `${key}`;
  if (key.kind === 'float') return `${key.value}`;
  return key.kind === 'tuple' ? `(${key.items.slice(0, 8).map(shortText).join(', ')})` : `(${key.kind})`;
}

const shortText = (item: PickleValue): string =>
  typeof item === 'object' && item !== null ? item.kind : String(item).slice(0, 40);

/** What a value is, in words. */
function saysOf(value: PickleValue): string {
  if (value === null) return 'None';
  if (typeof value === 'object') return saysOfNode(value);
  if (typeof value === 'string') return 'a text';
  return typeof value === 'boolean' ? 'True or False' : 'a number';
}

function saysOfNode(value: PickleNode): string {
  switch (value.kind) {
    case 'float':
      return 'a number';
    case 'persistent':
      return 'a storage';
    case 'global':
      return printableName(value.name);
    case 'call': {
      const tensor = torchTensorOf(value, '');
      if (tensor === null) return printableName(value.callee.name);
      return 'says' in tensor ? tensor.says : `one tensor ${numbersText(tensor.shape)}`;
    }
    default:
      return `a ${value.kind}`;
  }
}
