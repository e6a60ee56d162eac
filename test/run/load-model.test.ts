import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BadInput } from '../../src/errors/bad-input.ts';
import { type LoadedModel, loadModel } from '../../src/run/load-model.ts';
import { writeNpz } from '../../src/tensors/npy/npz.ts';

type Arrays = Record<string, { readonly shape: readonly number[]; readonly data: Float32Array | Uint8Array }>;

const folder = mkdtempSync(join(tmpdir(), 'bbsim-load-model-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A workload of one layer, as a file. */
function workloadFile(inputs: number, hidden: number, more = ''): string {
  const path = join(folder, `${inputs}-${hidden}${more.replace(/\W/g, '')}.yaml`);
  writeFileSync(path, `name: small\nlayers:\n  - inputs: ${inputs}\n    hidden: ${hidden}\n${more}`);
  return path;
}

const ramp = (...shape: number[]) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => (i - 5) / 64),
});

/** The weights of one layer of 2 inputs and 3 cells. */
const tensors = (prefix = ''): Arrays => ({
  [`${prefix}weight_ih_l0`]: ramp(12, 2),
  [`${prefix}weight_hh_l0`]: ramp(12, 3),
  [`${prefix}bias_ih_l0`]: ramp(12),
  [`${prefix}bias_hh_l0`]: ramp(12),
});

const weightsFile = (arrays: Arrays, path = 'net.npz') => ({
  path,
  bytes: writeNpz(Object.entries(arrays).map(([name, array]) => ({ name, ...array }))),
});

const load = (request: Partial<Parameters<typeof loadModel>[0]>): LoadedModel =>
  loadModel({ workload: null, sets: [], weights: null, prefix: null, seed: '1', ...request });

describe('a model without a file of weights', () => {
  it('has seeded weights of the shape of its workload, whose sparsity and steps it brings along', () => {
    const loaded = load({ workload: workloadFile(5, 4, 'sparsity: 0.6\nsteps: 7\n') });
    expect(loaded).toMatchObject({ name: 'small', sparsity: 0.6, steps: 7, hasMasks: false });
    expect(loaded.model.shape.layers).toEqual([
      { kind: 'lstm' as const, inputs: 5, hidden: 4, projection: null, peepholes: false, biases: true },
    ]);
  });

  it('is the same for one seed and another for another', () => {
    const workload = workloadFile(5, 4);
    const values = (seed: string) => load({ workload, seed }).model.layers[0].inputGates.values;
    expect(values('1')).toEqual(values('1'));
    expect(values('1')).not.toEqual(values('2'));
  });

  it('obeys the overrides of its workload', () => {
    const sets = ['workload.layers.0.projection=3', 'workload.sparsity=0.9', 'pes=4'];
    const loaded = load({ workload: workloadFile(5, 4), sets });
    expect(loaded.model.shape.layers[0].projection).toBe(3);
    expect(loaded.sparsity).toBe(0.9);
  });

  it('is refused when there is no workload either', () => {
    expect(() => load({})).toThrow(new BadInput('expected a workload or --weights'));
  });
});

describe('a model from a file', () => {
  it('has the name of the file, and is pruned to 87.5 % when nobody says another sparsity', () => {
    const loaded = load({ weights: weightsFile(tensors(), 'some/folder/net.npz') });
    expect(loaded).toMatchObject({ name: 'net', sparsity: 0.875, steps: 1, hasMasks: false });
    expect(loaded.model.shape.layers).toEqual([
      { kind: 'lstm' as const, inputs: 2, hidden: 3, projection: null, peepholes: false, biases: true },
    ]);
  });

  it('is found under any module prefix, and asked for by its prefix when there are several', () => {
    const both = weightsFile({ ...tensors('encoder.'), ...tensors('decoder.') });
    expect(load({ weights: weightsFile(tensors('a.b.')) }).model.layers.length).toBe(1);
    expect(() => load({ weights: both })).toThrow(BadInput);
    const tensor = load({ weights: both, prefix: 'decoder.' }).model.layers[0].inputGates.tensor;
    expect(tensor).toBe('decoder.weight_ih_l0');
  });

  it('says that it has masks when any of its matrices has one', () => {
    const mask = { shape: [12, 3], data: new Uint8Array(36).fill(1) };
    expect(load({ weights: weightsFile({ ...tensors(), weight_hh_l0_mask: mask }) }).hasMasks).toBe(true);
  });

  it('may be given with the workload that it is for, which then says sparsity, steps and name', () => {
    const workload = workloadFile(2, 3, 'sparsity: 0.5\nsteps: 4\n');
    const loaded = load({ workload, weights: weightsFile(tensors()) });
    expect(loaded).toMatchObject({ name: 'small', sparsity: 0.5, steps: 4 });
    expect(loaded.model.layers[0].inputGates.values).toEqual(ramp(12, 2).data);
  });

  it.each([
    {
      what: 'another number of inputs',
      workload: workloadFile(4, 3),
      message: 'net.npz: layer 0 has inputs 2, but workload small has 4',
    },
    {
      what: 'another number of cells',
      workload: workloadFile(2, 5),
      message: 'net.npz: layer 0 has hidden 3, but workload small has 5',
    },
    {
      what: 'a projection',
      workload: workloadFile(2, 3, '    projection: 2\n'),
      message: 'net.npz: layer 0 has projection null, but workload small has 2',
    },
    {
      what: 'peepholes, which PyTorch does not have',
      workload: workloadFile(2, 3, '    peepholes: true\n'),
      message: 'net.npz: layer 0 has peepholes false, but workload small has true',
    },
    {
      what: 'a second layer',
      workload: workloadFile(2, 3, '  - inputs: 3\n    hidden: 3\n'),
      message: 'net.npz: 1 layers, but workload small has 2',
    },
  ])('is refused when its workload has $what', ({ workload, message }) => {
    expect(() => load({ workload, weights: weightsFile(tensors()) })).toThrow(new BadInput(message));
  });
});

describe('a GRU from a file', () => {
  const gru: Arrays = {
    weight_ih_l0: ramp(9, 2),
    weight_hh_l0: ramp(9, 3),
    bias_ih_l0: ramp(9),
    bias_hh_l0: ramp(9),
  };
  const gruOf = (more = '') => workloadFile(2, 3, `    kind: gru\n${more}`);

  it("is told by its 3H rows, and has PyTorch's reset rule unless its workload has the other", () => {
    const { model, inputs } = load({ weights: weightsFile(gru) });
    const layer = { kind: 'gru', inputs: 2, hidden: 3, projection: null, peepholes: false, biases: true };
    expect(model.shape.layers).toEqual([{ ...layer, resetAfter: true }]);
    expect(load({ workload: gruOf(), weights: weightsFile(gru) }).inputs).toEqual(inputs);
    const before = load({ workload: gruOf('    resetAfter: false\n'), weights: weightsFile(gru) });
    expect(before.model.shape.layers).toEqual([{ ...layer, resetAfter: false }]);
    expect(before.model.layers[0].inputGates).toEqual(model.layers[0].inputGates);
    expect(before.inputs).not.toEqual(inputs);
  });

  it('is not what a workload of an LSTM is for, nor the other way round', () => {
    expect(() => load({ workload: workloadFile(2, 3), weights: weightsFile(gru) })).toThrow(
      new BadInput('net.npz: layer 0 has kind gru, but workload small has lstm'),
    );
    expect(() => load({ workload: gruOf(), weights: weightsFile(tensors()) })).toThrow(
      new BadInput('net.npz: layer 0 has kind lstm, but workload small has gru'),
    );
  });

  it('has a hash of its own, and leaves those of LSTMs as they were', () => {
    const inputsOf = (workload: string) => JSON.stringify(load({ workload }).inputs);
    expect(inputsOf(workloadFile(2, 3))).toBe(
      '{"layers":[{"inputs":2,"hidden":3,"biases":true,"projection":null,"peepholes":false}]}',
    );
    expect(inputsOf(gruOf())).toContain('"kind":"gru"');
    expect(inputsOf(gruOf())).not.toBe(inputsOf(gruOf('    resetAfter: false\n')));
  });
});

describe('what a model contributes to the hash of a result', () => {
  it('changes with one bit of the file, and not with its name', () => {
    const other = { ...tensors(), bias_ih_l0: { shape: [12], data: new Float32Array(12) } };
    const { inputs } = load({ weights: weightsFile(tensors()) });
    expect(load({ weights: weightsFile(tensors(), 'copy.npz') }).inputs).toEqual(inputs);
    expect(load({ weights: weightsFile(other) }).inputs).not.toEqual(inputs);
  });
});
