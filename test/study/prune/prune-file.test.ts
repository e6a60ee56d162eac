import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PatternKind } from '../../../src/bbs/patterns/index.ts';
import { patternKinds, patternOf, resolvePattern } from '../../../src/bbs/patterns/named-pattern.ts';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { bothPasses } from '../../../src/lstm/passes.ts';
import type { GateMatrix, LayerShape } from '../../../src/lstm/shape.ts';
import { loadAccelerator } from '../../../src/run/load-config.ts';
import { requestedTargets } from '../../../src/run/matrix-targets.ts';
import type { FileBytes } from '../../../src/run/open-weights.ts';
import { type PreparedModel, preparationFor, prepareModel } from '../../../src/run/prepared-model.ts';
import type { PruneRequest } from '../../../src/study/prune/prune-file.ts';
import { PruneResultSchema } from '../../../src/study/prune/prune-result.ts';
import { openNpz, writeNpz } from '../../../src/tensors/npy/npz.ts';
import { anyGruShape, anyShape } from '../../lstm/arbitrary-layer.ts';
import { modelIn, npzOf, opened, prunedFile } from './files.ts';

const { number } = loadAccelerator('bbs').config;
const sizes = { pes: 2, banks: 2, placement: 'even' } as const;

interface Asked {
  readonly pattern?: PatternKind;
  readonly gateMatrix?: GateMatrix;
  readonly sparsity?: number;
  readonly weightScale?: 'row' | 'tensor';
}

const configOf = ({ pattern = 'bank-balanced', gateMatrix = 'separate' }: Asked) => ({
  pattern: resolvePattern(pattern, sizes),
  gateMatrix,
  number,
});

/** The model of a file as a run stores it that prunes it, or takes it as it is. */
function stored(weights: FileBytes, prunes: boolean, asked: Asked): PreparedModel {
  const model = modelIn(weights);
  const config = configOf(asked);
  const int8 =
    asked.weightScale === undefined ? {} : { weightBits: 8 as const, weightScale: asked.weightScale };
  const target = requestedTargets(config.pattern, model.shape, asked.sparsity ?? 0.5);
  return prepareModel(model, preparationFor({ ...config, number: { ...number, ...int8 } }, prunes, target));
}

/** The zeros that the masks of a pruned file keep. */
function zerosKept(file: FileBytes): number {
  const tensors = opened(file);
  return ['weight_ih_l0', 'weight_hh_l0'].reduce((sum, name) => {
    const mask = tensors.read(`${name}_mask`).data;
    return sum + tensors.read(name).data.filter((value, i) => value === 0 && mask[i] === 1).length;
  }, 0);
}

/** The layers as a run of a file without factors stores them. */
function withoutFactors({ layers }: PreparedModel): PreparedModel['layers'] {
  const bare = ({ factors: _, ...matrix }: PreparedModel['layers'][number]['gates'][number]) => matrix;
  return layers.map((layer) => ({
    ...layer,
    gates: layer.gates.map(bare),
    projection: layer.projection && bare(layer.projection),
  }));
}

function pruned(weights: FileBytes, asked: Asked & Partial<PruneRequest> = {}) {
  return prunedFile({ weights, config: configOf(asked), int8: asked.weightScale ?? null, ...asked });
}

const anyAsked = {
  layer: fc.oneof(
    anyShape.map((shape) => ({ ...shape, peepholes: false })),
    anyGruShape.map((shape) => ({ ...shape, resetAfter: true })),
  ) as fc.Arbitrary<LayerShape>,
  isBidirectional: fc.boolean(),
  pattern: fc.constantFrom(...patternKinds),
  gateMatrix: fc.constantFrom<GateMatrix>('combined', 'separate'),
  sparsity: fc.constantFrom(0.25, 0.5, 0.75),
};

describe('a file that is pruned', () => {
  it('holds what a run stores that prunes the weights itself, entry by entry', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(anyAsked), async ({ layer, isBidirectional, ...asked }) => {
        const before = npzOf(isBidirectional ? bothPasses(layer) : [layer]);
        const expected = await orRefusal(() => stored(before, true, asked));
        const made = await orRefusal(() => pruned(before, asked));
        if (expected instanceof BadInput || made instanceof BadInput) return expect(made).toEqual(expected);
        const found = stored(made.file, false, asked);
        expect(found.layers).toEqual(withoutFactors(expected));
        expect(made.result.kept).toBe(expected.pruned.flat().reduce((sum, { kept }) => sum + kept, 0));
        PruneResultSchema.parse(made.result);
      }),
      { numRuns: 25 },
    );
  });

  it('has kept weights bit for bit unless the pattern rebuilds them, zeros elsewhere, and everything else as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(anyAsked), async ({ layer, ...asked }) => {
        const before = npzOf([layer]);
        const made = await orRefusal(() => pruned(before, asked));
        if (made instanceof BadInput) return;
        const isRebuilt = patternOf({ kind: asked.pattern }).rebuild !== undefined;
        const [old, now] = [opened(before), opened(made.file)];
        const weights = made.result.tensors.map(({ name }) => name);
        expect(now.names).toEqual([...old.names, ...weights.map((name) => `${name}_mask`)]);
        for (const name of old.names) {
          const { shape, dtype, data } = old.read(name);
          const mask = weights.includes(name) ? now.read(`${name}_mask`).data : data.map(() => 1);
          if (isRebuilt && weights.includes(name)) {
            expect(now.read(name).dtype).toBe(dtype);
            expect(now.read(name).data.every((value, i) => mask[i] === 1 || value === 0)).toBe(true);
            continue;
          }
          expect(now.read(name)).toEqual({
            shape,
            dtype,
            data: data.map((value, i) => (mask[i] ? value : 0)),
          });
        }
      }),
      { numRuns: 20 },
    );
  });

  it('stays as it is when it is pruned again to the same target, unless the pattern chooses or fits anew', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(anyAsked), async ({ layer, isBidirectional, ...asked }) => {
        const { choosesAnew, rebuild } = patternOf({ kind: asked.pattern });
        fc.pre(choosesAnew !== true && rebuild === undefined);
        const once = await orRefusal(() =>
          pruned(npzOf(isBidirectional ? bothPasses(layer) : [layer]), asked),
        );
        if (once instanceof BadInput) return;
        const twice = await pruned(once.file, asked);
        expect(twice.file.bytes).toEqual(once.file.bytes);
        expect(twice.result.keptMagnitudeShare).toBe(1);
      }),
      { numRuns: 20 },
    );
  });

  it('keeps names of torch.nn.utils.prune: X_orig stays, its X_mask is replaced in its own type', async () => {
    const plain = npzOf([layer]);
    const file = openNpz(plain.bytes, plain.path);
    const masked = writeNpz(
      file.names.flatMap((name) => {
        const { shape, data } = file.read(name);
        if (!name.startsWith('weight')) return [{ name, shape, data: data as Float32Array }];
        const mask = Float32Array.from(data, (_, i) => Number(i % 4 !== 0));
        return [
          { name: `${name}_orig`, shape, data: data as Float32Array },
          { name: `${name}_mask`, shape, data: mask },
        ];
      }),
    );
    const before = { path: 'model.npz', bytes: masked };
    const { file: after, result } = await pruned(before);
    const [old, now] = [opened(before), opened(after)];
    expect(now.names).toEqual(old.names);
    expect(now.read('weight_ih_l0_mask').dtype).toBe('float32');
    expect(result.tensors.map(({ name, sparsity }) => [name, sparsity])).toEqual([
      ['weight_ih_l0_orig', 0.5],
      ['weight_hh_l0_orig', 0.5],
    ]);
    const [orig, mask] = [now.read('weight_ih_l0_orig').data, now.read('weight_ih_l0_mask').data];
    // What was masked out is not kept where the rest is enough for the pattern.
    expect([...mask].filter((stored, i) => stored === 1 && i % 4 === 0)).toEqual([]);
    expect([...orig].map((value) => value !== 0)).toEqual([...mask].map((stored) => stored === 1));
  });

  it('stores zeros where a bank has fewer weights than the pattern keeps, as a run does', async () => {
    const plain = npzOf([layer]);
    const file = openNpz(plain.bytes, plain.path);
    const sparse = writeNpz(
      file.names.flatMap((name) => {
        const { shape, data } = file.read(name);
        const entry = { name, shape, data: data as Float32Array };
        const mask = Uint8Array.from(data, (_, i) => Number(i % 8 === 0));
        return name.startsWith('weight') ? [entry, { name: `${name}_mask`, shape, data: mask }] : [entry];
      }),
    );
    const before = { path: 'model.npz', bytes: sparse };
    const { file: after, result } = await pruned(before);
    expect(stored(after, false, {}).layers).toEqual(stored(before, true, {}).layers);
    const [weights, mask] = ['weight_ih_l0', 'weight_ih_l0_mask'].map(
      (name) => opened(after).read(name).data,
    );
    expect([...mask].filter((bit, i) => bit === 1 && weights[i] === 0).length).toBeGreaterThan(0);
    expect(result.remarks).toEqual([
      `model.npz: ${zerosKept(after)} of the ${result.kept} weights that are kept are zeros, in places that the file's own masks had cut: the pattern fills them up`,
    ]);
    // Its masks now have these places, so nothing is filled up when it is pruned once more.
    expect((await pruned(after)).result.remarks).toEqual([]);
  });

  it('is pruned in one direction alone where that is asked for', async () => {
    const before = npzOf(bothPasses(layer));
    const { file, result } = await pruned(before, { direction: 'reverse' });
    expect(result.tensors.map(({ name }) => name)).toEqual(['weight_ih_l0_reverse', 'weight_hh_l0_reverse']);
    const [old, now] = [opened(before), opened(file)];
    expect(now.read('weight_ih_l0')).toEqual(old.read('weight_ih_l0'));
    await expect(pruned(npzOf([layer]), { direction: 'reverse' })).rejects.toThrow(
      new BadInput('model.npz: has no reverse pass, found forward alone'),
    );
  });

  it('is another model of the file where that is named, and the others stay', async () => {
    const one = npzOf([layer], (name) => `encoder.${name}`);
    const two = openNpz(one.bytes, one.path);
    const bytes = writeNpz([
      ...two.names.map((name) => ({ name, ...two.read(name), data: two.read(name).data as Float32Array })),
      ...two.names
        .filter((name) => name.startsWith('encoder.'))
        .map((name) => ({
          name: name.replace('encoder', 'decoder'),
          shape: two.read(name).shape,
          data: two.read(name).data as Float32Array,
        })),
    ]);
    const before = { path: 'two.npz', bytes };
    const { file } = await pruned(before, { choice: { model: 'decoder', prefix: null } });
    const [old, now] = [opened(before), opened(file)];
    expect(now.names.slice(old.names.length)).toEqual([
      'decoder.weight_ih_l0_mask',
      'decoder.weight_hh_l0_mask',
    ]);
    expect(now.read('encoder.weight_ih_l0')).toEqual(old.read('encoder.weight_ih_l0'));
    await expect(pruned(before)).rejects.toThrow('two.npz: has several models, choose one with --model');
  });
});

describe('a file of int8 codes', () => {
  const widths = fc.record({ ...anyAsked, weightScale: fc.constantFrom<'row' | 'tensor'>('row', 'tensor') });

  it('is stored by an array of int8 weights as the floats are, bit for bit, with the same scales', async () => {
    await fc.assert(
      fc.asyncProperty(widths, async ({ layer, isBidirectional, ...asked }) => {
        const before = npzOf(isBidirectional ? bothPasses(layer) : [layer]);
        const made = await orRefusal(() => pruned(before, asked));
        if (made instanceof BadInput) return;
        const [found, expected] = [stored(made.file, false, asked), stored(before, true, asked)].map(
          ({ layers }) =>
            layers.map(({ gates, projection, biasCodes }) => ({
              matrices: [...gates, ...(projection ? [projection] : [])].map(
                ({ weights: _, factors: __, scales, ...rest }) => ({
                  ...rest,
                  multipliers: effective(scales?.multipliers, rest.rowStart, rest.codes),
                  shifts: effective(scales?.shifts, rest.rowStart, rest.codes),
                  requantised: scales?.requantised,
                }),
              ),
              biasCodes,
            })),
        );
        expect(found).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  it('has one scale for a tensor, or one for every row, in single precision beside the codes', async () => {
    for (const [weightScale, length] of [
      ['row', 16],
      ['tensor', 1],
    ] as const) {
      const { file, result } = await pruned(npzOf([layer]), { weightScale });
      const now = opened(file);
      expect(now.read('weight_ih_l0').dtype).toBe('int8');
      expect(now.read('weight_ih_l0_scale')).toMatchObject({ dtype: 'float32', shape: [length] });
      expect(now.read('bias_ih_l0').dtype).toBe('float32');
      expect([result.weightBits, result.weightScale]).toEqual([8, weightScale]);
    }
  });

  it('is made of floats alone', async () => {
    const int8 = await pruned(npzOf([layer]), { weightScale: 'row' });
    await expect(pruned(int8.file, { weightScale: 'row' })).rejects.toThrow(
      new BadInput(
        'pruned.npz, tensor weight_ih_l0: holds int8 codes, expected floats to make int8 codes of',
      ),
    );
    const raw = openNpz(npzOf([layer]).bytes, 'x');
    const bytes = writeNpz(
      raw.names
        .filter((name) => /^(weight|bias)_/.test(name))
        .map((name) => ({
          name,
          shape: raw.read(name).shape,
          data: Int16Array.from(raw.read(name).data, (v) => v * 4096),
        })),
    );
    await expect(pruned({ path: 'raw.npz', bytes }, { weightScale: 'row' })).rejects.toThrow(
      new BadInput(
        'raw.npz, tensor weight_ih_l0: holds int16 raw codes, expected floats to make int8 codes of',
      ),
    );
    const codes = await pruned({ path: 'raw.npz', bytes });
    expect(opened(codes.file).read('weight_ih_l0').dtype).toBe('int16');
  });

  it('is pruned like any other: codes and scales stay what they were', async () => {
    const int8 = await pruned(npzOf([layer]), { weightScale: 'row', sparsity: 0 });
    const { file } = await pruned(int8.file);
    const [old, now] = [opened(int8.file), opened(file)];
    const { dtype, data } = now.read('weight_hh_l0');
    const mask = now.read('weight_hh_l0_mask').data;
    expect([dtype, [...data]]).toEqual([
      'int8',
      [...old.read('weight_hh_l0').data].map((code, i) => (mask[i] ? code : 0)),
    ]);
    expect(now.read('weight_hh_l0_scale')).toEqual(old.read('weight_hh_l0_scale'));
  });
});

const layer: LayerShape = {
  kind: 'lstm',
  inputs: 8,
  hidden: 4,
  projection: null,
  peepholes: false,
  biases: true,
};

/** What hardware multiplies codes with: of rows without any but zeros it does not matter. */
function effective(
  ofRows: ArrayLike<number> | undefined,
  rowStart: Uint32Array,
  codes: Int16Array,
): readonly number[] {
  return Array.from(ofRows ?? [], (value, row) =>
    codes.subarray(rowStart[row], rowStart[row + 1]).some((code) => code !== 0) ? value : 0,
  );
}

/** What it makes, or the BadInput that it throws. */
async function orRefusal<Made>(make: () => Made | Promise<Made>): Promise<Made | BadInput> {
  try {
    return await make();
  } catch (error) {
    if (error instanceof BadInput) return error;
    throw error;
  }
}
