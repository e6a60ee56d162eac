import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LstmModel } from '../../../src/lstm/model.ts';
import { seededModel } from '../../../src/lstm/seeded-model.ts';
import type { Platform } from '../../../src/run/platform.ts';
import { PrepareCache } from '../../../src/run/prepare-cache.ts';
import { compare } from '../../../src/study/compare/compare.ts';
import { bankBalancedReference, prepareEqual, sameResidency } from '../../../src/study/compare/equal-kept.ts';
import { comparisonOf, layerOf, modelOf, platformOf, smallDevice } from './designs.ts';

const model = modelOf([
  layerOf({ inputs: 21, hidden: 16, projection: 10, peepholes: true }),
  layerOf({ inputs: 10, hidden: 12 }),
]);

/** Kept weights of every matrix of every layer, by role. */
function keptOf(platforms: readonly Platform[], platform: Platform, sparsity: number, of: LstmModel = model) {
  const cache = new PrepareCache(of);
  const reference = bankBalancedReference(cache, platforms, sparsity);
  const { pruned } = prepareEqual(cache, platform, reference, sparsity);
  return pruned.map((matrices) => Object.fromEntries(matrices.map(({ role, kept }) => [role, kept])));
}

const bbs = (gateMatrix: string) => platformOf({ kind: 'bbs', pes: 4, banks: 8, gateMatrix });
const csr = (gateMatrix: string, pattern: unknown = 'unstructured') =>
  platformOf({ kind: 'csr', pes: 4, banks: 8, gateMatrix, pattern });

/** k of docs/timing.md section 8, times banks and rows; `cols` has no bank shorter than k here. */
function bankBalancedCount(rows: number, cols: number, banks: number, sparsity: number): number {
  const depth = Math.ceil(cols / banks);
  const k = Math.max(1, Math.floor((1 - sparsity) * depth + 0.5));
  const shortest = Math.floor(cols / banks);
  expect(k).toBeLessThanOrEqual(shortest);
  return rows * banks * k;
}

describe('the weights that designs keep in a comparison', () => {
  it('are those of the bank-balanced design, in every matrix by itself', () => {
    for (const gateMatrix of ['combined', 'separate']) {
      const platforms = [bbs(gateMatrix), csr(gateMatrix)];
      expect(keptOf(platforms, platforms[1], 0.5)).toEqual(keptOf(platforms, platforms[0], 0.5));
    }
  });

  it('follow the counts of docs/timing.md section 8', () => {
    const [first, second] = keptOf([bbs('separate')], csr('separate'), 0.5);
    expect(first).toEqual({
      inputGates: bankBalancedCount(64, 21, 8, 0.5),
      recurrentGates: bankBalancedCount(64, 10, 8, 0.5),
      projection: bankBalancedCount(10, 16, 8, 0.5),
    });
    expect(second).toEqual({
      inputGates: bankBalancedCount(48, 10, 8, 0.5),
      recurrentGates: bankBalancedCount(48, 12, 8, 0.5),
    });
  });

  it('are the sum of the two matrices, for a combined matrix beside a separate reference', () => {
    const platforms = [bbs('separate'), csr('combined')];
    keptOf(platforms, platforms[0], 0.5).forEach(({ inputGates, recurrentGates }, layer) => {
      expect(keptOf(platforms, platforms[1], 0.5)[layer].gates).toBe(inputGates + recurrentGates);
    });
  });

  it('are the share of the columns of x and of h, for separate matrices beside a combined reference', () => {
    const platforms = [bbs('combined'), csr('separate')];
    const cache = new PrepareCache(model);
    const { pruned } = bankBalancedReference(cache, platforms, 0.5);
    keptOf(platforms, platforms[1], 0.5).forEach(({ inputGates, recurrentGates }, layer) => {
      const { mask, cols, kept } = pruned[layer][0];
      const { inputs } = model.shape.layers[layer];
      const ofInputs = mask.reduce((sum, bit, at) => sum + (at % cols < inputs ? bit : 0), 0);
      expect([inputGates, recurrentGates]).toEqual([ofInputs, kept - ofInputs]);
    });
  });

  it('are those of the same rows and columns for a GRU whose candidate has a matrix of its own', () => {
    const sizes = { projection: null, peepholes: false, biases: true } as const;
    const gru = seededModel(
      'g',
      { layers: [{ kind: 'gru', inputs: 21, hidden: 16, resetAfter: false, ...sizes }] },
      1,
    );
    const [combined, separate] = [
      keptOf([bbs('combined')], bbs('combined'), 0.5, gru),
      keptOf([bbs('separate')], bbs('separate'), 0.5, gru),
    ].map(([only]) => only);
    const beside = (reference: string, other: string) =>
      keptOf([bbs(reference), csr(other)], csr(other), 0.5, gru)[0];
    expect(beside('combined', 'combined')).toEqual(combined);
    expect(beside('separate', 'separate')).toEqual(separate);
    const parts = beside('combined', 'separate');
    expect(parts.inputGates + parts.recurrentGates + parts.recurrentCandidate).toBe(
      combined.gates + combined.candidate,
    );
    const { gates, candidate } = beside('separate', 'combined');
    // Equal in every row: two of the three gates over x, and those over h.
    expect(gates).toBe((2 / 3) * separate.inputGates + separate.recurrentGates);
    expect(candidate).toBe(separate.inputGates / 3 + separate.recurrentCandidate);
  });

  it('are equal for unstructured pruning in any comparison, whatever the sparsity and the gate matrices', () => {
    const cases = fc.record({
      sparsity: fc.double({ min: 0, max: 0.99, noNaN: true }),
      reference: fc.constantFrom('combined', 'separate'),
      other: fc.constantFrom('combined', 'separate'),
    });
    const total = (layers: Record<string, number>[]) =>
      layers.flatMap(Object.values).reduce((sum: number, kept) => sum + kept, 0);
    fc.assert(
      fc.property(cases, ({ sparsity, reference, other }) => {
        const platforms = [bbs(reference), csr(other)];
        expect(total(keptOf(platforms, platforms[1], sparsity))).toBe(
          total(keptOf(platforms, platforms[0], sparsity)),
        );
      }),
      { seed: 12, numRuns: 40 },
    );
  });

  it('are as near as whole rows and whole blocks come', () => {
    const platforms = [bbs('combined'), csr('combined', 'row-balanced'), csr('combined', { kind: 'block' })];
    const reference = keptOf(platforms, platforms[0], 0.6)[1].gates;
    const rows = 48;
    expect(Math.abs(keptOf(platforms, platforms[1], 0.6)[1].gates - reference)).toBeLessThanOrEqual(rows / 2);
    expect(Math.abs(keptOf(platforms, platforms[2], 0.6)[1].gates - reference)).toBeLessThanOrEqual(16 / 2);
  });

  it('are all of them for a dense design', () => {
    const dense = platformOf({ kind: 'dense', pes: 4, banks: 8 });
    expect(keptOf([bbs('combined'), dense], dense, 0.75)).toEqual([
      { gates: 64 * 31, projection: 160 },
      { gates: 48 * 22 },
    ]);
  });

  it('are the same positions for CSR on the bank-balanced mask', () => {
    const platforms = [bbs('combined'), csr('combined', 'bank-balanced')];
    const cache = new PrepareCache(model);
    const reference = bankBalancedReference(cache, platforms, 0.75);
    expect(prepareEqual(cache, platforms[1], reference, 0.75)).toBe(reference);
  });

  it('are decided by the banks of the first design when none is bank-balanced', () => {
    const platforms = [csr('combined'), platformOf({ kind: 'csr', pes: 2, banks: 16 })];
    expect(keptOf(platforms, platforms[1], 0.5)).toEqual(keptOf([bbs('combined')], csr('combined'), 0.5));
  });

  it('show in every row of the result, with the sparsity achieved', () => {
    const dense = platformOf({ kind: 'dense', pes: 4, banks: 8, gateMatrix: 'separate' });
    const platforms = [bbs('separate'), csr('combined'), dense];
    const { rows } = compare(comparisonOf(platforms, model, { sparsity: 0.5 }));
    const kept = rows.map(({ run }) => run.weights.kept);
    expect(kept[1]).toBe(kept[0]);
    expect(kept[2]).toBe(64 * 31 + 160 + 48 * 22);
    for (const { run } of rows) {
      expect(run.weights.achievedSparsity).toBe(1 - run.weights.kept / kept[2]);
    }
  });
});

describe('where designs of a comparison keep their weights', () => {
  const residencies = (ramBlocks: number, weights: string) => {
    const device = smallDevice({ ramBlocks, ramDepth: 8 });
    const platforms = [
      platformOf({ kind: 'bbs', pes: 4, banks: 8 }, device),
      platformOf({ kind: 'csr', pes: 4, banks: 8, weights }, device),
    ];
    const reference = bankBalancedReference(new PrepareCache(model), platforms, 0.5);
    return sameResidency(platforms, reference).map(({ config }) => config.weights);
  };

  it('is on chip or off as the bank-balanced design decides, for all that leave it open', () => {
    expect(residencies(400, 'auto')).toEqual(['resident', 'resident']);
    expect(residencies(60, 'auto')).toEqual(['streamed', 'streamed']);
  });

  it('is left as it is where a design says', () => {
    expect(residencies(400, 'streamed')).toEqual(['resident', 'streamed']);
    expect(residencies(60, 'resident')).toEqual(['streamed', 'resident']);
  });
});
