import { describe, expect, it } from 'vitest';
import type { PatternKind } from '../../../src/bbs/patterns/index.ts';
import { resolvePattern } from '../../../src/bbs/patterns/named-pattern.ts';
import { BadInput } from '../../../src/errors/bad-input.ts';
import type { AcceleratorConfig } from '../../../src/hw/config/config.ts';
import type { GateMatrix, LayerShape } from '../../../src/lstm/shape.ts';
import type { StoredLayer } from '../../../src/lstm/stored-layer.ts';
import { loadAccelerator } from '../../../src/run/load-config.ts';
import { requestedTargets } from '../../../src/run/matrix-targets.ts';
import type { FileBytes } from '../../../src/run/open-weights.ts';
import { preparationFor, prepareModel } from '../../../src/run/prepared-model.ts';
import type { PruneRequest } from '../../../src/study/prune/prune-file.ts';
import { openNpz, writeNpz } from '../../../src/tensors/npy/npz.ts';
import type { TensorData } from '../../../src/tensors/tensor-file.ts';
import { modelIn, npzOf, opened, prunedFile } from './files.ts';

const { number: plain } = loadAccelerator('bbs').config;
const sizes = { pes: 2, banks: 2, placement: 'even' } as const;
const layer: LayerShape = {
  kind: 'lstm',
  inputs: 10,
  hidden: 8,
  projection: 6,
  peepholes: false,
  biases: true,
};

interface Asked {
  readonly pattern: PatternKind;
  readonly gateMatrix?: GateMatrix;
  readonly number?: AcceleratorConfig['number'];
}

const configOf = ({ pattern, gateMatrix = 'combined', number = plain }: Asked) => ({
  pattern: resolvePattern(pattern, sizes),
  gateMatrix,
  number,
});

function stored(weights: FileBytes, prunes: boolean, asked: Asked): readonly StoredLayer[] {
  const model = modelIn(weights);
  const config = configOf(asked);
  const target = requestedTargets(config.pattern, model.shape, 0.5);
  const bare = ({ factors: _, ...matrix }: StoredLayer['gates'][number]) => matrix;
  return prepareModel(model, preparationFor(config, prunes, target)).layers.map((each) => ({
    ...each,
    gates: each.gates.map(bare),
    projection: each.projection && bare(each.projection),
  }));
}

function pruned(weights: FileBytes, asked: Asked, more: Partial<PruneRequest> = {}) {
  return prunedFile({ weights, config: configOf(asked), ...more });
}

/** The seeded file with other weights: what `change` makes of each, and of masks beside them. */
function changed(change: (name: string, data: TensorData) => readonly [string, TensorData][]): FileBytes {
  const { bytes, path } = npzOf([layer]);
  const file = openNpz(bytes, path);
  const entries = file.names.flatMap((name) => {
    const { shape, data } = file.read(name);
    if (!/^(weight|bias)_/.test(name)) return [];
    return change(name, data).map(([as, made]) => ({ name: as, shape, data: made as Float32Array }));
  });
  return { path, bytes: writeNpz(entries) };
}

const isWeight = (name: string) => name.startsWith('weight');
const floats = npzOf([layer]);
const doubles = changed((name, data) => [[name, Float64Array.from(data, (value) => value / 3)]]);
const raw = changed((name, data) => [[name, Int16Array.from(data, (value) => value * 40000)]]);
const masked = changed((name, data) => [
  [name, data],
  ...(isWeight(name)
    ? ([[`${name}_mask`, Uint8Array.from(data, (_, i) => Number(i % 3 > 0))]] as [string, TensorData][])
    : []),
]);
const int8 = async (weightScale: 'row' | 'tensor') =>
  (await pruned(floats, { pattern: 'unstructured' }, { sparsity: 0, int8: weightScale })).file;

describe.each(['circulant', 'power-of-two'] as const)('a file whose weights are rebuilt: %s', (pattern) => {
  it.each(['combined', 'separate'] as const)(
    'holds what a run stores that rebuilds them itself, in every type that holds them, %s',
    async (gateMatrix) => {
      const files = [floats, doubles, raw, masked, await int8('row'), await int8('tensor')];
      const numbers: AcceleratorConfig['number'][] = [
        plain,
        { ...plain, bits: 16, fractionBits: 6 },
        { ...plain, weightBits: 8 },
        { ...plain, weightBits: 8, weightScale: 'tensor' },
      ];
      for (const [f, file] of files.entries()) {
        for (const number of numbers.filter((_, n) => (f + n) % 2 === Number(gateMatrix === 'combined'))) {
          const asked = { pattern, gateMatrix, number };
          const { file: after, result } = await pruned(file, asked);
          expect(stored(after, false, asked)).toEqual(stored(file, true, asked));
          const [old, now] = [opened(file), opened(after)];
          for (const { name } of result.tensors) {
            expect(now.read(name).dtype).toBe(old.read(name).dtype);
            expect([...now.read(name).data]).not.toEqual([...old.read(name).data]);
          }
        }
      }
    },
  );

  it('saturates raw codes to the bits of the array, in the file as in the run', async () => {
    const wide = changed((name, data) => [
      [name, Int16Array.from(data, (value) => (value > 0 ? 127 : -128))],
    ]);
    const asked = { pattern, number: { ...plain, bits: 8, fractionBits: 4 } };
    const { file } = await pruned(wide, asked);
    const { data } = opened(file).read('weight_ih_l0');
    expect(data.every((code) => code >= -128 && code <= 127)).toBe(true);
    expect(stored(file, false, asked)).toEqual(stored(wide, true, asked));
  });

  it('is written as int8 codes of the rebuilt weights where that is asked for', async () => {
    for (const weightScale of ['row', 'tensor'] as const) {
      const number: AcceleratorConfig['number'] = { ...plain, weightBits: 8, weightScale };
      const { file } = await pruned(floats, { pattern }, { int8: weightScale });
      expect(opened(file).read('weight_ih_l0').dtype).toBe('int8');
      const codes = (layers: readonly StoredLayer[]) =>
        layers
          .flatMap(({ gates, projection }) => [...gates, ...(projection ? [projection] : [])])
          .map(({ codes, columns, rowStart }) => ({ codes, columns, rowStart }));
      expect(codes(stored(file, false, { pattern, number }))).toEqual(
        codes(stored(floats, true, { pattern, number })),
      );
    }
  });
});

describe('the result of pruning to circulant blocks', () => {
  it('counts the values that the weights share, and goes by them in what it remarks', async () => {
    const { result } = await pruned(floats, { pattern: 'circulant' }, { sparsity: 0.6 });
    expect(result.kept).toBe(result.weights);
    expect(result.sparsity).toBe(0);
    // Gates 32 x 16 and a projection 6 x 8, in blocks of 2 x 2: half as many values.
    expect(result.independent).toBe(result.weights / 2);
    expect(result.remarks).toEqual([
      'model.npz: at 60.0 % sparsity circulant reaches 50.0 %: what a pattern keeps comes in whole parts, at least one',
    ]);
    expect(result.keptMagnitudeShare).toBeGreaterThan(0.3);
    expect(result.keptMagnitudeShare).toBeLessThan(0.7);
  });

  it('has the share of squares that is left without the squared error', async () => {
    const { file, result } = await pruned(floats, { pattern: 'circulant' });
    let [all, error] = [0, 0];
    for (const { name } of result.tensors) {
      const [before, after] = [opened(floats).read(name).data, opened(file).read(name).data];
      before.forEach((value, i) => {
        all += value ** 2;
        error += (value - after[i]) ** 2;
      });
    }
    expect(result.keptMagnitudeShare).toBeCloseTo(1 - error / all, 12);
  });
});

it('weights that the type of a tensor does not hold are refused, naming the element', async () => {
  const mixed = changed((name, data) => [
    [name, name === 'weight_hh_l0' ? Float64Array.from(data, (value) => value / 3) : data],
  ]);
  const made = pruned(mixed, { pattern: 'circulant' });
  await expect(made).rejects.toThrow(BadInput);
  await expect(made).rejects.toThrow(
    /^model.npz, tensor weight_ih_l0: element \d+ becomes .*, which float32 does not hold; expected float32 or float64, or --weight-bits 8$/,
  );
});
