import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RunResultSchema } from '../../src/run/result.ts';
import { PruneResultSchema } from '../../src/study/prune/prune-result.ts';
import { writeNpy } from '../../src/tensors/npy/npy.ts';
import { seededInputs } from '../bbs/criteria/correlated.ts';
import { twoLayers } from '../study/prune/files.ts';
import { folder, put, session, smallBbs } from './session.ts';

const here = folder();
const model = put(here, 'model.npz', twoLayers().bytes);
const array = put(here, 'array.yaml', smallBbs);
const inputs = Float32Array.from(seededInputs(12, 100, 0.8, '1').flatMap((each) => [...each]));
const x = put(here, 'x.npy', writeNpy([100, 12], inputs));
const out = join(here, 'pruned.npz');
const separate = ['--set', 'gateMatrix=separate'];

async function prune(...words: string[]) {
  const options = ['--accelerator', array, '--format', 'json', '--out', out];
  const { code, out: text, err } = await session('prune', model, ...words, ...options);
  expect(code, err).toBe(0);
  return PruneResultSchema.parse(JSON.parse(text));
}

/** Cycles of a step of the pruned file, its weights taken as they are. */
async function cyclesOf(...words: string[]): Promise<number> {
  const options = ['--accelerator', array, '--pattern', 'none', '--no-values', '--format', 'json'];
  const { code, out: text, err } = await session('run', '--weights', out, ...options, ...words);
  expect(code, err).toBe(0);
  return RunResultSchema.parse(JSON.parse(text)).cycles.total;
}

describe('bbsim prune --most-cycles', () => {
  const designs = [[], separate, [...separate, '--set', 'ewop.style=instruction']];

  it.each(designs.map((sets) => [sets.join(' '), sets] as const))(
    'writes a file whose step takes the cycles that it says, and no more than were asked for: %s',
    async (_, sets) => {
      const whole = (await prune('--most-cycles', '100000', ...sets)).budget;
      const { leastCycles = 0, cycles = 0 } = whole ?? {};
      expect(await cyclesOf(...sets)).toBe(cycles);
      for (const share of [0, 0.4, 0.8]) {
        const most = Math.floor(leastCycles + share * (cycles - leastCycles));
        const { budget, requestedSparsity } = await prune('--most-cycles', String(most), ...sets);
        expect([requestedSparsity, budget?.mostCycles]).toEqual([null, most]);
        expect(budget?.cycles).toBeLessThanOrEqual(most);
        expect(await cyclesOf(...sets)).toBe(budget?.cycles);
      }
    },
  );

  it('keeps more than one sparsity for all matrices keeps at the same cycles', async () => {
    const even = await prune('--sparsity', '0.5', ...separate);
    const most = await cyclesOf(...separate);
    const { keptMagnitudeShare, budget } = await prune('--most-cycles', String(most), ...separate);
    expect(budget?.matrices.map(({ layer: at, mostPerBank }) => [at, mostPerBank])).toEqual([
      [0, 3],
      [0, 2],
      [1, 2],
      [1, 2],
    ]);
    expect(keptMagnitudeShare).toBeGreaterThanOrEqual(even.keptMagnitudeShare);
  });

  it('loses as little as can be of the products with inputs of the model', async () => {
    const obs = ['--criterion', 'obs', '--calibration', x];
    const { leastCycles = 0, cycles = 0 } =
      (await prune('--most-cycles', '100000', ...separate)).budget ?? {};
    const most = Math.floor((leastCycles + cycles) / 2);
    const { budget, calibration } = await prune('--most-cycles', String(most), ...obs, ...separate);
    expect(await cyclesOf(...separate)).toBe(budget?.cycles);
    expect(calibration?.matrices.map(({ perBank }) => perBank)).toEqual(
      budget?.matrices.map(({ perBank }) => perBank),
    );
  });

  it('shows what was chosen, and ends with 2 and the least cycles where the budget is too small', async () => {
    const words = ['prune', model, '--accelerator', array, '--out', out, '--most-cycles'];
    const shown = await session(...words, '100000');
    expect(shown.out).toMatch(/A step of array: \d+ cycles, of 100000 that it may take/);
    const least = /a step takes (\d+) cycles/.exec(shown.out)?.[1];
    const { code, out: text, err } = await session(...words, '3');
    expect([code, text, err]).toEqual([
      2,
      '',
      `bbsim: array: a step takes at least ${least} cycles, with one entry in every bank of every row; expected a budget of as many, found 3\n`,
    ]);
    const other = await session(...words, '300', '--pattern', 'unstructured');
    expect([other.code, other.err]).toEqual([
      2,
      expect.stringContaining('pattern unstructured has no banks'),
    ]);
  });
});
