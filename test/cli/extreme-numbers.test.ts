import { describe, expect, it } from 'vitest';
import { jsonSchema } from '../../src/cli/schemas.ts';
import { configKinds } from '../../src/config/presets.ts';
import { writeNpy } from '../../src/tensors/npy/npy.ts';
import { folder, put, session } from './session.ts';

/** A number of a JSON Schema, by its place in it. */
interface Bounded {
  readonly path: string;
  readonly low: number;
  readonly high: number;
}

/** Every number and integer below a part of a schema. */
function numbersIn(part: unknown, path: string): Bounded[] {
  if (typeof part !== 'object' || part === null) return [];
  const { type, minimum, exclusiveMinimum, maximum, exclusiveMaximum } = part as Record<string, unknown>;
  const choices = 'enum' in part || 'const' in part;
  const own =
    (type === 'number' || type === 'integer') && !choices
      ? [{ path, low: Number(minimum ?? exclusiveMinimum), high: Number(maximum ?? exclusiveMaximum) }]
      : [];
  return [...own, ...Object.entries(part).flatMap(([name, inner]) => numbersIn(inner, `${path}.${name}`))];
}

describe('a number of a configuration', () => {
  const kinds = configKinds.filter((kind) => kind !== 'sweep');

  it.each(kinds)('of a %s has bounds, so that what is computed from it stays finite', (kind) => {
    for (const { path, low, high } of numbersIn(jsonSchema(kind), kind)) {
      expect(Math.abs(low), path).toBeLessThanOrEqual(1e12);
      expect(Math.abs(high), path).toBeLessThanOrEqual(1e12);
      if (low !== 0) expect(Math.abs(low), path).toBeGreaterThanOrEqual(1e-9);
    }
  });

  it.each([
    ['clockMhz=5e-324', '--set clockMhz=5e-324: expected at least 0.001, found 5e-324'],
    ['clockMhz=1e308', '--set clockMhz=1e308: expected at most 5000, found 1e+308'],
    ['dram.latencyNs=1e308', '--set dram.latencyNs=1e308: expected at most 100000000, found 1e+308'],
    ['pes=1e9', '--set pes=1e9: expected at most 65536, found 1000000000'],
  ])('%s is refused in one line', async (set, message) => {
    const { code, out, err } = await session('run', 'tiny', '--set', set);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`bbsim: ${message}`);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  it('that makes a step take more cycles than can be simulated says which', async () => {
    const slow = ['weights=streamed', 'clockMhz=5000', 'dram.gbPerS=0.001', 'workload.sparsity=0'];
    const words = ['run', 'timit', '--no-values', '--allow-overflow'];
    const { code, out, err } = await session(...words, ...slow.flatMap((set) => ['--set', set]));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(
      /^bbsim: dram: fetching the weights of a step takes \d+ cycles or more at 5000 MHz with dram\.gbPerS 0\.001/m,
    );
  });

  it('may be as small and as large as it can be', async () => {
    for (const set of [
      'clockMhz=0.001',
      'clockMhz=5000',
      'dram.gbPerS=0.001',
      'dram.gbPerS=1000000',
      'dram.latencyNs=100000000',
      'weightMemory.beatsPerPe=16777216',
      'timing.mulLatency=64',
    ]) {
      const line = ['run', 'tiny', '--accelerator', 'csr', '--set', 'pes=2', '--set', 'banks=4'];
      const { code, out, err } = await session(
        ...line,
        '--set',
        'weights=streamed',
        '--set',
        set,
        '--no-values',
        '--allow-overflow',
        '--format',
        'json',
      );
      expect({ set, code, err }).toMatchObject({ set, code: 0 });
      expect(out).not.toMatch(/Infinity|NaN|null,\s*"energyUj": null/);
    }
  });
});

it('a bank with more words than an index of CSB holds is refused in one line', async () => {
  const into = folder();
  const cols = 2 * 0x10000 + 2;
  const matrix = put(into, 'A.npy', writeNpy([1, cols], new Int16Array(cols)));
  const vector = put(into, 'x.npy', writeNpy([cols], new Int16Array(cols)));
  const line = ['spmv', '--matrix', matrix, '--vector', vector, '--accelerator', 'bbs', '--set', 'banks=2'];
  const { code, out, err } = await session(...line);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toBe(
    `bbsim: tensor ${matrix}: 65537 words per bank, expected at most 65536 (2 banks for 131074 columns: more banks)\n`,
  );
});
