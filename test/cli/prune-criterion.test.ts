import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RunResultSchema } from '../../src/run/result.ts';
import { PruneResultSchema } from '../../src/study/prune/prune-result.ts';
import { writeNpy } from '../../src/tensors/npy/npy.ts';
import { openNpz } from '../../src/tensors/npy/npz.ts';
import { seededInputs } from '../bbs/criteria/correlated.ts';
import { twoLayers } from '../study/prune/files.ts';
import { folder, put, session, smallBbs } from './session.ts';

const here = folder();
const model = put(here, 'model.npz', twoLayers().bytes);
const array = put(here, 'array.yaml', smallBbs);
const steps = seededInputs(12, 200, 0.8, '1');
const inputs = Float32Array.from(steps.flatMap((x) => [...x]));
const x = put(here, 'x.npy', writeNpy([200, 12], inputs));
const at = (name: string) => join(here, name);
const obs = ['--criterion', 'obs', '--calibration', x];

async function prune(...words: string[]) {
  const options = ['--accelerator', array, '--sparsity', '0.5', '--format', 'json'];
  const { code, out, err } = await session('prune', model, ...words, ...options);
  expect(code, err).toBe(0);
  return PruneResultSchema.parse(JSON.parse(out));
}

/** What a run on the inputs puts out, in float64. */
async function outputs(file: string, ...words: string[]) {
  const saved = at('outputs.npz');
  const options = ['--accelerator', array, '--inputs', x, '--save-outputs', saved, '--numbers', 'float64'];
  const { code, err } = await session('run', '--weights', file, ...options, ...words);
  expect(code, err).toBe(0);
  return openNpz(readFileSync(saved), saved).read('h').data;
}

const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);

describe('bbsim prune --criterion obs', () => {
  it('says the error of the products of every matrix, smaller than by magnitude', async () => {
    const separate = ['--set', 'gateMatrix=separate'];
    const { criterion, calibration, kept } = await prune(...obs, ...separate, '--out', at('obs.npz'));
    const byMagnitude = await prune(...separate, '--out', at('magnitude.npz'));
    expect([criterion, byMagnitude.criterion, byMagnitude.calibration]).toEqual(['obs', 'magnitude', null]);
    expect(kept).toBe(byMagnitude.kept);
    expect(calibration).toMatchObject({ file: x, steps: 200, damping: 0.01 });
    expect(
      calibration?.matrices.map(({ tensor, rows, cols, perBank }) => [tensor, rows, cols, perBank]),
    ).toEqual([
      ['weight_ih_l0', 32, 12, 2],
      ['weight_hh_l0', 32, 8, 1],
      ['weight_ih_l1', 32, 8, 1],
      ['weight_hh_l1', 32, 8, 1],
    ]);
    for (const { outputError, outputErrorByMagnitude } of calibration?.matrices ?? [])
      expect(outputError).toBeLessThan(outputErrorByMagnitude);
  });

  it('writes what the weights become: the outputs of the model move less than by magnitude', async () => {
    await prune(...obs, '--out', at('obs.npz'));
    await prune('--out', at('magnitude.npz'));
    const whole = await outputs(model);
    const [moved, byMagnitude] = [await outputs(at('obs.npz')), await outputs(at('magnitude.npz'))];
    expect(distance(moved, whole)).toBeLessThan(0.5 * distance(byMagnitude, whole));
    const { out } = await session(
      ...['run', '--weights', at('obs.npz'), '--accelerator', array, '--no-values', '--format', 'json'],
    );
    expect(RunResultSchema.parse(JSON.parse(out)).layers[0].matrices[0].kept).toBe(32 * 12);
  });

  it('prunes gate matrices that are one by x and h together, and int8 codes of them', async () => {
    const { calibration, weightBits } = await prune(...obs, '--weight-bits', '8', '--out', at('c.npz'));
    expect([weightBits, calibration?.matrices.map(({ cols }) => cols)]).toEqual([8, [20, 16]]);
    const file = openNpz(readFileSync(at('c.npz')), 'c.npz');
    expect(file.read('weight_ih_l0').dtype).toBe('int8');
  });

  it('takes raw codes of the format of the array', async () => {
    const codes = Int16Array.from(inputs, (value) => Math.round(value * 2 ** 9));
    const raw = put(here, 'raw.npy', writeNpy([200, 12], codes));
    const words = ['--criterion', 'obs', '--calibration', raw, '--set', 'number.fractionBits=9'];
    const { calibration } = await prune(...words, '--out', at('r.npz'));
    const floats = await prune(...obs, '--out', at('f.npz'));
    const [first, other] = [calibration, floats.calibration].map(
      (each) => each?.matrices[0].outputError ?? 0,
    );
    expect(first).toBeCloseTo(other, 3);
  });

  it('shows the errors beside what was kept, and says where there are fewer steps than inputs', async () => {
    const few = put(here, 'few.npy', writeNpy([5, 12], inputs.slice(0, 60)));
    const words = ['--criterion', 'obs', '--calibration', few, '--damping', '0.1', '--accelerator', array];
    const { code, out, err } = await session('prune', model, ...words, '--out', at('few.npz'));
    expect(code).toBe(0);
    expect(out).toContain(`Products of obs over 5 steps of ${few}, damping 0.1`);
    expect(err).toContain(`${few}: has 5 steps for matrices of up to 20 inputs: weights that are fitted to`);
  });

  it('says which matrices have inputs that are never driven, since their weights become 0', async () => {
    const values = inputs.map((value, i) => (i % 12 < 3 ? 0 : value));
    const idle = put(here, 'idle.npy', writeNpy([200, 12], values));
    const { remarks } = await prune('--criterion', 'obs', '--calibration', idle, '--out', at('idle.npz'));
    expect(remarks.filter((text) => text.includes('in every step'))).toEqual([
      expect.stringContaining(`${idle}: 3 of the 20 inputs of `),
    ]);
    const driven = await prune(...obs, '--out', at('driven.npz'));
    expect(driven.remarks.join()).not.toContain('in every step');
  });
});

describe('bbsim prune --criterion refuses', () => {
  const narrow = put(here, 'narrow.npy', writeNpy([200, 11], inputs.slice(0, 2200)));
  const few = put(here, 'few.npy', writeNpy([5, 12], inputs.slice(0, 60)));
  const infinite = put(here, 'infinite.npy', writeNpy([1, 12], new Float32Array(12).fill(Infinity)));

  it.each([
    [
      'no inputs',
      ['--criterion', 'obs'],
      '--criterion obs: expected --calibration <x.npy>, inputs of the model [n, X]',
    ],
    [
      'inputs of another width',
      ['--criterion', 'obs', '--calibration', narrow],
      `${narrow}: shape [200, 11], expected [T, 12]`,
    ],
    [
      'inputs that are not finite',
      ['--criterion', 'obs', '--calibration', infinite],
      'element 0 is Infinity',
    ],
    [
      'inputs that are not there',
      ['--criterion', 'obs', '--calibration', at('none.npy')],
      `--calibration: cannot read ${at('none.npy')}: no such file`,
    ],
    [
      'a pattern without banks',
      [...obs, '--pattern', 'unstructured'],
      'criterion obs: pattern unstructured has no banks in which every row keeps as many weights, expected bank-balanced or n-m',
    ],
    [
      'steps that say too little, without damping',
      ['--criterion', 'obs', '--calibration', few, '--damping', '0'],
      'tensor [weight_ih_l0, weight_hh_l0]: its 20 inputs depend on each other in the 5 steps of calibration, expected more steps, or a damping above 0',
    ],
    ['a criterion that there is not', ['--criterion', 'hessian'], 'Allowed choices are magnitude, obs'],
  ])('%s', async (_, words, says) => {
    const { code, out, err } = await session(
      ...['prune', model, '--accelerator', array, ...words, '--out', at('no.npz')],
    );
    expect(err).toContain(says);
    expect([code, out]).toEqual([2, '']);
  });
});
