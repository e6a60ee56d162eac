import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { splitWords } from '../../../src/explore/cluster/shell-words.ts';
import { pointCommands } from '../../../src/explore/commands/point-commands.ts';
import { readResults } from '../../../src/explore/query/results.ts';
import { seeded } from '../../../src/num/random.ts';
import { writeNpz } from '../../../src/tensors/npy/npz.ts';
import { folder, put, session } from '../../cli/session.ts';
import { smallSweepText } from '../space/sweep-texts.ts';

const here = folder();

async function sweepOf(name: string, text: string) {
  const store = join(here, name);
  const { err, code } = await session(
    'sweep',
    put(here, `${name}.yaml`, text),
    '--out',
    store,
    '--jobs',
    '1',
  );
  expect(code, err).toBe(0);
  const { manifest, rows } = await readResults(store);
  const commands = pointCommands(manifest, rows);
  if (commands === null) throw new Error('expected commands');
  const lines = rows.map((_, i) => `${commands.templates[commands.places[i]]} ${commands.rests[i]}`);
  return { rows, lines, commands };
}

async function metricsOf(line: string): Promise<Readonly<Record<string, unknown>>> {
  const [program, ...words] = splitWords(line, 'the command');
  expect(program).toBe('bbsim');
  const { code, out, err } = await session(...words, '--format', 'json');
  expect(code, `${line}\n${err}`).toBe(0);
  return JSON.parse(out).metrics;
}

/** Weights of the workload `tiny`, half of them masked out by zeros. */
function trainedFile(): string {
  const random = seeded('trained');
  const tensor = (name: string, rows: number, cols: number) => ({
    name,
    shape: [rows, cols],
    data: Float32Array.from({ length: rows * cols }, () => (random() < 0.5 ? 0 : random() - 0.5)),
  });
  const tensors = [tensor('weight_ih_l0', 128, 24), tensor('weight_hh_l0', 128, 32)];
  return put(here, 'model.npz', writeNpz(tensors));
}

const trained = trainedFile();

const sweeps: Readonly<Record<string, string>> = {
  small: smallSweepText,
  balanced: smallSweepText.replace(
    'name: small',
    'name: balanced\nkeep: as-bank-balanced\nseeds: [1, "it\'s"]',
  ),
  changed: `
name: changed
accelerators:
  - {use: bbs, name: lanes, set: {ewop.lanes: 4, clockMhz: 150, pes: 2}}
  - {use: csr, name: patterned, set: {pattern: {kind: n-m, m: 4}, banks: 4}}
  - dense
workloads: [{use: tiny, name: 'a "b" c', set: {sparsity: 0.5}}]
budget: {dsp: 50%}
axes:
  - {field: pes, values: [2, 4]}
  - {field: arbiter, values: [fixed, rotating]}
`,
  trained: `
name: trained
accelerators: [{use: csr, set: {banks: 8}}]
workloads:
  - {use: tiny, name: pruned, weights: ${trained}}
  - {use: tiny, name: stored, weights: ${trained}, prune: false}
axes: [{field: workload.sparsity, values: [0.5, 0.9]}, {field: pes, values: [2, 4]}]
`,
  valued:
    'name: v\naccelerators: [bbs]\nworkloads: [tiny]\nvalues: true\naxes: [{field: pes, values: [2, 3]}]\n',
};

describe('the command of a point', () => {
  it.each(Object.entries(sweeps))('gives the figures of the point: sweep %s', async (name, text) => {
    const { rows, lines } = await sweepOf(name, text);
    const simulated = rows.flatMap((row, i) => (row.status === 'ok' ? [i] : []));
    expect(simulated.length).toBeGreaterThan(1);
    for (const i of simulated) {
      const metrics = await metricsOf(lines[i]);
      for (const metric of ['cycles_total', 'energy_uj', 'storage_bits', 'output_error'])
        expect(metrics[metric] ?? null, `${lines[i]}: ${metric}`).toEqual(rows[i][metric]);
    }
  });

  it('begins alike for points that share accelerator and workload, and goes on with their axes', async () => {
    const { commands } = await sweepOf('short', smallSweepText);
    expect(commands.templates).toEqual([
      'bbsim run tiny --accelerator bbs --no-values',
      'bbsim run tiny --accelerator csr --no-values',
    ]);
    expect(commands.rests[0]).toBe('--set banks=2 --set workload.sparsity=0.5 --set pes=2');
    expect(commands.where).toBeNull();
  });

  it('leaves out axes that the kind of array has not, and says where paths begin', async () => {
    const own = join(here, 'own.yaml');
    put(here, 'own.yaml', 'kind: dense\npes: 2\n');
    const { lines, commands } = await sweepOf(
      'kinds',
      `name: k\naccelerators: [bbs, ${own}]\nworkloads: [tiny]\naxes: [{field: keepPerBank, values: [2, 4]}]\n`,
    );
    expect(lines.filter((line) => line.includes('own.yaml') && line.includes('--set'))).toEqual([]);
    expect(lines.filter((line) => line.includes('bbs') && line.includes('--set keepPerBank='))).toHaveLength(
      2,
    );
    expect(commands.where).toBeNull();
  });

  it('has none for a specification that this version cannot read', () => {
    expect(pointCommands({ spec: { accelerators: 3 }, axes: [] }, [])).toBeNull();
  });
});
