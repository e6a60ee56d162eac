import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { checkDepth, MOST_DEPTH } from '../../../src/tensors/pytorch/pickle/pickle-depth.ts';
import { unpickle } from '../../../src/tensors/pytorch/pickle/pickle-machine.ts';
import type { PickleValue } from '../../../src/tensors/pytorch/pickle/pickle-value.ts';
import { writePickle } from '../../../src/tensors/pytorch/pickle/write-pickle.ts';
import { dict, global, operations, pickle, text, treeOf, tuple } from './pickles.ts';

const list = (...items: PickleValue[]): PickleValue => ({ kind: 'list', items });
const tupleOf = (...items: PickleValue[]): PickleValue => ({ kind: 'tuple', items });
const float = (value: number) => ({ kind: 'float', value });

/** Operations, and what they leave on the stack. */
const values: readonly (readonly [what: string, bytes: Uint8Array, value: unknown])[] = [
  ['None, True and False', operations('N\x88\x89\x87'), tupleOf(null, true, false)],
  [
    'whole numbers of one, two and four bytes',
    operations('K\xffM\x00\xffJ\xfe\xff\xff\xff\x87'),
    tupleOf(255, 65280, -2),
  ],
  [
    'long ones',
    operations('\x8a\x00', '\x8a\x02\x00\xff', '\x8b\x01\x00\x00\x00\x7f\x87'),
    tupleOf(0, -256, 127),
  ],
  ['one beyond a double', operations('\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\x01'), 2n ** 64n],
  ['floats', operations('G\x3f\xf8\x00\x00\x00\x00\x00\x00'), float(1.5)],
  ['texts', operations('X\x02\x00\x00\x00\xc3\xa4\x8c\x01b\x86'), tupleOf('\u00e4', 'b')],
  ['bytes', operations('C\x01a'), { kind: 'bytes', bytes: Uint8Array.of(97) }],
  [
    'tuples of none, one and many',
    operations(')N\x85(NNNNt\x87'),
    tupleOf(tupleOf(), tupleOf(null), tupleOf(null, null, null, null)),
  ],
  ['lists', operations(']NaK\x01a(K\x02K\x03e'), list(null, 1, 2, 3)],
  ['dicts', operations('}K\x01Ns(K\x02NK\x03Nu'), { kind: 'dict', entries: [1, null, 2, null, 3, null] }],
  ['sets', operations('\x8f(K\x01\x90'), { kind: 'set', items: [1] }],
  ['frozen sets', operations('(K\x01\x91'), { kind: 'frozenset', items: [1] }],
];

describe('a pickle', () => {
  it.each(values)('is read: %s', (_, bytes, value) => {
    expect(treeOf(pickle(bytes))).toEqual(value);
  });

  it.each(values)('is written as it was read: %s', (_, bytes, value) => {
    const written = writePickle(treeOf(pickle(bytes)), { replaced: new Map(), added: new Map() });
    expect(treeOf(written)).toEqual(value);
  });

  it('refers to what it has made by its place in the memo', () => {
    const value = treeOf(pickle(']q\x00r\x01\x00\x00\x00\x94h\x00j\x02\x00\x00\x00\x87'));
    if (typeof value !== 'object' || value?.kind !== 'tuple') throw new Error('no tuple');
    expect(value.items[1]).toBe(value.items[0]);
    expect(value.items[2]).toBe(value.items[0]);
  });

  it('says what it would call, with what, and what it would do to the result', () => {
    const made = operations(global('collections', 'OrderedDict'), ')R', text('a'), 'K\x01s', '}b');
    expect(treeOf(pickle(made))).toEqual({
      kind: 'call',
      callee: { kind: 'global', module: 'collections', name: 'collections.OrderedDict' },
      isNew: false,
      args: tupleOf(),
      entries: ['a', 1],
      state: { kind: 'dict', entries: [] },
    });
  });

  it('names functions by two texts as well, in later protocols', () => {
    const made = operations('\x8c\x05torch\x8c\x04Size\x93', tuple(), '\x85\x81');
    expect(treeOf(operations('\x80\x04', made, '.'))).toMatchObject({
      callee: { name: 'torch.Size' },
      isNew: true,
    });
  });

  it('ends at its STOP: another may follow', () => {
    const both = operations(pickle('N'), pickle('K\x01'));
    const rules = { place: 'p', isKnown: () => false };
    const { value, end } = unpickle(both, 0, rules);
    expect([value, unpickle(both, end, rules).value]).toEqual([null, 1]);
  });

  it.each([
    ['more than 255 values that are referred to', Array.from({ length: 300 }, (_, i) => `key ${i}`)],
    ['more than a batch of 1000', Array.from({ length: 2001 }, (_, i) => i - 1000)],
    [
      'numbers at the edges',
      [
        255,
        256,
        65535,
        65536,
        -1,
        2 ** 31 - 1,
        2 ** 31,
        -(2 ** 31),
        -(2 ** 31) - 1,
        -128,
        2n ** 64n,
        -(2n ** 4000n),
      ],
    ],
  ])('is written as it was read: %s', (_, items) => {
    const root = list(...items, ...items);
    expect(treeOf(writePickle(root, { replaced: new Map(), added: new Map() }))).toEqual(root);
  });
});

/** Pickles that are refused, and what is said. */
const refused: readonly (readonly [what: string, bytes: Uint8Array, says: string])[] = [
  [
    'calls a function of the system',
    pickle(global('os', 'system'), text('id'), '\x85R'),
    'calls os.system: nothing is executed',
  ],
  [
    'calls one by two texts',
    operations('\x80\x04\x8c\x05posix\x8c\x06system\x93', text('id'), '\x85R.'),
    'calls posix.system: nothing is executed',
  ],
  [
    'calls one of Python itself',
    pickle(global('builtins', 'eval'), text('1'), '\x85R'),
    'calls builtins.eval',
  ],
  [
    'has an object of a class',
    pickle(global('torch.nn.modules.rnn', 'LSTM'), ')\x81'),
    'holds an object of the class torch.nn.modules.rnn.LSTM: no class is built',
  ],
  ['names a function', pickle(dict(['a', global('os', 'system')])), 'names os.system: nothing is looked up'],
  [
    'passes a function on',
    pickle(global('torch._tensor', '_rebuild_from_type_v2'), '(', global('os', 'system'), 'N)NtR'),
    'names os.system',
  ],
  ['calls what has no name', pickle(text('os'), ')R'), 'a call of what has no name at byte 10'],
  ['calls what a call gives', pickle(global('torch', 'Size'), ')R)R'), 'a call of what has no name'],
  [
    'has an operation of old protocols',
    pickle('ios\nsystem\n'),
    'operation 0x69 at byte 2, expected one that torch.save writes',
  ],
  ['has an operation for extensions', pickle('\x82\x01'), 'operation 0x82 at byte 2'],
  ['is of protocol 1', operations('\x80\x01N.'), 'protocol 1, expected 2 to 5, at byte 0'],
  ['has no end', operations('\x80\x02N'), 'ends at byte 3 without its STOP'],
  ['is cut short', operations('\x80\x02J\x01'), 'needs 4 bytes from byte 3, found 1'],
  [
    'has a text longer than itself',
    operations('\x80\x02X\xff\xff\xff\xffa.'),
    'needs 4294967295 bytes from byte 7, found 2',
  ],
  [
    'has a text of 2^63 bytes',
    operations('\x80\x04\x8d\x00\x00\x00\x00\x00\x00\x00\x80a.'),
    'needs 9223372036854776000 bytes',
  ],
  ['has a text that is no UTF-8', pickle('X\x01\x00\x00\x00\xff'), 'the text at byte 3 is not UTF-8'],
  ['has a name without an end', pickle('cos', 'x'.repeat(300)), 'no line ends within 256 bytes'],
  [
    'has a whole number of a million digits',
    pickle('\x8b\x00\x10\x00\x00', new Uint8Array(4096)),
    'a whole number of 4096 bytes',
  ],
  ['takes from an empty stack', pickle('\x86'), 'a value is missing at byte 2'],
  ['takes from behind a mark', pickle('N(\x85'), 'a value is missing at byte 4'],
  ['has no mark', pickle('t'), 'a mark is missing at byte 2'],
  ['leaves two values', pickle('NN'), '2 values are left, expected one'],
  ['leaves a mark', pickle('N('), '1 values are left, expected one'],
  ['reads an empty place of the memo', pickle('h\x05'), 'place 5 of the memo, which is empty'],
  [
    'writes far into the memo',
    pickle('Nr\xff\xff\xff\x7f'),
    'place 2147483647 of the memo, of which 0 are used',
  ],
  ['appends to what is no list', pickle('NNa'), 'an item for what is no list'],
  ['puts a key into a tuple', pickle(')NNs'), 'a key for what is no dict'],
  ['puts a key without a value', pickle('}(Nu'), 'a key without a value'],
  ['gives a list a state', pickle(']Nb'), 'a state for what takes none'],
  ['names a function by a number', pickle('K\x01K\x02\x93'), 'a function whose name is no text'],
];

describe('a pickle that no file of weights has', () => {
  it.each(refused)('is refused, and nothing is done: it %s', (_, bytes, says) => {
    expect(() => treeOf(bytes)).toThrow(BadInput);
    expect(() => treeOf(bytes)).toThrow(`p: ${says}`);
  });

  it('is refused when it contains itself', () => {
    const loops = [pickle(']q\x00h\x00a'), pickle('}q\x00Nh\x00s'), pickle(']q\x00}Nh\x00sa')];
    for (const loop of loops)
      expect(() => checkDepth(treeOf(loop), 'p')).toThrow('p: holds a value that contains itself');
  });

  it(`is refused when it is nested deeper than ${MOST_DEPTH} values, in whatever order they are put in`, () => {
    const nested = (depth: number) => pickle(']'.repeat(depth), 'a'.repeat(depth - 1));
    expect(() => checkDepth(treeOf(nested(MOST_DEPTH)), 'p')).not.toThrow();
    for (const depth of [MOST_DEPTH + 1, 100_000])
      expect(() => checkDepth(treeOf(nested(depth)), 'p')).toThrow('p: nested deeper than 64 values');
    // Each list is put into the next one before: the innermost is looked at last.
    const makes = Array.from({ length: 100 }, (_, i) => `]q${String.fromCharCode(i)}`).join('');
    const puts = Array.from({ length: 99 }, (_, i) => operations('h', i + 1, 'h', i, 'a'));
    const chained = pickle('(', makes, ...puts, 't');
    expect(() => checkDepth(treeOf(chained), 'p')).toThrow('nested deeper than 64 values');
  });

  it('is refused when its values take more memory than its length allows', () => {
    for (const code of [']', '}', 'G\x00\x00\x00\x00\x00\x00\x00\x00']) {
      const bytes = pickle('(', code.repeat(500_000), 't');
      const before = process.memoryUsage().heapUsed;
      expect(() => treeOf(bytes)).toThrow(
        /holds more values than its \d+ bytes may; save the state_dict alone/,
      );
      expect(process.memoryUsage().heapUsed - before).toBeLessThan(3 * bytes.length + 64 * 2 ** 20);
    }
  });

  it('may hold a vocabulary of a hundred thousand words', () => {
    const words = Array.from({ length: 100_000 }, (_, i) => `\x8c\x07w${100_000 + i}\x94M\x00\x01`).join('');
    const bytes = operations('\x80\x04}(', words, 'u.');
    expect(treeOf(bytes)).toMatchObject({ kind: 'dict' });
  });
});
