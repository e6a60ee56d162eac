import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWeights } from '../../src/cli/weights-file.ts';
import { loadSweep } from '../../src/explore/space/load-sweep.ts';
import { loadModel } from '../../src/run/load-model.ts';
import { writeNpy } from '../../src/tensors/npy/npy.ts';
import { openNpz, writeNpz } from '../../src/tensors/npy/npz.ts';
import { folder, put, session } from './session.ts';

interface Fixture {
  readonly name: string;
  readonly inputs: number;
  readonly steps: number;
  readonly tensors: Readonly<Record<string, { readonly shape: number[]; readonly values: number[] }>>;
  readonly x: readonly number[];
  readonly float64: { readonly outputs: readonly number[] };
}

const here = folder();
const { cases }: { readonly cases: readonly Fixture[] } = JSON.parse(
  readFileSync(new URL('../fixtures/torch/lstm.json', import.meta.url), 'utf8'),
);
const called = (name: string) => cases.find((fixture) => fixture.name === name)!;
const layer = called('one bidirectional layer');
const stack = called('two bidirectional layers with projections');
const weightsOf = ({ tensors, name }: Fixture) =>
  put(
    here,
    `${name.replaceAll(' ', '-')}.npz`,
    writeNpz(
      Object.entries(tensors).map(([tensor, { shape, values }]) => ({
        ...{ name: tensor, shape, data: Float32Array.from(values) },
      })),
    ),
  );
const inputsOf = ({ inputs, steps, x }: Fixture) =>
  put(here, 'x.npy', writeNpy([steps, inputs], Float32Array.from(x)));

/** h of every step as `bbsim run --numbers float64` saves it. */
async function outputs(fixture: Fixture, ...words: string[]) {
  const out = join(here, 'o.npz');
  const files = ['--weights', weightsOf(fixture), '--inputs', inputsOf(fixture), '--save-outputs', out];
  const { code, err } = await session('run', ...files, '--numbers', 'float64', ...words);
  expect(code, err).toBe(0);
  return { err, h: openNpz(readFileSync(out), out).read('h') };
}

/** Columns `from` to `to` - 1 of the outputs of PyTorch. */
function columns({ steps, float64: { outputs: all } }: Fixture, from: number, to: number): number[] {
  const width = all.length / steps;
  return all.filter((_, i) => i % width >= from && i % width < to);
}

function expectNear(found: ArrayLike<number>, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  expect(Math.max(...expected.map((value, i) => Math.abs(value - found[i])))).toBeLessThan(1e-13);
}

const forwardAlone = 'the LSTM is bidirectional, and its forward pass runs alone';
const bothRun = 'the LSTM has bidirectional layers: both passes run';

describe('a bidirectional layer of a file', () => {
  it('runs forward, which is said once, and is then the left half of the outputs of PyTorch', async () => {
    const { h, err } = await outputs(layer);
    expectNear(h.data, columns(layer, 0, 4));
    expect(err.split(forwardAlone)).toHaveLength(2);
  });

  it.each([
    ['forward', 0, 4],
    ['reverse', 4, 8],
    ['both', 0, 8],
  ])('runs %s where that is asked for, in order of time', async (direction, from, to) => {
    const { h, err } = await outputs(layer, '--direction', direction);
    expectNear(h.data, columns(layer, from, to));
    expect(err).not.toContain('bidirectional, and');
  });

  it('runs both ways in a workload that is bidirectional, and one way in one that is not', async () => {
    const weights = weightsOf(layer);
    const workload = (bidirectional: boolean) =>
      put(
        here,
        `${bidirectional}.yaml`,
        `layers: [{inputs: 3, hidden: 4, bidirectional: ${bidirectional}}]\n`,
      );
    const both = await session('run', workload(true), '--weights', weights, '--format', 'json');
    expect(JSON.parse(both.out).layers).toMatchObject([{ direction: 'forward' }, { direction: 'reverse' }]);
    expect(both.err).not.toContain('runs alone');
    const reverse = ['--weights', weights, '--direction', 'reverse', '--format', 'json'];
    const one = await session('run', workload(false), ...reverse);
    expect(JSON.parse(one.out).layers).toMatchObject([{ layer: 0, direction: 'reverse' }]);
    const { code, err } = await session('run', workload(true), ...reverse);
    expect(code).toBe(2);
    expect(err).toContain('1 layers, but workload true has 1 in 2 passes');
  });

  it('has another hash for each pass, and the same for one that is asked for and one that is not', async () => {
    const hashOf = async (...words: string[]) => {
      const { out } = await session('run', '--weights', weightsOf(layer), '--format', 'json', ...words);
      return JSON.parse(out).configHash;
    };
    const [plain, forward, reverse, both] = [
      await hashOf(),
      await hashOf('--direction', 'forward'),
      await hashOf('--direction', 'reverse'),
      await hashOf('--direction', 'both'),
    ];
    expect(plain).toBe(forward);
    expect(new Set([forward, reverse, both]).size).toBe(3);
  });
});

describe('a stack of bidirectional layers', () => {
  it('runs both ways, which is said unless it is asked for', async () => {
    const { h, err } = await outputs(stack);
    expectNear(h.data, columns(stack, 0, 6));
    expect(err).toContain(bothRun);
    expect((await outputs(stack, '--direction', 'both')).err).not.toContain(bothRun);
  });

  it('has no pass alone', async () => {
    const { code, err } = await session('run', '--weights', weightsOf(stack), '--direction', 'reverse');
    expect(code).toBe(2);
    expect(err).toContain('has no reverse pass alone');
  });
});

describe('a workload of a sweep with a file of weights', () => {
  const specOf = (name: string, entries: readonly object[]) =>
    put(
      here,
      `${name}.yaml`,
      JSON.stringify({
        accelerators: [{ use: 'bbs', set: { pes: 2, banks: 4, 'ewop.lanes': 4 } }],
        workloads: entries.map((entry, n) => ({
          ...{ use: 'tiny', name: `net${n}`, weights: weightsOf(layer), ...entry },
        })),
        axes: [],
      }),
    );
  const layers = (bidirectional: boolean) => ({ set: { layers: { inputs: 3, hidden: 4, bidirectional } } });

  it('runs the model and the direction that it names, as bbsim run does', async () => {
    const entries = [
      { ...layers(false), direction: 'reverse' },
      { ...layers(true), direction: 'both' },
      { ...layers(false), model: 'lstm' },
    ];
    const file = specOf('ways', entries);
    const { space, remarks } = loadSweep(file, (path) => readWeights(path, 'weights'));
    const weights = readWeights(weightsOf(layer), 'weights');
    const inputsOf = (direction: 'reverse' | 'both' | 'forward') =>
      loadModel({ workload: null, sets: [], weights, prefix: null, direction, seed: '' }).inputs;
    expect(space.basis.workloads.map((workload) => workload.weights?.inputs)).toEqual([
      inputsOf('reverse'),
      inputsOf('both'),
      inputsOf('forward'),
    ]);
    expect(remarks.filter((remark) => remark.includes(forwardAlone))).toHaveLength(1);
    const { code, err } = await session('sweep', file, '--out', join(here, 'ways'), '--jobs', '1');
    expect(code, err).toBe(0);
    const { out } = await session('query', join(here, 'ways'), '--format', 'json');
    const cycles = new Map<string, number>(
      JSON.parse(out).map((row: { workload: string; cycles_total: number }) => [
        row.workload,
        row.cycles_total,
      ]),
    );
    const cyclesOf = async (...words: string[]) => {
      const design = ['--set', 'pes=2', '--set', 'banks=4', '--set', 'ewop.lanes=4'];
      const run = await session(
        'run',
        '--weights',
        weightsOf(layer),
        ...design,
        '--format',
        'json',
        ...words,
      );
      return JSON.parse(run.out).cycles.total;
    };
    expect(cycles.get('net0')).toBe(await cyclesOf('--direction', 'reverse'));
    expect(cycles.get('net1')).toBe(await cyclesOf('--direction', 'both'));
    expect(cycles.get('net2')).toBe(await cyclesOf());
  });

  it('is refused with a model and a prefix, and with a direction that there is not', async () => {
    const says = async (entry: object) => (await session('sweep', specOf('no', [entry]), '--dry-run')).err;
    expect(await says({ ...layers(false), model: 'lstm', prefix: 'x' })).toContain('leave one of them out');
    expect(await says({ ...layers(false), direction: 'backwards' })).toContain('direction');
  });
});
