import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, session } from './session.ts';

const here = folder();

/** The command lines of a help text's examples; what is written goes to `out`. */
function examplesOf(help: string, out: string): string[][] {
  const lines = help.slice(help.indexOf('Examples:')).split('\n');
  return lines
    .filter((line) => line.startsWith('  bbsim '))
    .map((line) => line.trim().split(' ').slice(1))
    .map((words) =>
      words.map((word, i) => (['--out', '--write'].includes(words[i - 1]) ? written(word, out) : word)),
    );
}

/** A file keeps its ending. */
const written = (word: string, out: string): string => (word.includes('.') ? `${out}-${word}` : out);

describe('help', () => {
  it.each(['compare', 'run', 'prune', 'spmv', 'rtl', 'list', 'schema'])(
    'of %s has examples that run',
    async (command) => {
      const { out: help } = await session(command, '--help');
      const examples = examplesOf(help, join(here, command));
      expect(examples.length).toBeGreaterThan(0);
      for (const words of examples) {
        expect(words[0]).toBe(command);
        // The main job has tests of its own, and is slow: any other workload takes the same options.
        const quick = words.join(' ').startsWith('compare --out')
          ? ['compare', 'tiny', ...words.slice(1)]
          : words;
        const { code, out, err } = await session(...quick);
        expect(code, `${words.join(' ')}: ${err}`).toBe(0);
        expect(out).not.toBe('');
      }
    },
  );
});
