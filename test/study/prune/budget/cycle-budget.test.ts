import { describe, expect, it } from 'vitest';
import { prune } from '../../../../src/bbs/patterns/prune.ts';
import { cyclesOfStep } from '../../../../src/hw/accounts/rounds.ts';
import { seededModel } from '../../../../src/lstm/seeded-model.ts';
import { loadPlatform, type Platform } from '../../../../src/run/platform.ts';
import { layerMatrices, preparationFor, prepareModel } from '../../../../src/run/prepared-model.ts';
import { simulate } from '../../../../src/run/simulate.ts';
import { openStepMeter } from '../../../../src/run/step-meter.ts';
import { budgetedTargets } from '../../../../src/study/prune/budget/cycle-budget.ts';

const layer = {
  kind: 'lstm',
  inputs: 16,
  hidden: 16,
  projection: null,
  peepholes: false,
  biases: true,
} as const;
const BANKS = 4;

/** Two layers, four matrices, of weights that matter more in the first and over h. */
const model = (() => {
  const seeded = seededModel('net', { layers: [layer, layer] }, '1');
  const layers = seeded.layers.map((weights, l) => ({
    ...weights,
    inputGates: scaled(weights.inputGates, l === 0 ? 1.5 : 1),
    recurrentGates: scaled(weights.recurrentGates, l === 0 ? 2 : 0.7),
  }));
  return { ...seeded, layers } as typeof seeded;
})();

function scaled<Matrix extends { readonly values: { map(f: (value: number) => number): unknown } }>(
  matrix: Matrix,
  factor: number,
): Matrix {
  return { ...matrix, values: matrix.values.map((value) => value * factor) };
}

const styles: readonly (readonly [string, Platform])[] = [
  ['chained phases', ['ewop.style=chained']],
  ['instructions whose phases overlap', ['ewop.style=instruction']],
].map(([name, sets]) => [
  name as string,
  loadPlatform('bbs', ['pes=4', `banks=${BANKS}`, 'gateMatrix=separate', ...(sets as string[])]),
]);

function squaresIn({ values }: { readonly values: ArrayLike<number> }, mask: Uint8Array): number {
  return mask.reduce((sum, bit, i) => sum + bit * values[i] ** 2, 0);
}

/** What every choice of k for the four matrices keeps of the squares, and its cycles: 256 simulations. */
function exhaustive(platform: Platform) {
  const { pattern } = platform.config;
  const meter = openStepMeter(platform, model);
  const matrices = model.layers.map((each) =>
    layerMatrices(each, 'separate').map(({ weights }) =>
      [1, 2, 3, 4].map((k) => {
        const { mask } = prune(weights, pattern, { sparsity: 1 - k / 4 });
        return { mask, kept: squaresIn(weights, mask) };
      }),
    ),
  );
  const [[a, b], [c, d]] = matrices;
  return a.flatMap((w) =>
    b.flatMap((x) =>
      c.flatMap((y) =>
        d.map((z) => ({
          kept: w.kept + x.kept + y.kept + z.kept,
          cycles: meter([
            [w.mask, x.mask],
            [y.mask, z.mask],
          ]).cycles,
        })),
      ),
    ),
  );
}

/** The cycles of a step of the model as a run prunes it to these targets and simulates it. */
function simulated(platform: Platform, targets: ReturnType<typeof budgetedTargets>): number {
  const prepared = prepareModel(model, preparationFor(platform.config, true, targets.target));
  const { design, timelines } = simulate(platform, prepared, { steps: 1, sequence: null, mustFit: true });
  return cyclesOfStep(
    platform.config,
    design.layers.map(({ program }) => program),
    timelines,
  );
}

describe('AMC (He et al., 2018): pruning to a budget of cycles', () => {
  it.each(styles)(
    'keeps what the best of all choices keeps (all of it where phases do not overlap, else 98 in 100) on %s',
    (_, platform) => {
      const all = exhaustive(platform);
      const cycles = [...new Set(all.map((each) => each.cycles))].sort((a, b) => a - b);
      const [least, most] = [cycles[0], cycles[cycles.length - 1]];
      expect(cycles.length).toBeGreaterThan(8);
      for (let budget = least; budget <= most + 3; budget += Math.ceil((most - least) / 16)) {
        const targets = budgetedTargets(model, { mostCycles: budget, platform }, null);
        const { figures } = targets;
        expect(figures.cycles).toBeLessThanOrEqual(budget);
        const kept = model.layers
          .flatMap((each) => layerMatrices(each, 'separate'))
          .reduce((sum, { weights }, m) => {
            const { mask } = prune(weights, platform.config.pattern, {
              sparsity: 1 - figures.matrices[m].perBank / 4,
            });
            return sum + squaresIn(weights, mask);
          }, 0);
        const best = Math.max(...all.filter((each) => each.cycles <= budget).map((each) => each.kept));
        expect(kept).toBeGreaterThanOrEqual(
          (platform.config.ewop.style === 'chained' ? 1 - 1e-12 : 0.98) * best,
        );
      }
    },
  );

  it.each(styles)('meets it exactly as a run measures, on %s', (_, platform) => {
    const { figures } = budgetedTargets(model, { mostCycles: 1e6, platform }, null);
    expect(figures.matrices.map(({ perBank }) => perBank)).toEqual([4, 4, 4, 4]);
    for (
      let budget = figures.leastCycles;
      budget <= figures.cycles;
      budget += Math.ceil((figures.cycles - figures.leastCycles) / 6)
    ) {
      const targets = budgetedTargets(model, { mostCycles: budget, platform }, null);
      expect(simulated(platform, targets)).toBe(targets.figures.cycles);
      expect(targets.figures.cycles).toBeLessThanOrEqual(budget);
    }
  });

  it('names the least cycles where one entry in every bank takes more', () => {
    const [[, platform]] = styles;
    const { leastCycles } = budgetedTargets(model, { mostCycles: 1e6, platform }, null).figures;
    expect(() => budgetedTargets(model, { mostCycles: leastCycles - 1, platform }, null)).toThrow(
      `bbs: a step takes at least ${leastCycles} cycles, with one entry in every bank of every row; expected a budget of as many, found ${leastCycles - 1}`,
    );
    expect(budgetedTargets(model, { mostCycles: leastCycles, platform }, null).figures.cycles).toBe(
      leastCycles,
    );
  });

  it('is met on an array whose lanes meet, with its own masks', () => {
    const platform = loadPlatform('csr', ['pes=4', `banks=${BANKS}`, 'pattern=bank-balanced']);
    const { leastCycles, cycles } = budgetedTargets(model, { mostCycles: 1e6, platform }, null).figures;
    for (const share of [0.3, 0.6]) {
      const budget = Math.floor(leastCycles + share * (cycles - leastCycles));
      const targets = budgetedTargets(model, { mostCycles: budget, platform }, null);
      expect(targets.figures.cycles).toBeLessThanOrEqual(budget);
      expect(simulated(platform, targets)).toBe(targets.figures.cycles);
    }
  });

  it('refuses patterns without banks', () => {
    const platform = loadPlatform('csr', ['pes=4', `banks=${BANKS}`, 'pattern=unstructured']);
    expect(() => budgetedTargets(model, { mostCycles: 1e6, platform }, null)).toThrow(
      'pattern unstructured has no banks in which every row keeps as many, expected bank-balanced or n-m',
    );
  });
});
