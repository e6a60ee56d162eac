import { describe, expect, it, vi } from 'vitest';
import { session } from '../../cli/session.ts';

// Registered as any other, but in this test only.
vi.mock(import('../../../src/bbs/formats/index.ts'), async (original) => {
  const { formats } = await original();
  const { coordinates } = await import('./coordinates.ts');
  return { formats: [...formats, coordinates] as unknown as typeof formats };
});

const run = (pes: number, ...words: string[]) =>
  session('run', 'tiny', '--set', `pes=${pes}`, '--set', 'banks=8', ...words);

describe('a format that is registered', () => {
  it('is in the result, with its bits and what only fills up', async () => {
    const { detail, weights } = JSON.parse((await run(2, '--format', 'json')).out);
    const { storageByFormat } = detail.fpgaArray;
    expect(storageByFormat.map(({ format }: { format: string }) => format)).toEqual([
      'CSB',
      'CSR',
      'CSC',
      'dense',
      'COO',
    ]);
    // One for each PE and gate matrix.
    const values = weights.kept + 2 * 2;
    const storage = {
      valueBits: 16 * values,
      indexBits: 32 * values,
      pointerBits: 0,
      totalBits: 48 * values,
    };
    expect(storageByFormat.at(-1)).toEqual({ format: 'COO', storage, padding: 4 });
  });

  it('is a row of the storage table, with its word below', async () => {
    const { out } = await run(2);
    expect(out).toMatch(/^COO .* 4 *$/m);
    expect(out).toContain('COO: an address of 32 bits for every value.');
  });

  it('has a row without figures where it cannot hold the matrices, and says why', async () => {
    const { out } = await run(4);
    expect(out).toMatch(/^COO( +-)+$/m);
    expect(out).toContain('-: there are more than two PEs, COO cannot hold them.');
  });
});
