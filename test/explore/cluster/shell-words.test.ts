import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellLine, shellWord, splitWords } from '../../../src/explore/cluster/shell-words.ts';

/** Anything that can be an argument of a program: all but a zero byte, and halves of characters. */
const word = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '')),
  fc.string({ unit: fc.constantFrom(...' \'"\\$`!#~*?[]{}()<>|&;=%\n\t-a') }),
);

describe('a word for the shell', () => {
  it.each([
    ['plain/path-1.2', 'plain/path-1.2'],
    ['', "''"],
    ['two words', "'two words'"],
    ["it's", "'it'\\''s'"],
    ['$HOME', "'$HOME'"],
  ])('%j is written as %s', (text, written) => expect(shellWord(text)).toBe(written));

  it('is read by bash as it was', () => {
    const act = (words: readonly string[]) => {
      // The first is a fixed one: without words printf would print its format.
      const { stdout, status } = spawnSync('bash', ['-c', `printf '%s\\0' x ${shellLine(words)}`], {
        encoding: 'utf8',
      });
      expect(status).toBe(0);
      expect(stdout.split('\0').slice(1, -1)).toEqual(words);
    };
    fc.assert(fc.property(fc.array(word, { maxLength: 4 }), act), { numRuns: 20 });
  });

  it('is split again into what it was', () => {
    const act = (words: readonly string[]) => {
      expect(splitWords(shellLine(words), '--o')).toEqual(words);
    };
    fc.assert(fc.property(fc.array(word), act));
  });
});

describe('an option of several words', () => {
  it.each([
    ['--partition=long  -t 2:00:00', ['--partition=long', '-t', '2:00:00']],
    ['--comment="a \\"b\\" $c \\d" x', ['--comment=a "b" $c \\d', 'x']],
    ["--comment='a b'c\\ d ''", ['--comment=a bc d', '']],
    [' \t\n', []],
    ['', []],
  ])('%j', (text, words) => expect(splitWords(text, '--o')).toEqual(words));

  it.each(["a 'b", 'a "b', 'a \\'])('is refused when a quote does not end: %j', (text) => {
    expect(() => splitWords(text, '--o')).toThrow('--o: a quote or backslash without its end');
  });
});
