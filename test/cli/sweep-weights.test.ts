import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWeights } from '../../src/cli/weights-file.ts';
import { loadSweep } from '../../src/explore/space/load-sweep.ts';
import { seeded } from '../../src/num/random.ts';
import { writeNpz } from '../../src/tensors/npy/npz.ts';
import { folder, put, session } from './session.ts';

const here = folder();

/** Weights of the workload `tiny`: 24 inputs, 32 cells. */
function weightsOfTiny(prefix: string) {
  const random = seeded(`weights ${prefix}`);
  const tensor = (name: string, rows: number, cols: number) => ({
    name: prefix + name,
    shape: [rows, cols],
    data: Float32Array.from({ length: rows * cols }, () => random() - 0.5),
  });
  return [tensor('weight_ih_l0', 128, 24), tensor('weight_hh_l0', 128, 32)];
}

const model = put(here, 'model.npz', writeNpz([...weightsOfTiny('first.'), ...weightsOfTiny('second.')]));
const text = 'accelerators: [bbs]\nworkloads: [tiny]\naxes: [{field: banks, values: [2, 4]}]\n';
const spec = put(here, 'spec.yaml', text);
const load = (path: string, given: Parameters<typeof loadSweep>[2] = null) =>
  loadSweep(path, (file) => readWeights(file, 'weights'), given);

describe('the weights of a sweep', () => {
  it('are those of --weights, as if the one workload named them', () => {
    const entry = '{use: tiny, weights: model.npz, model: second}';
    const named = load(put(here, 'named.yaml', text.replace('[tiny]', `[${entry}]`)));
    const given = load(spec, { weights: model, model: 'second' });
    expect(given.space.hash).toBe(named.space.hash);
    expect(given.space.basis.workloads[0].weights?.inputs).toEqual(
      named.space.basis.workloads[0].weights?.inputs,
    );
    expect(load(spec, { weights: model, model: 'first' }).space.hash).not.toBe(named.space.hash);
  });

  it.each([
    { of: 'two workloads', entries: '[tiny, timit]', says: 'it has 2 workloads' },
    {
      of: 'a workload with weights of its own',
      entries: '[{use: tiny, weights: other.npz}]',
      says: 'it has the weights other.npz',
    },
  ])('are refused for $of', async ({ entries, says }) => {
    const other = put(here, 'other.yaml', text.replace('[tiny]', entries));
    const { code, err } = await session('sweep', other, '--weights', model, '--out', join(here, 'no'));
    expect(code).toBe(2);
    expect(err).toContain(`--weights is for a sweep of one workload that names no weights; ${says}`);
  });

  it('are chosen in a file, simulated, and found again by the same command', async () => {
    const store = join(here, 'store');
    const words = ['sweep', spec, '--weights', model, '--out', store, '--jobs', '1', '--format', 'json'];
    const open = await session(...words);
    expect(open.code).toBe(2);
    expect(open.err).toContain('has several models, choose one with --model: "first", "second"');
    const chosen = await session(...words, '--model', 'second');
    expect(JSON.parse(chosen.out)).toMatchObject({ points: 2, fresh: 2, counts: { ok: 2 } });
    const again = await session(...words, '--model', 'second');
    expect(JSON.parse(again.out)).toMatchObject({ points: 2, fresh: 0, before: 2 });
    const seededOnes = await session('sweep', spec, '--out', store, '--jobs', '1', '--format', 'json');
    expect(JSON.parse(seededOnes.out)).toMatchObject({ points: 2, reused: 0, fresh: 2 });
  });
});
