import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RunResultSchema } from '../../src/run/result.ts';
import { writeNpy } from '../../src/tensors/npy/npy.ts';
import { openNpz, writeNpz } from '../../src/tensors/npy/npz.ts';
import { folder, put, session } from './session.ts';

interface Fixture {
  readonly name: string;
  readonly inputs: number;
  readonly steps: number;
  readonly resetAfter?: boolean;
  readonly bidirectional?: boolean;
  readonly tensors: Readonly<Record<string, { readonly shape: number[]; readonly values: number[] }>>;
  readonly x: readonly number[];
  readonly float64: { readonly outputs: readonly number[]; readonly c: readonly number[] };
}

const casesOf = (file: string): readonly Fixture[] =>
  JSON.parse(readFileSync(new URL(`../fixtures/torch/${file}.json`, import.meta.url), 'utf8')).cases;

const here = folder();
/** Those of which the tensors of a file say all: peepholes have names as PyTorch would give them. */
const fixtures = [...casesOf('lstm'), ...casesOf('gru')].filter(({ resetAfter }) => resetAfter !== false);

/** The weights of a fixture as numpy.savez has them. */
function weightsOf({ name, tensors }: Fixture): string {
  const arrays = Object.entries(tensors).map(([tensor, { shape, values }]) => ({
    name: tensor,
    shape,
    data: Float32Array.from(values),
  }));
  return put(here, `${name.replaceAll(/\W+/g, '-')}.npz`, writeNpz(arrays));
}

const inputsOf = ({ inputs, x }: Fixture, from: number, to: number): string =>
  put(
    here,
    `x-${from}-${to}.npy`,
    writeNpy([to - from, inputs], Float32Array.from(x.slice(from * inputs, to * inputs))),
  );

/** Runs it and returns what was saved. */
async function outputs(...words: string[]) {
  const out = join(here, 'o.npz');
  const { code, err } = await session('run', ...words, '--numbers', 'float64', '--save-outputs', out);
  expect(code, err).toBe(0);
  const file = openNpz(readFileSync(out), out);
  return { file, err, h: file.read('h') };
}

const largestGap = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));

describe('outputs of the float reference', () => {
  it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
    'are those of PyTorch in float64: %s',
    async (_, fixture) => {
      const { h, file } = await outputs(
        ...['--weights', weightsOf(fixture), '--inputs', inputsOf(fixture, 0, fixture.steps)],
        ...(fixture.bidirectional ? ['--direction', 'both'] : []),
      );
      const expected = fixture.float64.outputs;
      expect(h.dtype).toBe('float64');
      expect(h.shape).toEqual([fixture.steps, expected.length / fixture.steps]);
      expect(largestGap(h.data, expected)).toBeLessThan(1e-13);
      const { data } = file.has('c') ? file.read('c') : { data: new Float64Array(0) };
      if (data.length > 0 && !fixture.bidirectional) {
        const hidden = data.length / fixture.steps;
        expect(largestGap(data.slice(-hidden), fixture.float64.c.slice(-hidden))).toBeLessThan(1e-13);
      }
    },
  );

  it('go on from a state of real numbers, which is not rounded to the words of a design', async () => {
    const [fixture] = fixtures;
    const weights = ['--weights', weightsOf(fixture), '--set', 'number.fractionBits=4'];
    const whole = await outputs(...weights, '--inputs', inputsOf(fixture, 0, 4));
    const first = await outputs(...weights, '--inputs', inputsOf(fixture, 0, 2));
    const last = (name: string) => first.file.read(name).data.slice(-fixture.float64.c.length);
    const state = put(
      here,
      's.npz',
      writeNpz(
        ['h', 'c'].map((name) => ({
          name: `${name}0`,
          shape: [1, fixture.float64.c.length],
          data: last(name) as Float64Array,
        })),
      ),
    );
    const second = await outputs(...weights, '--inputs', inputsOf(fixture, 2, 4), '--state', state);
    expect([...second.h.data]).toEqual([...whole.h.data.slice(whole.h.data.length / 2)]);
  });

  it('take codes as their real values', async () => {
    const [{ inputs, tensors }] = fixtures;
    const code = (value: number) => Math.round(value * 256);
    const arrays = (data: (values: readonly number[]) => Int16Array | Float64Array) =>
      writeNpz(Object.entries(tensors).map(([name, t]) => ({ name, shape: t.shape, data: data(t.values) })));
    const codes = put(
      here,
      'codes.npz',
      arrays((values) => Int16Array.from(values, code)),
    );
    const reals = put(
      here,
      'reals.npz',
      arrays((values) => Float64Array.from(values, (v) => code(v) / 256)),
    );
    const x = put(
      here,
      'xc.npy',
      writeNpy(
        [1, inputs],
        Int16Array.from({ length: inputs }, (_, i) => i - 2),
      ),
    );
    const words = ['--inputs', x, '--set', 'number.fractionBits=8'];
    const [ofCodes, ofReals] = [
      await outputs('--weights', codes, ...words),
      await outputs('--weights', reals, ...words),
    ];
    expect([...ofCodes.h.data]).toEqual([...ofReals.h.data]);
  });
});

describe('a run for the float reference', () => {
  const [fixture] = fixtures;
  const run = async (...words: string[]) => {
    const out = ['--save-outputs', join(here, 'r.npz'), '--format', 'json'];
    const { err, out: json } = await session('run', ...words, ...out);
    return { err, result: RunResultSchema.parse(JSON.parse(json)) };
  };

  it('takes the weights of a file as they are, and says so, unless it is asked to prune them', async () => {
    const weights = ['--weights', weightsOf(fixture)];
    const plain = await run(...weights, '--numbers', 'float64');
    expect(plain.err).toContain('weights are taken as they are');
    expect(plain.result.weights.achievedSparsity).toBe(0);
    for (const asked of [
      ['--pattern', 'unstructured'],
      ['--sparsity', '0.5'],
      ['--set', 'pattern=block'],
    ]) {
      const { err, result } = await run(...weights, ...asked, '--accelerator', 'csr', '--numbers', 'float64');
      expect(err).not.toContain('as they are');
      expect(result.weights.achievedSparsity).toBeGreaterThan(0.3);
    }
  });

  it('stores zeros too where the array cannot store the weights as they lie', async () => {
    const { shape, values } = fixture.tensors.weight_hh_l0;
    const arrays = Object.entries({
      ...fixture.tensors,
      weight_hh_l0: { shape, values: values.map((value, i) => (i % 5 === 0 ? 0 : value)) },
    });
    const weights = put(
      here,
      'zeros.npz',
      writeNpz(arrays.map(([name, t]) => ({ name, shape: t.shape, data: Float64Array.from(t.values) }))),
    );
    const words = ['--weights', weights, '--accelerator'];
    const [balanced, free] = [await outputs(...words, 'bbs'), await outputs(...words, 'csr')];
    expect(balanced.err).toContain('stores zeros too');
    expect(free.err).not.toContain('stores zeros too');
    expect([...balanced.h.data]).toEqual([...free.h.data].map((value) => expect.closeTo(value, 14)));
    const { result } = await run(...words, 'csr', '--numbers', 'float64');
    expect(result.weights.total - result.weights.kept).toBe(Math.ceil(values.length / 5));
  });

  it('prints what the ordinary run prints', async () => {
    const words = ['--weights', weightsOf(fixture), '--pattern', 'none', '--numbers'];
    const [float, fixed] = [await run(...words, 'float64'), await run(...words, 'fixed')];
    expect(float.result).toEqual(fixed.result);
  });

  it('needs no design that fits', async () => {
    const words = ['timit', '--accelerator', 'csr', '--steps', '1', '--save-outputs', join(here, 'o.npz')];
    expect((await session('run', ...words)).code).toBe(2);
    expect((await session('run', ...words, '--numbers', 'float64')).code).toBe(0);
  });
});

describe('a state with an array for each pass', () => {
  const unlike = put(
    here,
    'unlike.yaml',
    'layers: [{inputs: 3, hidden: 4, projection: 2, bidirectional: true}, {inputs: 4, hidden: 5}]\nsteps: 2\nsparsity: 0\n',
  );
  const state = (...names: readonly (readonly [string, number])[]) =>
    put(
      here,
      'passes.npz',
      writeNpz(
        names.map(([name, length], at) => ({
          name,
          shape: [length],
          data: Float64Array.from({ length }, (_, i) => (at + 1) / 8 - i / 16),
        })),
      ),
    );
  const all = [
    ['h0_l0', 2],
    ['h0_l0_reverse', 2],
    ['h0_l1', 5],
    ['c0_l0', 4],
    ['c0_l0_reverse', 4],
    ['c0_l1', 5],
  ] as const;

  it('drives layers of unlike lengths, and each of its arrays counts', async () => {
    const whole = await outputs(unlike, '--state', state(...all));
    const seen = new Set([[...whole.h.data].join()]);
    for (const [name] of all) {
      const others = all.map(([each, length]) => [each === name ? 'c0_l1' : each, length] as const);
      const without = others.filter(([each], at) => !(each === 'c0_l1' && all[at][0] === name));
      const { h } = await outputs(unlike, '--state', state(...without));
      seen.add([...h.data].join());
    }
    expect(seen.size).toBe(all.length + 1);
  });

  it.each([
    [
      'an array of a pass that there is not',
      [['h0_l2', 5]],
      'has h0_l2, expected arrays of h0_l0, h0_l0_rev',
    ],
    [
      'a direction that a layer has not',
      [['c0_l1_reverse', 5]],
      'has c0_l1_reverse, expected arrays of c0_l0',
    ],
    ['one array for all beside it', [['h0', 5], ['h0_l1', 5]], 'has both h0 and h0_l1'], // biome-ignore format: a row
    ['another length', [['h0_l1', 4]], 'array h0_l1: shape [4], expected [1, 5] or [5]'],
  ] as const)('is refused: %s', async (_, arrays, says) => {
    const words = ['run', unlike, '--state', state(...arrays)];
    const { code, err } = await session(...words);
    expect([code, err]).toEqual([2, expect.stringContaining(says)]);
  });
});
