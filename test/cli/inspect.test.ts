import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../src/num/random.ts';
import { printedWidth } from '../../src/report/tables/plain-text.ts';
import { type InspectResult, InspectResultSchema } from '../../src/study/inspect/inspect-result.ts';
import { writeNpz } from '../../src/tensors/npy/npz.ts';
import { folder, put, session, sessionAt } from './session.ts';

const here = folder();
const pruned = 'test/fixtures/numpy/lstm-pruned.npz';
const two = 'test/fixtures/numpy/lstm-two.npz';

async function inspected(...words: readonly string[]): Promise<InspectResult> {
  const { code, out, err } = await session('inspect', ...words, '--format', 'json');
  if (code !== 0) throw new Error(err);
  return InspectResultSchema.parse(JSON.parse(out));
}

describe('inspect', () => {
  it('has the fields that programs were promised', async () => {
    const { format, models, remarks } = await inspected(pruned);
    expect([format, remarks.length]).toEqual(['npz', 1]);
    const [{ tensors, patterns, ...model }] = models;
    expect(model).toMatchObject({
      name: 'encoder.rnn',
      kind: 'lstm',
      layers: 2,
      inputs: 5,
      hidden: 4,
      projection: 3,
      directions: ['forward'],
      peepholes: false,
    });
    expect(tensors[0]).toMatchObject({
      name: 'encoder.rnn.weight_ih_l0_orig',
      shape: [16, 5],
      sparsity: 0.5,
      min: expect.any(Number),
      max: expect.any(Number),
      nonZerosPerRow: { min: 0, mean: 2.5, max: 5 },
    });
    for (const pattern of patterns)
      expect(pattern).toMatchObject({
        pattern: expect.any(String),
        sparsity: expect.any(Number),
        keptMagnitudeShare: expect.any(Number),
        overlapWithUnstructured: expect.any(Number),
        storageBits: expect.any(Number),
      });
  });

  it('takes the file as argument or by --weights, and needs one of them', async () => {
    expect(await inspected('--weights', pruned)).toEqual(await inspected(pruned));
    const { code, out, err } = await session('inspect');
    expect([code, out, err]).toEqual([2, '', 'bbsim: inspect: expected a file of weights\n']);
    expect((await session('inspect', join(here, 'none.npz'))).err).toContain('[file]: cannot read');
  });

  it('prunes to the sparsity that is asked for, 7/8 unless somebody says another', async () => {
    const kept = ({ models }: InspectResult) =>
      models[0].patterns.find(({ pattern }) => pattern === 'unstructured')?.kept;
    expect((await inspected(two)).requestedSparsity).toBe(0.875);
    expect(kept(await inspected(two, '--sparsity', '0.5'))).toBe(20);
  });

  it('lists all models, or the one that is named', async () => {
    expect((await inspected(two)).models.map(({ name }) => name)).toEqual(['encoder', 'decoder']);
    expect((await inspected(two, '--model', 'decoder')).models.map(({ name }) => name)).toEqual(['decoder']);
    const { code, err } = await session('inspect', two, '--model', 'x');
    expect([code, err]).toEqual([2, `bbsim: ${two}: has no model "x"; found "encoder", "decoder"\n`]);
  });

  it('takes both directions or one', async () => {
    const file = 'test/fixtures/numpy/lstm-bidirectional.npz';
    const tensors = async (...words: string[]) => (await inspected(file, ...words)).models[0].tensors.length;
    expect(await tensors()).toBe(8);
    expect(await tensors('--direction', 'both')).toBe(8);
    expect(await tensors('--direction', 'reverse')).toBe(4);
  });

  it('ends with 2 and says what a file without a recurrent model holds', async () => {
    const file = put(
      here,
      'x.npz',
      writeNpz([{ name: 'fc.weight', shape: [2, 3], data: new Float32Array(6) }]),
    );
    const { code, out, err } = await session('inspect', file);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('has no LSTM or GRU');
    expect(err).toContain('fc.weight [2, 3]');
  });

  it('has the sizes of an array that is named or set', async () => {
    expect((await inspected(pruned)).array).toMatchObject({ pes: 64, banks: 64, isNamed: false });
    expect((await inspected(pruned, '--set', 'banks=4')).array).toMatchObject({ banks: 4, isNamed: false });
    const csr = await inspected(pruned, '--accelerator', 'csr', '--set', 'number.weightBits=8');
    expect(csr.array).toMatchObject({ accelerator: 'csr', kind: 'csr', placement: 'cyclic', isNamed: true });
    expect(csr.models[0].patterns[0].storage?.scaleBits).toBeGreaterThan(0);
  });
});

describe('what an array makes of weights', () => {
  const sizes = ['--set', 'pes=4', '--set', 'banks=8'];
  const random = seeded('what an array makes of weights');
  const weights = (name: string, ...shape: readonly number[]) => ({
    name,
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => random() - 0.5),
  });
  const tensors = [weights('weight_ih_l0', 64, 40), weights('weight_hh_l0', 64, 16)];
  const drawn = put(here, 'drawn.npz', writeNpz(tensors));

  it.each([
    { accelerator: 'bbs', own: 'bank-balanced' },
    ...[
      'csr',
      'csr-window',
      'csr-shuffle',
      'csr-window-packed',
      'banked',
      'banked-decoupled',
      'replicated',
    ].map((accelerator) => ({ accelerator, own: 'unstructured' })),
  ])('is what a run of its own pattern meets on $accelerator', async ({ accelerator, own }) => {
    const words = ['--accelerator', accelerator, ...sizes];
    const resident = ['--set', 'weights=resident', '--no-values', '--format', 'json'];
    const run = await session('run', '--weights', drawn, ...words, ...resident);
    const { conflictCycles, loadImbalance } = JSON.parse(run.out).pes;
    const [{ patterns }] = (await inspected(drawn, ...words)).models;
    const found = patterns.find(({ pattern }) => pattern === own);
    expect(found?.onArray).toMatchObject({ pattern: own, conflictCycles });
    if (accelerator === 'csr') expect(conflictCycles).toBeGreaterThan(10);
    expect(found?.onArray?.loadImbalance).toBeCloseTo(loadImbalance, 12);
  });

  it('are the weights as they are, too: those of a mask', async () => {
    const words = ['--accelerator', 'csr', ...sizes];
    const run = await session('run', '--weights', pruned, ...words, '--no-values', '--format', 'json');
    const [{ asStored }] = (await inspected(pruned, ...words)).models;
    const { conflictCycles, loadImbalance } = JSON.parse(run.out).pes;
    expect(asStored).toMatchObject({ pattern: 'none', conflictCycles });
    expect(asStored?.loadImbalance).toBeCloseTo(loadImbalance, 12);
    const { reads = 0, conflictsPerThousandReads } = asStored ?? {};
    expect(conflictsPerThousandReads).toBeCloseTo((1000 * conflictCycles) / reads, 9);
  });

  it('is nothing but the reason where its format cannot hold them', async () => {
    const { models } = await inspected(pruned, '--accelerator', 'bbs', ...sizes);
    const [{ asStored, asStoredProblem, patterns }] = models;
    expect([asStored, asStoredProblem]).toEqual([null, expect.stringContaining('row 0, bank')]);
    const unstructured = patterns.find(({ pattern }) => pattern === 'unstructured');
    expect(unstructured).toMatchObject({ onArray: null, problem: null, arrayProblem: expect.any(String) });
    expect(unstructured?.keptMagnitudeShare).toBeGreaterThan(0);
  });
});

describe('the tables of inspect', () => {
  it.each([80, 110])('fit a terminal of %i columns, a line for each tensor and pattern', async (columns) => {
    const { out } = await sessionAt(columns, 'inspect', pruned);
    const lines = out.split('\n');
    expect(lines.filter((line) => printedWidth(line) > columns)).toEqual([]);
    expect(lines.filter((line) => line.startsWith('weight_ih_l0_orig '))).toHaveLength(2);
    // Columns that do not fit stand below the others, with the patterns before them again.
    const parts = lines.filter((line) => /^pattern( |$)/.test(line)).length;
    expect(parts).toBe(columns === 80 ? 2 : 1);
    expect(lines.filter((line) => /^column-balanced +\d/.test(line))).toHaveLength(parts);
    expect(lines.find((line) => line.startsWith('weight_ih_l0_orig '))).toMatch(/16 x 5 +50\.0 .* 1\.15 /);
  });

  it('are as CSV those of tensors and of patterns, with every model', async () => {
    const { out } = await session('inspect', two, '--format', 'csv');
    const [tensors, patterns] = out.split('\n\n').length === 2 ? out.split('\n\n') : out.split('\r\n\n');
    expect(tensors.split('\r\n')[0]).toMatch(/^model,tensor,shape,zeros \[%\],min,max/);
    expect(patterns.split('\r\n')[0]).toMatch(/^model,requested sparsity \[%\],pattern,/);
    expect(patterns).toContain('\r\ndecoder,87.5,block,');
  });

  it('are as markdown what they are in a terminal', async () => {
    const { out } = await session('inspect', two, '--format', 'markdown');
    expect(out.match(/^\*\*/gm)).toHaveLength(6);
    expect(out).toContain('| bank-balanced ');
  });
});

describe('inspect --out', () => {
  it('writes the result and its pictures, for each model of several', async () => {
    const one = join(here, 'one');
    const charts = ['kept-by-pattern', 'masks', 'non-zeros', 'storage-by-pattern'];
    const { code } = await session('inspect', pruned, '--out', one, '--svg', '--title', 'Masks of ours');
    expect(code).toBe(0);
    const files = charts.flatMap((name) => [`${name}.png`, `${name}.svg`]);
    expect(
      readdirSync(one)
        .filter((name) => !name.startsWith('.'))
        .sort(),
    ).toEqual([...files, 'result.json'].sort());
    const svg = readFileSync(join(one, 'masks.svg'), 'utf8');
    for (const text of [
      'Masks of ours',
      'as in the file',
      'unstructured',
      'bank-balanced',
      'block',
      'rows 0 to 15',
    ])
      expect(svg).toContain(text);
    const result = JSON.parse(readFileSync(join(one, 'result.json'), 'utf8'));
    expect(InspectResultSchema.parse(result)).toEqual(await inspected(pruned));
    const several = join(here, 'several');
    await session('inspect', two, '--out', several, '--size', '600x450');
    for (const name of charts) {
      expect(existsSync(join(several, `${name}-0-encoder.png`))).toBe(true);
      expect(existsSync(join(several, `${name}-1-decoder.png`))).toBe(true);
    }
  });
});
