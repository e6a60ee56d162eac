import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, session } from './session.ts';

const small = ['--accelerator', 'csr', '--set', 'pes=2', '--set', 'banks=4'];
const out = folder();

describe('clockMhz: auto', () => {
  it.each([
    ['compare', 'tiny'],
    ['study', 'banks', 'tiny', '--banks', '2,4'],
    ['study', 'baselines', 'tiny'],
    ['rtl', 'tiny', ...small, '--set', 'ewop.lanes=4', '--out', join(out, 'rtl')],
  ])('is taken by %s %s', async (...words) => {
    const { code, err } = await session(...words, '--set', 'clockMhz=auto');
    expect(code, err).toBe(0);
  });
});
