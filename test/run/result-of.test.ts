import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/errors/bad-input.ts';
import { AcceleratorSchema } from '../../src/hw/array/kinds/index.ts';
import { jsonText } from '../../src/report/tables/json.ts';
import { type LoadedModel, loadModel } from '../../src/run/load-model.ts';
import type { Platform } from '../../src/run/platform.ts';
import { RunResultSchema } from '../../src/run/result.ts';
import { type RunRequest, runModel } from '../../src/run/run-model.ts';
import type { FileValues } from '../../src/run/sequence.ts';
import { writeNpz } from '../../src/tensors/npy/npz.ts';
import { arria10, layerOf, modelOf, platformOf, smallDevice } from '../study/compare/designs.ts';
import { loadedNet, runOf } from './requests.ts';

const layers = [layerOf({ inputs: 12, hidden: 8, projection: 6, peepholes: true })];
const loadedModel = (fields: Partial<LoadedModel> = {}): LoadedModel =>
  loadedNet(layers, { model: modelOf(layers), ...fields });

const request = (fields: Partial<RunRequest> = {}): RunRequest =>
  runOf(platformOf({ kind: 'csr', pes: 4, banks: 4 }), loadedModel(), fields);

const run = (fields: Partial<RunRequest> = {}) => runModel(request(fields)).result;
const floats = (shape: number[], value: number): FileValues => ({
  source: 'x.npy',
  array: {
    dtype: 'float64',
    shape,
    data: new Float64Array(shape.reduce((a, b) => a * b, 1)).fill(value),
  },
});
const files = (inputs: FileValues | null, h0: FileValues | null = null) => ({ inputs, h0, c0: null });

describe('a run', () => {
  it('has the result that its schema says', () => {
    const result = run();
    expect(RunResultSchema.parse(result)).toEqual(result);
  });

  it('gives the same bytes twice', () => {
    const text = (fields: Partial<RunRequest>) => jsonText(run(fields));
    for (const kind of ['bbs', 'csr', 'csr-shared', 'dense']) {
      const platform = platformOf({ kind, pes: 4, banks: 4, ewop: { style: 'instruction' } });
      expect(text({ platform, steps: 2 })).toBe(text({ platform, steps: 2 }));
    }
  });

  it('is utilised better where the same multipliers are faster, though its PEs are occupied for less of the time', () => {
    const withPorts = (ports: 1 | 2) =>
      run({ platform: platformOf({ kind: 'csr', pes: 4, banks: 4, ports }) });
    const [one, two] = [withPorts(1), withPorts(2)];
    expect(two.cycles.total).toBeLessThan(one.cycles.total);
    expect(two.pes.utilisation).toBeGreaterThan(one.pes.utilisation);
    expect(two.pes.occupancy).toBeLessThan(one.pes.occupancy);
    expect(two.pes.utilisation).toBe(two.weights.kept / (16 * two.cycles.total));
  });

  it.each(['csr', 'dense'])('without a weight is occupied and not utilised: %s', (kind) => {
    const open = modelOf([layerOf({ inputs: 12, hidden: 8 })]);
    const [layer] = open.layers;
    const masked = (weights: typeof layer.inputGates) => ({
      ...weights,
      mask: new Uint8Array(weights.values.length),
    });
    const inputGates = masked(layer.inputGates);
    const recurrentGates = masked(layer.recurrentGates);
    const model = { ...open, layers: [{ ...layer, inputGates, recurrentGates }] };
    const platform = platformOf({ kind, pes: 4, banks: 4 });
    const { pes } = run({
      platform,
      loaded: loadedModel({ model, hasMasks: true }),
      prunes: false,
    });
    expect(pes.utilisation).toBe(0);
    expect(pes.occupancy).toBeGreaterThan(0);
  });

  it('takes the sparsity and the steps of its workload, unless it is given others', () => {
    const loaded = loadedModel({ sparsity: 0.75, steps: 3 });
    expect(run({ loaded }).weights.requestedSparsity).toBe(0.75);
    expect(run({ loaded }).steps.length).toBe(3);
    const other = run({ loaded, sparsity: 0.25, steps: 2 });
    expect(other.weights.requestedSparsity).toBe(0.25);
    expect(other.steps.length).toBe(2);
  });

  it('takes all steps of an input file, whatever its workload says', () => {
    const loaded = loadedModel({ steps: 9 });
    expect(run({ loaded, files: files(floats([4, 12], 0.5)) }).steps.length).toBe(4);
    expect(run({ loaded, files: files(floats([4, 12], 0.5)), steps: 2 }).steps.length).toBe(2);
    expect(run({ loaded, files: files(null, floats([6], 0.5)) }).steps.length).toBe(9);
  });

  it('compares every value of every layer and step with the integer reference', () => {
    const two = [layers[0], layerOf({ inputs: 6, hidden: 5 })];
    const loaded = loadedModel({ model: modelOf(two) });
    expect(run({ loaded, steps: 3 }).accuracy?.comparedValues).toBe(3 * (6 + 8 + 5 + 5));
  });

  it('counts every value that was cut: weights, inputs and what the datapath computes', () => {
    const narrow = platformOf({ kind: 'csr', pes: 4, banks: 4, number: { fractionBits: 15 } });
    const { finished, result } = runModel(request({ platform: narrow, steps: 3 }));
    const { prepared, values } = finished;
    const parts = [prepared.saturations, values?.sequence.saturations, values?.execution.saturations];
    const cut = (point: 'weight' | 'input' | 'preActivation') =>
      parts.map((saturations) => saturations?.[point] ?? 0);
    const [weights, inputs, sums] = [cut('weight'), cut('input'), cut('preActivation')];
    expect([weights[0] > 0, inputs[1] > 0, sums[2] > 0]).toEqual([true, true, true]);
    expect(result.accuracy?.saturations).toMatchObject({
      weight: weights[0],
      input: inputs[1],
      preActivation: sums[2],
    });
  });

  it.each(['chained', 'instruction'])(
    'counts each accumulator that ends with a wrapped sum once: %s',
    (style) => {
      const counts = ['combined', 'separate'].map((gateMatrix) => {
        const number = { fractionBits: 12, accumulatorBits: 24 };
        const platform = platformOf({ kind: 'csr', pes: 4, banks: 4, gateMatrix, ewop: { style }, number });
        const { finished, result } = runModel(request({ platform, steps: 3 }));
        const { prepared, values } = finished;
        const [{ gates, projection }] = prepared.layers;
        expect(projection).not.toBeNull();
        expect(gates.length).toBe(gateMatrix === 'combined' ? 1 : 2);
        expect(result.accuracy?.saturations.wrappedAccumulators).toBe(
          values?.execution.saturations.wrappedAccumulators,
        );
        return result.accuracy?.saturations.wrappedAccumulators;
      });
      expect(counts[0]).toBeGreaterThan(0);
      expect(counts[1]).toBe(counts[0]);
    },
  );

  it('does not know without values how many accumulators wrap, unless none can', () => {
    const wrapped = (accumulatorBits: number) => {
      const platform = platformOf({ kind: 'csr', pes: 4, banks: 4, number: { accumulatorBits } });
      return run({ platform, hasValues: false }).accuracy?.saturations.wrappedAccumulators;
    };
    expect([wrapped(52), wrapped(24)]).toEqual([0, null]);
  });

  it('has no errors, the saturations that are known, and the same time, when values are left out', () => {
    const [timed, full] = [run({ hasValues: false }), run()];
    expect(timed.accuracy).toEqual({
      comparedValues: 0,
      saturations: {
        ...{ weight: 0, bias: 0, input: null, preActivation: null, multiply: null, cellState: null },
        ...{ projection: null, wrappedAccumulators: 0 },
      },
    });
    // Toggle rates of the vector are measured of values, and so is the energy that follows them.
    const common = { accuracy: null, configHash: '', metrics: {}, energy: null, actions: null };
    expect({ ...timed, ...common }).toEqual({ ...full, ...common });
    expect(timed.energy.toggles.weights).toEqual(full.energy.toggles.weights);
    expect([timed.energy.toggles.words.mark, full.energy.toggles.words.mark]).toEqual([
      'assumption',
      'measured',
    ]);
  });

  it('names the tensors of every layer in its program and in its result', () => {
    const two = [layers[0], layerOf({ inputs: 6, hidden: 5 })];
    const platform = platformOf({ kind: 'csr', pes: 4, banks: 4, gateMatrix: 'separate' });
    const { finished, result } = runModel(
      request({ platform, loaded: loadedModel({ model: modelOf(two) }) }),
    );
    const names = [
      ['weight_ih_l0', 'weight_hh_l0', 'weight_hr_l0'],
      ['weight_ih_l1', 'weight_hh_l1'],
    ];
    expect(result.layers.map(({ matrices }) => matrices.map(({ tensor }) => tensor))).toEqual(names);
    expect(finished.design.layers.map(({ program }) => program.matrices.map(({ tensor }) => tensor))).toEqual(
      names,
    );
  });

  it('counts its sums: weights, padding and storage over all matrices', () => {
    const { weights, layers: reported } = run({ platform: platformOf({ kind: 'bbs', pes: 4, banks: 8 }) });
    const matrices = reported.flatMap((layer) => layer.matrices);
    const sum = (of: (matrix: (typeof matrices)[number]) => number) =>
      matrices.reduce((total, matrix) => total + of(matrix), 0);
    expect(weights.total).toBe(32 * (12 + 6) + 6 * 8);
    expect(weights.total).toBe(sum((matrix) => matrix.weights));
    expect(weights.kept).toBe(sum((matrix) => matrix.kept));
    expect(weights.padding).toBe(sum((matrix) => matrix.padding));
    expect(weights.storage.totalBits).toBe(sum(({ storage }) => storage.totalBits));
    expect(weights.achievedSparsity).toBe(1 - weights.kept / weights.total);
    expect(weights.paddingShare).toBe(weights.padding / (weights.kept + weights.padding));
  });

  it('says what the same weights would take in every format, and where a format cannot hold them', () => {
    const stored = ({ detail }: ReturnType<typeof run>) => detail.fpgaArray?.storageByFormat ?? [];
    const balanced = stored(run({ platform: platformOf({ kind: 'bbs', pes: 4, banks: 4 }) }));
    expect(balanced.map(({ format }) => format)).toEqual(['CSB', 'CSR', 'CSC', 'dense']);
    expect(balanced.every(({ storage }) => storage !== null)).toBe(true);
    const unstructured = stored(run());
    expect(unstructured[0]).toEqual({ format: 'CSB', storage: null, padding: null });
    expect(unstructured[1].storage).toEqual(run().weights.storage);
  });
});

describe('weights that are taken as they are (pattern none)', () => {
  const weights = (data: Float32Array) => {
    const zeros = (...shape: number[]) => ({ shape, data: new Float32Array(shape[0] * (shape[1] ?? 1)) });
    const arrays = [
      { name: 'weight_ih_l0', shape: [8, 3], data },
      { name: 'weight_hh_l0', ...zeros(8, 2) },
    ];
    const bytes = writeNpz(arrays);
    return loadModel({
      workload: null,
      sets: [],
      weights: { path: 'w.npz', bytes },
      prefix: null,
      seed: '1',
    });
  };

  it('are the non-zeros, on CSR; a dense design stores all positions', () => {
    const loaded = weights(Float32Array.from({ length: 24 }, (_, i) => (i % 3 === 0 ? 0.5 : 0)));
    const result = run({ loaded, prunes: false });
    expect(result.weights).toMatchObject({ kept: 8, total: 40, requestedSparsity: null, paddingShare: 0 });
    const dense = platformOf({ kind: 'dense', pes: 2, banks: 4 });
    const stored = run({ loaded, prunes: false, platform: dense }).weights;
    expect(stored.kept).toBe(8);
    expect(stored.storage.valueBits).toBe(40 * 16);
    // Five columns on four banks of two words.
    expect(stored.paddingShare).toBe(3 / 8);
  });

  it('may be none at all: every row is a beat without entries', () => {
    const result = run({ loaded: weights(new Float32Array(24)), prunes: false });
    expect(result.weights).toMatchObject({ kept: 0, achievedSparsity: 1, paddingShare: 0 });
    expect(result.stalls.issue).toBe(2);
    expect(RunResultSchema.parse(result)).toEqual(result);
  });

  it('are refused by bank-balanced designs when they are not balanced, with tensor, row and bank', () => {
    const loaded = weights(Float32Array.from({ length: 24 }, (_, i) => (i === 5 ? 0 : 1)));
    const platform = platformOf({ kind: 'bbs', pes: 2, banks: 2, gateMatrix: 'separate' });
    const attempt = () => run({ loaded, prunes: false, platform });
    expect(attempt).toThrow(BadInput);
    expect(attempt).toThrow(/weight_ih_l0.*row 1.*bank 1/);
  });
});

describe('the hash of a result', () => {
  const base = run().configHash;
  const fields = { kind: 'csr', pes: 4, banks: 4 };
  const other = (more: object): Partial<RunRequest> => ({ platform: platformOf({ ...fields, ...more }) });
  const on = (change: Partial<Platform>): Partial<RunRequest> => ({
    platform: { ...platformOf(fields), ...change },
  });
  const { technology, costs } = platformOf(fields);

  /** Every field of an accelerator that decides time, values, energy or resources, with another value. */
  const everyField: Record<string, unknown> = {
    kind: 'csr-shared',
    clockMhz: 250,
    pes: 5,
    banks: 8,
    ports: 2,
    placement: 'even',
    rowOrder: 'balanced',
    arbiter: 'rotating',
    arbiterStyle: 'chain',
    gateMatrix: 'separate',
    directions: 'parallel',
    weights: 'resident',
    pattern: 'row-balanced',
    timing: { mulLatency: 4 },
    ewop: { lanes: 8 },
    number: { fractionBits: 11 },
    dram: { gbPerS: 20 },
    program: { spmvSlices: 'gate' },
    weightMemory: { beatsPerPe: 4096 },
    packRows: true,
    rowsPerCycle: 3,
    vectorCopies: 2,
    pump: 2,
    toggleRate: 0.5,
  };

  it('is 12 hexadecimal digits', () => {
    expect(base).toMatch(/^[0-9a-f]{12}$/);
  });

  it.each(Object.entries(everyField))('changes with %s', (name, value) => {
    expect(run(other({ [name]: value })).configHash).not.toBe(base);
  });

  it('knows every field of an accelerator', () => {
    const forReaders = ['device', 'technology', 'name', 'description'];
    const all = Object.keys(AcceleratorSchema.parse({ kind: 'csr' }));
    expect([...Object.keys(everyField), ...forReaders]).toEqual(expect.arrayContaining(all));
  });

  it.each([
    { what: 'the device', change: on({ device: smallDevice({ dsp: 1517 }) }) },
    {
      what: 'the static power of the device',
      change: on({ device: { ...arria10, staticPowerW: { ...arria10.staticPowerW, value: 6 } } }),
    },
    {
      what: 'the energy of an action',
      change: on({
        technology: {
          ...technology,
          entries: { ...technology.entries, dramBits: { ...technology.entries.dramBits, value: 99 } },
        },
      }),
    },
    {
      what: 'the cost of a resource',
      change: on({ costs: { ...costs, distributedRamWords: { ...costs.distributedRamWords, value: 16 } } }),
    },
    { what: 'the seed', change: { seed: '2' } },
    { what: 'the sparsity', change: { sparsity: 0.6 } },
    { what: 'the number of steps', change: { steps: 2 } },
    { what: 'taking the weights as they are', change: { prunes: false } },
    { what: 'the weights', change: { loaded: loadedModel({ inputs: { weights: 'another file' } }) } },
    { what: 'the inputs', change: { files: files(floats([1, 12], 0.5)) } },
    { what: 'the state', change: { files: files(null, floats([6], 0.5)) } },
    { what: 'leaving the values out', change: { hasValues: false } },
  ])('changes with $what', ({ change }) => {
    expect(run(change).configHash).not.toBe(base);
  });

  it('changes with one value of an input file, and with its type', () => {
    const hash = (value: number, shape: number[]) => run({ files: files(floats(shape, value)) }).configHash;
    expect(hash(0.5, [1, 12])).not.toBe(hash(0.25, [1, 12]));
    expect(hash(0.5, [1, 12])).toBe(hash(0.5, [1, 12]));
  });

  it.each([
    { what: 'the name of the accelerator', change: other({ name: 'mine' }) },
    { what: 'its description', change: other({ description: 'for readers' }) },
    { what: 'where the file of its device lies', change: other({ device: './somewhere/else.yaml' }) },
    { what: 'what a device is called', change: on({ device: { ...arria10, name: 'a', description: 'b' } }) },
    {
      what: 'where a figure of its device comes from',
      change: on({ device: { ...arria10, dsp: { ...arria10.dsp, source: 'a better one' } } }),
    },
    { what: 'the name of the workload', change: { loaded: loadedModel({ name: 'other' }) } },
    { what: 'a sparsity given that is the default', change: { sparsity: 0.5, steps: 1 } },
    { what: 'whether it must fit', change: { mustFit: true } },
  ])('does not change with $what, and neither do the numbers', ({ change }) => {
    const numbers = (fields: Partial<RunRequest>) => {
      const { accelerator, workload, config, resources, ...rest } = run(fields);
      return { ...rest, resources: { ...resources, device: '' } };
    };
    expect(run(change).configHash).toBe(base);
    expect(numbers(change)).toEqual(numbers({}));
  });

  it('does not change with the sparsity that a dense design or weights taken as they are do not have', () => {
    const dense = { platform: platformOf({ kind: 'dense', pes: 4, banks: 4 }) };
    expect(run({ ...dense, sparsity: 0.9 })).toEqual(run({ ...dense, sparsity: 0.1 }));
    expect(run({ prunes: false, sparsity: 0.9 })).toEqual(run({ prunes: false, sparsity: 0.1 }));
  });
});
