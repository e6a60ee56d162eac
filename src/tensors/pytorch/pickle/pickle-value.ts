/**
 * What a pickle would make, as a tree: calls stand in it as what would be called and with what. Nothing is
 * ever called. Whole numbers are numbers, or bigints where a double does not hold them.
 */
export type PickleValue = null | boolean | number | bigint | string | PickleNode;

/** A value that the pickle can refer to a second time. */
export type PickleNode =
  | PickleFloat
  | PickleBytes
  | PickleTuple
  | PickleSequence<'list'>
  | PickleSequence<'set'>
  | PickleSequence<'frozenset'>
  | PickleDictionary
  | PickleGlobal
  | PickleCall
  | PicklePersistent;

/** A floating-point number: Python tells 1.0 from 1. */
export interface PickleFloat {
  readonly kind: 'float';
  readonly value: number;
}

/** `bytes`, or a `bytearray`. */
export interface PickleBytes {
  readonly kind: 'bytes' | 'bytearray';
  readonly bytes: Uint8Array;
}

/** Values in a row. */
export interface PickleSequence<Kind extends 'tuple' | 'list' | 'set' | 'frozenset'> {
  readonly kind: Kind;
  readonly items: PickleValue[];
}

/** A `tuple`. */
export type PickleTuple = PickleSequence<'tuple'>;

/** A `dict`: keys and values by turns, in the order in which they were put in. */
export interface PickleDictionary {
  readonly kind: 'dict';
  readonly entries: PickleValue[];
}

/** A function or a class, by its module and its name. */
export interface PickleGlobal {
  readonly kind: 'global';
  /** `module.name`. */
  readonly name: string;
  readonly module: string;
}

/** The call of a function or a class. */
export interface PickleCall {
  readonly kind: 'call';
  readonly callee: PickleGlobal;
  /** Whether `callee.__new__` would be called (NEWOBJ), not `callee` itself (REDUCE). */
  readonly isNew: boolean;
  readonly args: PickleTuple;
  /** What the result would be given as its state (BUILD); undefined: nothing. */
  state?: PickleValue;
  /** Keys and values by turns that would be put into the result, as into a dict. */
  readonly entries: PickleValue[];
}

/** What the file has outside the pickle: in those of torch.save a storage. */
export interface PicklePersistent {
  readonly kind: 'persistent';
  readonly id: PickleValue;
}

/** Whether a value is of a kind. */
export function isKind<Kind extends PickleNode['kind']>(
  value: PickleValue | undefined,
  kind: Kind,
): value is Extract<PickleNode, { kind: Kind }> {
  return typeof value === 'object' && value !== null && value.kind === kind;
}

/** The values directly in a value: items, keys and values, arguments, state. */
export function partsOf(value: PickleNode): readonly PickleValue[] {
  switch (value.kind) {
    case 'tuple':
    case 'list':
    case 'set':
    case 'frozenset':
      return value.items;
    case 'dict':
      return value.entries;
    case 'persistent':
      return [value.id];
    case 'call':
      return [value.args, ...(value.state === undefined ? [] : [value.state]), ...value.entries];
    default:
      return [];
  }
}
