import { describe, expect, it } from 'vitest';
import type { PatternKind } from '../../../src/bbs/patterns/index.ts';
import { patternOf } from '../../../src/bbs/patterns/named-pattern.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import type { LstmModel } from '../../../src/lstm/model.ts';
import { requestedTargets } from '../../../src/run/matrix-targets.ts';
import { patternStorage } from '../../../src/run/pattern-storage.ts';
import { layerMatrices, type PreparedModel, prepareModel } from '../../../src/run/prepared-model.ts';
import { arraySizesOf } from '../../../src/run/storage-formats.ts';
import { fastestFit } from '../../../src/study/compare/fastest-fit.ts';
import { loadPatternArrays, prunedPatterns } from '../../../src/study/patterns/pattern-arrays.ts';
import { type PatternStudy, studyPatterns } from '../../../src/study/patterns/pattern-study.ts';
import { type PatternRow, PatternStudySchema } from '../../../src/study/patterns/patterns-result.ts';
import { layerOf, modelOf, smallDevice } from '../compare/designs.ts';

const sets = ['pes=4', 'banks=8'];
const model = modelOf([layerOf({ inputs: 32, hidden: 32, projection: 32 })]);

const studied = (fields: Partial<PatternStudy> & { kinds?: readonly PatternKind[] } = {}) => {
  const { kinds = prunedPatterns, ...others } = fields;
  return studyPatterns({
    arrays: loadPatternArrays(kinds, sets),
    model,
    workload: 'test',
    sparsity: 0.75,
    seed: '1',
    inputs: 'test',
    equal: 'kept',
    isPictured: false,
    onProgress: () => {},
    ...others,
  });
};

const usual = studied({ isPictured: true });
const rowOf = (rows: readonly PatternRow[], kind: PatternKind) => {
  const row = rows.find(({ pattern }) => pattern === kind);
  if (row === undefined) throw new Error(`no row of ${kind}`);
  return row;
};

/** The array of a row, as the study has it. */
const arrays = loadPatternArrays(prunedPatterns, sets);
function configOf({ pattern, accelerator }: PatternRow) {
  const candidate = arrays.candidates.find(({ kind }) => kind === pattern);
  const array = candidate?.arrays.find(({ name }) => name === accelerator);
  if (array === undefined) throw new Error(`${pattern} has no array ${accelerator}`);
  return array.config;
}

/** The model as the array of a row has it, pruned in its way to a sparsity. */
function prunedAs(row: PatternRow, sparsity: number, of: LstmModel = model): PreparedModel {
  const { pattern, gateMatrix, number: format } = configOf(row);
  const target = requestedTargets(pattern, of.shape, sparsity);
  return prepareModel(of, { pattern, gateMatrix, format, target });
}

/** Squares kept and positions shared with unstructured pruning, one weight after the other. */
function naiveFigures(prepared: PreparedModel, of: LstmModel = model) {
  let [lost, all, shared, positions] = [0, 0, 0, 0];
  of.layers.forEach((layer, l) => {
    for (const [m, { weights }] of layerMatrices(layer, 'separate').entries()) {
      const { mask, rebuilt, kept } = prepared.pruned[l][m];
      const free = prune(weights, { kind: 'unstructured' }, { keep: kept }).mask;
      positions += kept;
      for (let i = 0; i < mask.length; i++) {
        const left = mask[i] === 0 ? 0 : Math.fround(rebuilt?.values[i] ?? weights.values[i]);
        all += weights.values[i] ** 2;
        lost += (weights.values[i] - left) ** 2;
        shared += mask[i] & free[i];
      }
    }
  });
  return { keptMagnitudeShare: 1 - lost / all, overlapWithUnstructured: shared / positions };
}

describe('a study of patterns', () => {
  it('is what its schema says, of every pattern that prunes, in the order of the list', () => {
    const { result } = usual;
    expect(PatternStudySchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
    expect(result.rows.map(({ pattern }) => pattern)).toEqual(prunedPatterns);
    expect(result.rows.map(({ problem }) => problem)).toEqual(result.rows.map(() => null));
  });

  it('is the same again, to the byte', () => {
    const kinds = ['unstructured', 'regroup'] as const;
    expect(JSON.stringify(studied({ kinds }).result)).toBe(JSON.stringify(studied({ kinds }).result));
  });

  it('has an aim, bits and a dense row that follow from the shape', () => {
    // 128 x 32, 128 x 32 and 32 x 32 weights, of which 8 banks of 4 columns keep one each.
    const { weights, denseBits, aim, dense } = usual.result;
    expect({ weights, denseBits }).toEqual({ weights: 9216, denseBits: 9216 * 16 });
    expect(aim).toMatchObject({ kept: 2304, storageBits: 2304 * (16 + 2) });
    expect(dense).toMatchObject({ accelerator: 'dense', kept: 9216, keptMagnitudeShare: 1, sparsity: 0 });
  });

  it('keeps as many weights as bank-balanced wherever a pattern can', () => {
    // Of 9216 weights a quarter: whole weights, blocks of 4 x 4, runs of 4, rows of 32, groups of 16.
    const exact: readonly PatternKind[] = [
      'bank-balanced',
      'unstructured',
      'block',
      'vector',
      'row-balanced',
      'n-m',
    ];
    for (const kind of exact) expect([kind, rowOf(usual.result.rows, kind).kept]).toEqual([kind, 2304]);
    for (const { kept } of usual.result.rows) expect(Math.abs((kept ?? 0) / 2304 - 1)).toBeLessThan(0.15);
  });

  it.each(prunedPatterns)('says of %s what a walk over its weights finds', (kind) => {
    const row = rowOf(usual.result.rows, kind);
    const prepared = prunedAs(row, 0.75);
    const kept = prepared.pruned.flat().reduce((sum, { independent }) => sum + independent, 0);
    // Where the requested sparsity keeps as many as the study, the masks are the study's.
    if (kept !== row.kept) return;
    const found = naiveFigures(prepared);
    expect(row.keptMagnitudeShare).toBeCloseTo(found.keptMagnitudeShare, 5);
    expect(row.overlapWithUnstructured).toBeCloseTo(found.overlapWithUnstructured, 12);
  });

  it('chooses the fastest array that fits, of none that fits the fastest, the first on a tie', () => {
    for (const { arrays, accelerator, latencyUs, fits } of usual.result.rows) {
      const done = arrays.filter(({ problem }) => problem === null);
      const fitting = done.filter((one) => one.fits);
      const of = fitting.length === 0 ? done : fitting;
      const least = Math.min(...of.map((one) => one.latencyUs ?? 0));
      const first = of.find((one) => one.latencyUs === least);
      expect({ accelerator, latencyUs, fits }).toEqual({
        accelerator: first?.accelerator,
        latencyUs: least,
        fits: first?.fits,
      });
    }
  });

  it('pictures the same tile under every pattern', () => {
    expect(usual.picture?.masks.map(({ name }) => name)).toEqual(prunedPatterns);
    const [first] = usual.picture?.masks ?? [];
    expect(first.magnitudes.filter((magnitude) => magnitude >= 0)).toHaveLength((32 / 4) * 64);
  });
});

describe('a pattern whose arrays have no room on the device', () => {
  /** The arrays of some patterns on a device with few blocks of RAM: all presets want 16 or more. */
  const cramped = (kinds: readonly PatternKind[], ramBlocks: number) => {
    const device = smallDevice({ ramBlocks });
    const { candidates, ...others } = loadPatternArrays(kinds, sets);
    return {
      ...others,
      candidates: candidates.map(({ kind, arrays: own }) => ({
        kind,
        arrays: own.map((platform) => ({ ...platform, device })),
      })),
    };
  };
  const kinds = ['unstructured', 'bank-balanced'] as const;
  const smallArrays = cramped(kinds, 12);
  const { rows } = studied({ arrays: smallArrays }).result;

  it('is timed on the fastest design of their kinds that has, beside the presets', () => {
    const row = rowOf(rows, 'unstructured');
    const presets = row.arrays.filter(({ design }) => design === null);
    expect(presets.map(({ fits }) => fits)).toEqual([false, false, false, false]);
    expect(row.arrays).toHaveLength(5);
    const { patterns, found } = searched('unstructured');
    expect(row).toMatchObject({ fits: true, accelerator: patterns[found?.base ?? -1].name });
    expect(row.latencyUs).toBe(found?.latencyUs);
    expect(row.design).toMatch(/^\d+ x \d+/);
    expect(row.ramBlocks).toBeLessThanOrEqual(12);
  });

  it('keeps the banks of a pattern that is balanced over them', () => {
    expect(rowOf(rows, 'bank-balanced')).toMatchObject({ accelerator: 'bbs', fits: true });
    expect(rowOf(rows, 'bank-balanced').design).toMatch(/^\d x 8$/);
  });

  it('stands beside an unpruned model on the fastest design that has room for it', () => {
    const { dense } = loadPatternArrays(['unstructured'], sets);
    const device = smallDevice({ ramBlocks: 14 });
    const own = { ...smallArrays, dense: { ...dense, device } };
    expect(usual.result.dense?.design).toBeNull();
    const found = studied({ arrays: own }).result.dense;
    expect(found).toMatchObject({ accelerator: 'dense', fits: true, kept: 9216 });
    expect(found?.design).toMatch(/^\d+ x \d+/);
  });

  it('is left on a preset that fits where no design is faster', () => {
    const tight = studied({ arrays: cramped(['unstructured'], 20) }).result.rows;
    const { fits, design, arrays, latencyUs } = rowOf(tight, 'unstructured');
    expect({ fits, design }).toEqual({ fits: true, design: null });
    expect(arrays).toHaveLength(4);
    expect(Math.min(...arrays.map((one) => one.latencyUs ?? 0))).toBe(latencyUs);
  });

  it('says so where no design has room', () => {
    const row = rowOf(studied({ arrays: cramped(['unstructured'], 0) }).result.rows, 'unstructured');
    expect(row).toMatchObject({ fits: false, design: null });
    expect(row.arrays).toHaveLength(4);
  });

  /** What a search over the same arrays finds, of the same weights. */
  function searched(kind: PatternKind) {
    const patterns = smallArrays.candidates.find((one) => one.kind === kind)?.arrays ?? [];
    const kept = rowOf(usual.result.rows, kind).kept;
    const found = fastestFit(
      patterns.map((platform) => {
        const { pattern, gateMatrix, number: format } = platform.config;
        const target = () => ({ sparsity: 0.75 });
        const stored = prepareModel(model, { pattern, gateMatrix, format, target });
        expect(stored.pruned.flat().reduce((sum, one) => sum + one.kept, 0)).toBe(kept);
        const config = { ...platform.config, weights: 'resident' as const };
        return { config, stored: stored.layers, target: platform };
      }),
    );
    return { patterns, found };
  }
});

describe('patterns of equal bits, and of equal magnitude', () => {
  const kinds = ['unstructured', 'row-balanced', 'block'] as const;
  const small = modelOf([layerOf({ inputs: 16, hidden: 16 })]);

  /** The figure at every sparsity of a fine grid. */
  function onGrid(row: PatternRow, figure: (prepared: PreparedModel) => number): number[] {
    return Array.from({ length: 33 }, (_, i) => figure(prunedAs(row, i / 32, small)));
  }

  it('have the bits that come nearest to those of bank-balanced, at one sparsity of all matrices', () => {
    const { rows, aim } = studied({ kinds, equal: 'bits', model: small }).result;
    for (const row of rows) {
      const config = configOf(row);
      const sizes = arraySizesOf(config);
      const bits = ({ layers: [{ gates }] }: PreparedModel) =>
        gates
          .map((stored) => patternStorage(config.pattern, stored, sizes, config.number).totalBits)
          .reduce((sum, own) => sum + own, 0);
      const least = Math.min(...onGrid(row, bits).map((found) => Math.abs(found - aim.storageBits)));
      expect(Math.abs((row.storageBits ?? 0) - aim.storageBits)).toBeLessThanOrEqual(
        least + 1e-4 * aim.storageBits,
      );
    }
  });

  it('keep the magnitude that comes nearest to that of bank-balanced', () => {
    const { rows, aim, frontAxis } = studied({ kinds, equal: 'magnitude', model: small }).result;
    expect(frontAxis).toBe('storageBits');
    for (const row of rows) {
      const share = (prepared: PreparedModel) => naiveFigures(prepared, small).keptMagnitudeShare;
      const least = Math.min(...onGrid(row, share).map((found) => Math.abs(found - aim.keptMagnitudeShare)));
      expect(Math.abs((row.keptMagnitudeShare ?? 0) - aim.keptMagnitudeShare)).toBeLessThanOrEqual(
        least + 1e-4,
      );
    }
  });
});

describe('what a pattern or an array refuses', () => {
  it('is said in its row, beside arrays that run it', () => {
    const row = rowOf(usual.result.rows, 'n-m');
    expect(patternOf({ kind: 'n-m' }).accelerators).toContain('bbs');
    const [refused] = row.arrays.filter(({ accelerator }) => accelerator === 'bbs');
    expect(refused).toMatchObject({ cycles: null, fits: null, problem: expect.stringContaining('bank') });
    expect(row.problem).toBeNull();
  });

  it('leaves the others as they are, down to a layer of one cell', () => {
    const { result } = studied({ model: modelOf([layerOf({ inputs: 1, hidden: 1 })]) });
    expect(PatternStudySchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
    for (const { problem, cycles } of result.rows) expect(cycles === null).toBe(problem !== null);
    expect(rowOf(result.rows, 'unstructured').problem).toBeNull();
  });
});
