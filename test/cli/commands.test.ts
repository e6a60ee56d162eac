import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configKinds } from '../../src/config/presets.ts';
import { CompareResultSchema, type RunResult, RunResultSchema } from '../../src/run/result.ts';
import { writeNpy } from '../../src/tensors/npy/npy.ts';
import { openNpz, writeNpz } from '../../src/tensors/npy/npz.ts';
import { wrongLayers } from '../explore/engine/wrong-layers.ts';
import { folder, matrixFile, put, session, smallBbs, smallCsr, vectorFile } from './session.ts';

const here = folder();
const csr = put(here, 'csr.yaml', smallCsr);
const bbs = put(here, 'bbs.yaml', smallBbs);

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('bbsim run', () => {
  it('prints JSON whose stalls sum to the cycles of the step, for every shipped accelerator', async () => {
    for (const accelerator of [
      'banked-decoupled',
      'bbs',
      'bbs-chained',
      'csr',
      'csr-2port',
      'csr-balanced',
      'csr-shared',
      'csr-shuffle',
      'csr-window',
      'csr-window-2',
      'csr-window-2port',
      'csr-window-4',
      'csr-window-packed',
      'dense',
      'replicated-balanced',
      'replicated-packed',
    ]) {
      const { code, out } = await session(
        'run',
        'tiny',
        '--accelerator',
        accelerator,
        '--allow-overflow',
        '--format',
        'json',
      );
      expect(code, accelerator).toBe(0);
      const result: RunResult = RunResultSchema.parse(JSON.parse(out));
      expect(sum(Object.values(result.stalls)), accelerator).toBe(result.cycles.total);
      expect(result.steps).toHaveLength(1);
      expect(result.steps[0].cycles).toEqual(result.cycles);
      expect(sum(result.energy.components.map(({ energyUj }) => energyUj))).toBeCloseTo(
        result.energy.totalUj,
        9,
      );
    }
  });

  it('prints the same bytes twice, and others for another seed', async () => {
    const run = (seed: string) => session('run', 'tiny', '--format', 'json', '--seed', seed);
    const [first, again, other] = [await run('1'), await run('1'), await run('2')];
    expect(again.out).toBe(first.out);
    expect(other.out).not.toBe(first.out);
  });

  it.each(['table', 'markdown', 'csv'])('prints a %s', async (format) => {
    const { code, out } = await session('run', 'tiny', '--format', format);
    expect(code).toBe(0);
    expect(out).toContain('tiny');
    expect(out).toMatch(format === 'csv' ? /^accelerator,workload,config,cycles/ : /Cycles by category/);
  });

  it('takes pattern, sparsity and overrides from the command', async () => {
    const words = ['run', 'tiny', '--pattern', 'row-balanced', '--sparsity', '0.5', '--accelerator', csr];
    const { out } = await session(...words, '--set', 'gateMatrix=separate', '--format', 'json');
    const { weights, layers } = RunResultSchema.parse(JSON.parse(out));
    expect(weights.achievedSparsity).toBe(0.5);
    expect(layers[0].matrices.map(({ kept }) => kept)).toEqual([128 * 12, 128 * 16]);
  });

  it('prints the program instead of the result', async () => {
    const { out } = await session('run', 'tiny', '--program', '--accelerator', bbs);
    expect(out).toMatch(/^layer 0\n/);
    expect(out).toContain('spmv');
  });

  it('four steps are two steps, their state, and two more, bit for bit', async () => {
    const whole = join(here, 'whole.npz');
    const first = join(here, 'first.npz');
    const second = join(here, 'second.npz');
    const inputs = Int16Array.from({ length: 4 * 24 }, (_, i) => ((i * 2654435761) % 8192) - 4096);
    const part = (name: string, from: number, to: number) =>
      put(here, name, writeNpy([to - from, 24], inputs.slice(from * 24, to * 24)));
    const run = (x: string, out: string, ...more: string[]) =>
      session('run', 'tiny', '--accelerator', bbs, '--inputs', x, '--save-outputs', out, ...more);
    await run(part('x.npy', 0, 4), whole);
    await run(part('x1.npy', 0, 2), first);
    const { h, c } = lastOf(first);
    const state = put(
      here,
      's.npz',
      writeNpz([
        { name: 'h0', shape: [32], data: h },
        { name: 'c0', shape: [1, 32], data: c },
      ]),
    );
    const { code } = await run(part('x2.npy', 2, 4), second, '--state', state);
    expect(code).toBe(0);
    expect(lastOf(second)).toEqual(lastOf(whole));
    expect(openNpz(readFileSync(whole), whole).read('h').shape).toEqual([4, 32]);
  });

  it('times a design that does not fit when it is told to', async () => {
    const { code, out } = await session(
      'run',
      'timit',
      '--accelerator',
      'csr',
      '--allow-overflow',
      '--no-values',
      '--format',
      'json',
    );
    expect(code).toBe(0);
    const { resources, accuracy } = RunResultSchema.parse(JSON.parse(out));
    expect(resources.fits).toBe(false);
    expect(accuracy?.comparedValues).toBe(0);
    expect(accuracy?.saturations).toMatchObject({ weight: 0, input: null, wrappedAccumulators: 0 });
  });

  it('warns in one line of accumulators that wrap, and of weights that saturate though it only times them', async () => {
    const array = ['--accelerator', 'bbs', '--set', 'pes=4', '--set', 'banks=4'];
    const narrow = await session('run', 'tiny', ...array, '--set', 'number.accumulatorBits=8');
    expect(narrow.err).toMatch(
      /^warning: numbers do not fit their bits: bbs has \d+ wrapped accumulators \(.*\)\n$/,
    );
    expect(narrow.out).toMatch(/saturations: \d+ wrapped accumulators\./);
    wrongLayers(here);
    const six = ['--set', 'number.bits=6', '--set', 'number.fractionBits=5', '--no-values'];
    const timed = await session(
      'run',
      '--weights',
      join(here, 'four-hidden.npz'),
      ...array,
      ...six,
      '--format',
      'json',
    );
    const { saturations } = RunResultSchema.parse(JSON.parse(timed.out)).accuracy ?? {};
    expect(saturations?.weight).toBeGreaterThan(0);
    expect(saturations?.cellState).toBeNull();
    const cut = Number(saturations?.weight) + Number(saturations?.bias);
    expect(timed.err).toContain(`bbs has ${cut} saturated weights`);
  });
});

describe('bbsim spmv', () => {
  const matrix = put(
    here,
    'A.npy',
    matrixFile([
      [1, 0, 2, 0, 3, 0, 0, 4],
      [0, 0, 0, 0, 0, 0, 0, 0],
      [0, 5, 0, 6, 0, 7, 0, -8],
    ]),
  );
  const vector = put(here, 'v.npy', vectorFile([1, 2, 3, 4, 5, 6, 7, 8]));

  it('prints exactly its fields, worked out by hand for cyclic CSR on two PEs with four banks', async () => {
    const { out } = await session(
      'spmv',
      '--accelerator',
      csr,
      '--matrix',
      matrix,
      '--vector',
      vector,
      '--format',
      'json',
    );
    // FILL = 4 + 3 + 2 + 0 = 9. Row 0 asks banks 0 2 0 3: two slots; row 1 is empty: one;
    // row 2 asks banks 1 3 1 3: two.
    expect(JSON.parse(out)).toEqual({
      cycles: 13,
      issueCycles: [4, 1],
      conflictCycles: [2, 0],
      busyCycles: [13, 10],
      bankReads: [
        [2, 2, 1, 3],
        [0, 0, 0, 0],
      ],
      rowFinishedAtCycle: [11, 10, 13],
      saturations: { weight: 0, input: 0, wrappedAccumulators: 0 },
      result: [1 + 6 + 15 + 32, 0, 10 + 24 + 42 - 64],
    });
  });

  it.each(['csr', 'csr-shared', 'bbs', 'dense'])(
    '%s: the clocked array agrees with the fast path',
    async (kind) => {
      const yaml = put(here, `${kind}-small.yaml`, `kind: ${kind}\npes: 2\nbanks: 4\n`);
      const balanced = put(
        here,
        'B.npy',
        matrixFile([
          [1, 0, 2, 0, 0, 3, 4, 0],
          [0, 5, 0, 6, 7, 0, 0, 8],
        ]),
      );
      const { code, err } = await session(
        'spmv',
        '--accelerator',
        yaml,
        '--matrix',
        balanced,
        '--vector',
        vector,
        '--stepped',
      );
      expect(code).toBe(0);
      expect(err).toContain('the clocked array agrees');
    },
  );
});

describe('bbsim compare', () => {
  it('writes a result and charts, and keeps as many weights everywhere', async () => {
    const out = join(here, 'out', 'deep');
    const { code, out: text } = await session(
      'compare',
      'tiny',
      '--accelerators',
      'bbs,csr,dense',
      '--out',
      out,
      '--format',
      'json',
    );
    expect(code).toBe(0);
    const result = CompareResultSchema.parse(JSON.parse(text));
    expect(JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'))).toEqual(JSON.parse(text));
    expect(
      new Set(result.rows.filter(({ label }) => label !== 'dense').map(({ run }) => run.weights.kept)).size,
    ).toBe(1);
    expect(result.rows[0].run.stalls.conflict).toBe(0);
    for (const { run } of result.rows) {
      expect(Number(run.metrics.area_percent) <= 100, run.accelerator).toBe(run.resources.fits);
    }
    expect(result.referenceRow).toBe('dense');
    const files = readdirSync(out);
    expect(files).toEqual(
      expect.arrayContaining(
        ['conflicts-csr', 'energy', 'latency-by-area', 'latency-by-sparsity', 'stalls'].map(
          (name) => `${name}.png`,
        ),
      ),
    );
    for (const file of files.filter((name) => name.endsWith('.png'))) {
      expect([...readFileSync(join(out, file)).subarray(1, 4)], file).toEqual([0x50, 0x4e, 0x47]);
    }
  });

  it('adds the largest CSR array that fits when the asked one does not', async () => {
    const { out } = await session('compare', 'tiny', '--accelerators', 'bbs,csr', '--format', 'csv');
    const labels = out
      .trim()
      .split('\n')
      .map((line) => line.split(',')[0].replaceAll('"', ''));
    expect(labels.slice(0, 3)).toEqual(['accelerator', 'bbs', 'csr']);
    expect(labels[3]).toMatch(/^csr \d+ x \d+/);
  });
});

describe('bbsim list and schema', () => {
  it('list what can be named', async () => {
    const { out } = await session('list', '--format', 'json');
    const names = (JSON.parse(out) as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['bbs', 'csr-shared', 'timit', 'ptb', 'alveo-u250', 'fpga-20nm']),
    );
  });

  it.each(configKinds)('print the JSON Schema of a file: %s', async (kind) => {
    const { out } = await session('schema', kind);
    expect(JSON.parse(out).$schema).toContain('2020-12');
  });

  it.each([[], ['compare'], ['run'], ['spmv'], ['list'], ['schema']])('print help: %s', async (...words) => {
    const { code, out } = await session(...words, '--help');
    expect(code).toBe(0);
    expect(out).toContain('Usage: bbsim');
  });
});

/** h and c after the last step of a file of outputs. */
function lastOf(path: string): { h: Int16Array; c: Int16Array } {
  const npz = openNpz(readFileSync(path), path);
  const last = (name: string) => {
    const { data, shape } = npz.read(name);
    return Int16Array.from(data.subarray((shape[0] - 1) * shape[1]));
  };
  return { h: last('h'), c: last('c') };
}
