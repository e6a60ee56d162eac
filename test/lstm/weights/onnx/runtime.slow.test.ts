import { describe, expect, it } from 'vitest';
import { expectedFiles } from './fixtures.ts';
import { runtimeDifference } from './runtime.ts';

const files = Object.entries(expectedFiles).filter(([, { feeds }]) => Object.keys(feeds).length > 0);

/** What onnxruntime has no kernel for: the batch first, and sizes that only the weights say. */
const refused = /layout-1|without-hidden-size/;

describe('onnxruntime on every file with a recurrent node', () => {
  it.each(files.filter(([name]) => !refused.test(name)))(
    'gives the outputs that our reference is held to, within 1e-5: %s',
    async (name, expected) => {
      expect(await runtimeDifference(name, expected)).toBeLessThan(1e-5);
    },
  );

  it.each(files.filter(([name]) => refused.test(name)))(
    'refuses what it does not have: %s',
    async (name, expected) => {
      await expect(runtimeDifference(name, expected)).rejects.toThrow(/layout|hidden_size/);
    },
  );
});
