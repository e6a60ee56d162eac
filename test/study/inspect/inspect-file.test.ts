import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { renderPng } from '../../../src/report/charts/render.ts';
import { inspectCharts } from '../../../src/report/inspect/charts.ts';
import { inspectTables } from '../../../src/report/inspect/tables.ts';
import { formatTable } from '../../../src/report/tables/table.ts';
import { type FileInspection, inspectFile } from '../../../src/study/inspect/inspect-file.ts';
import { InspectResultSchema } from '../../../src/study/inspect/inspect-result.ts';
import { writeNpz } from '../../../src/tensors/npy/npz.ts';
import { refusal } from '../../config/refusal.ts';
import { platformOf } from '../compare/designs.ts';

const array = platformOf({ kind: 'bbs', pes: 2, banks: 2, gateMatrix: 'separate' }).config;

function inspected(bytes: Uint8Array, more: Partial<FileInspection> = {}) {
  return inspectFile({
    weights: { path: 'm.npz', bytes },
    choice: { model: null, prefix: null },
    direction: null,
    accelerator: 'test',
    config: array,
    isNamed: false,
    sparsity: 0.5,
    isPictured: false,
    ...more,
  });
}

const fixture = (name: string) => readFileSync(`test/fixtures/numpy/${name}.npz`);

/** An LSTM of one cell over two inputs, whose tensors are one number after the other. */
function tinyLstm(prefix = '', more: Parameters<typeof writeNpz>[0] = []): Uint8Array {
  const data = (length: number) => Float32Array.from({ length }, (_, i) => (i - 3) / 8);
  return writeNpz([
    { name: `${prefix}weight_ih_l0`, shape: [4, 2], data: data(8) },
    { name: `${prefix}weight_hh_l0`, shape: [4, 1], data: data(4) },
    { name: `${prefix}bias_ih_l0`, shape: [4], data: data(4) },
    { name: `${prefix}bias_hh_l0`, shape: [4], data: data(4) },
    ...more,
  ]);
}

describe('what is said of a file', () => {
  it('is what the schema says, whatever the file and the array', () => {
    const names = ['lstm', 'lstm-pruned', 'lstm-two', 'lstm-bidirectional', 'lstm-codes', 'gru'];
    const config = platformOf({ kind: 'csr', pes: 4, banks: 4, number: { weightBits: 8 } }).config;
    for (const name of names) {
      for (const more of [{}, { config, isNamed: true, sparsity: 0.9 }]) {
        const { result } = inspected(
          fixture(name),
          name === 'lstm-codes' ? { ...more, config: array } : more,
        );
        expect(InspectResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
      }
    }
  });

  it('is counted by hand for a small LSTM', () => {
    const { result } = inspected(tinyLstm('rnn.'));
    const [model] = result.models;
    expect(result).toMatchObject({ command: 'inspect', format: 'npz', requestedSparsity: 0.5 });
    expect(model).toMatchObject({ name: 'rnn', kind: 'lstm', layers: 1, inputs: 2, hidden: 1 });
    expect(model).toMatchObject({ projection: null, directions: ['forward'], peepholes: false });
    // Each of the tensors has one zero, its fourth number; 12 weights are in matrices.
    expect(model).toMatchObject({ weights: 12, sparsity: 2 / 12, denseBits: 12 * 16 });
    expect(model.tensors.map(({ name, shape, sparsity }) => [name, shape, sparsity])).toEqual([
      ['rnn.weight_ih_l0', [4, 2], 1 / 8],
      ['rnn.weight_hh_l0', [4, 1], 1 / 4],
      ['rnn.bias_ih_l0', [4], 1 / 4],
      ['rnn.bias_hh_l0', [4], 1 / 4],
    ]);
    // -3/8 to 4/8, all of them eighths.
    expect(model.number).toEqual({ bits: 16, integerBits: 1, fractionBits: 15, roundsToZeroShare: 0 });
    expect([model.asStored, model.asStoredProblem]).toEqual([null, null]);
  });

  it('counts what patterns keep over all matrices together', () => {
    const [{ patterns }] = inspected(tinyLstm()).result.models;
    // Of -3 .. 4 the largest four are 4, 3, -3 and -2; of -3 .. 0 the largest two are -3 and -2.
    const kept = 16 + 9 + 9 + 4 + 9 + 4;
    const all = 9 + 4 + 1 + 0 + 1 + 4 + 9 + 16 + 9 + 4 + 1 + 0;
    const unstructured = patterns.find(({ pattern }) => pattern === 'unstructured');
    expect(unstructured).toMatchObject({ kept: 6, sparsity: 0.5, overlapWithUnstructured: 1 });
    expect(unstructured?.keptMagnitudeShare).toBeCloseTo(kept / all, 12);
  });

  it('has a hash of the file, the choice, the array and the sparsity, and of nothing else', () => {
    const hash = (bytes: Uint8Array, more: Partial<FileInspection> = {}) =>
      inspected(bytes, more).result.configHash;
    const own = hash(fixture('lstm-two'));
    expect(hash(fixture('lstm-two'), { isPictured: true, accelerator: 'other' })).toBe(own);
    const others = [
      hash(fixture('lstm')),
      hash(fixture('lstm-two'), { choice: { model: 'encoder', prefix: null } }),
      hash(fixture('lstm-two'), { sparsity: 0.75 }),
      hash(fixture('lstm-two'), { isNamed: true }),
      hash(fixture('lstm-two'), { config: { ...array, banks: 4 } }),
    ];
    expect(new Set([own, ...others]).size).toBe(6);
  });

  it('remarks what patterns cannot reach: two banks of one column keep a half', () => {
    const { remarks } = inspected(tinyLstm(), { sparsity: 0.875 }).result;
    expect(remarks).toHaveLength(1);
    expect(remarks[0]).toContain('lstm: at 87.5 % sparsity bank-balanced reaches 0.0 %');
  });
});

describe('the models of a file', () => {
  it('are all listed, in the order of the file', () => {
    const names = inspected(fixture('lstm-two')).result.models.map(({ name }) => name);
    expect(names).toEqual(['encoder', 'decoder']);
  });

  it('are narrowed by a name, or by a prefix', () => {
    for (const choice of [
      { model: 'decoder', prefix: null },
      { model: null, prefix: 'decoder' },
    ]) {
      const { models } = inspected(fixture('lstm-two'), { choice }).result;
      expect(models.map(({ name }) => name)).toEqual(['decoder']);
    }
    expect(refusal(() => inspected(fixture('lstm-two'), { choice: { model: 'x', prefix: null } }))).toContain(
      'has no model "x"; found "encoder", "decoder"',
    );
  });

  it('have the passes of both directions, or of the one that is asked for', () => {
    const tensors = (direction: 'forward' | 'reverse' | null) =>
      inspected(fixture('lstm-bidirectional'), { direction }).result.models[0].tensors.map(
        ({ name }) => name,
      );
    expect(tensors(null)).toEqual([...tensors('forward'), ...tensors('reverse')]);
    expect(tensors('reverse').every((name) => name.endsWith('_reverse'))).toBe(true);
    expect(refusal(() => inspected(fixture('lstm'), { direction: 'reverse' }))).toContain('no reverse pass');
  });

  it('are listed without one that cannot be read, which is remarked', () => {
    const broken = { name: 'b.weight_ih_l0', shape: [4, 2], data: new Float32Array(8) };
    const { models, remarks } = inspected(tinyLstm('a.', [broken])).result;
    expect(models.map(({ name }) => name)).toEqual(['a']);
    expect(remarks).toContainEqual(
      expect.stringContaining('b: left out: m.npz: has no tensor b.weight_hh_l0'),
    );
  });

  it('are refused where none of them can be read, and where there is none', () => {
    expect(() => inspected(writeNpz([{ name: 'x', shape: [1], data: new Float32Array(1) }]))).toThrow(
      BadInput,
    );
    const one = { name: 'weight_ih_l0', shape: [4, 2], data: new Float32Array(8) };
    expect(refusal(() => inspected(writeNpz([one])))).toContain('has no tensor weight_hh_l0');
  });
});

describe('values at the ends of what numbers hold', () => {
  const named = (name: string, length: number, value: (i: number) => number) => ({
    name,
    shape: name.startsWith('weight') ? [8, length / 8] : [length],
    data: Float64Array.from({ length }, (_, i) => value(i)),
  });
  const file = (value: (i: number) => number) =>
    writeNpz([
      named('weight_ih_l0', 32, value),
      named('weight_hh_l0', 16, value),
      named('bias_ih_l0', 8, value),
      named('bias_hh_l0', 8, value),
    ]);

  it.each([
    { what: 'huge', value: (i: number) => (i % 2 === 0 ? 1.7e308 : -1.6e308) },
    { what: 'subnormal', value: (i: number) => (i + 1) * 5e-324 },
    { what: 'zero', value: () => 0 },
    { what: 'all alike', value: () => 1 },
  ])('are told and drawn: $what', async ({ value }) => {
    const { result, pictures } = inspected(file(value), { isPictured: true, sparsity: 0.75 });
    expect(InspectResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
    for (const { keptMagnitudeShare } of result.models[0].patterns) {
      expect(keptMagnitudeShare).toBeGreaterThan(0);
      expect(keptMagnitudeShare).toBeLessThanOrEqual(1);
    }
    for (const { spec } of inspectCharts({ result, pictures }))
      expect((await renderPng(spec, { widthPx: 640, heightPx: 480 })).length).toBeGreaterThan(1000);
    expect(formatTable(inspectTables(result)[0], 'table')).toContain('weight_hh_l0');
  });
});

describe('the picture of a model', () => {
  const pictured = (name: string, more: Partial<FileInspection> = {}) =>
    inspected(fixture(name), { isPictured: true, ...more }).pictures;

  it('is drawn where somebody asks: the recurrent matrix under the patterns of the figure', () => {
    expect(inspected(fixture('lstm')).pictures).toEqual([]);
    const [picture] = pictured('lstm');
    expect(picture.tensor).toBe('weight_hh_l0');
    expect(picture.masks.map(({ name }) => name)).toEqual(['unstructured', 'bank-balanced', 'block']);
    expect(picture.tile).toEqual({ rowFrom: 0, columnFrom: 0, rows: 16, columns: 4 });
  });

  it('begins with the mask of the file where that leaves weights out', () => {
    const [picture] = pictured('lstm-pruned');
    const [own, ...others] = picture.masks;
    expect(own.name).toBe('as in the file');
    expect(others).toHaveLength(3);
    expect(own.magnitudes.filter((magnitude) => magnitude >= 0)).toHaveLength(own.kept);
  });

  it('is of the recurrent columns of a matrix over x and h', () => {
    const config = platformOf({ kind: 'bbs', pes: 2, banks: 2, gateMatrix: 'combined' }).config;
    const [{ tile, tensor, masks }] = pictured('lstm', { config });
    expect(tensor).toBe('[weight_ih_l0, weight_hh_l0]');
    expect(tile).toMatchObject({ columnFrom: 5, columns: 4 });
    // Nine columns in two banks: the second begins with column 4, in front of the tile.
    expect(masks[1].columnBorders).toEqual([]);
  });

  it('shows banks and blocks by their borders, and as many weights as each has', () => {
    const [{ masks }] = pictured('lstm', { sparsity: 0.5 });
    const [unstructured, balanced, block] = masks;
    expect([unstructured.rowBorders, unstructured.columnBorders]).toEqual([[], []]);
    expect(balanced).toMatchObject({ says: '2 banks of 2 columns', rowBorders: [], columnBorders: [2] });
    expect(block).toMatchObject({ says: 'blocks of 4 x 4', rowBorders: [4, 8, 12], columnBorders: [] });
    expect(balanced.nonZeros.banks).toMatchObject({ min: 1, max: 1 });
    expect(balanced.nonZeros.rows).toMatchObject({ min: 2, max: 2 });
    expect(unstructured.nonZeros.rows.min).toBeLessThan(unstructured.nonZeros.rows.max);
  });
});
