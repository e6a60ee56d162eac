import { describe, expect, it } from 'vitest';
import { toggleShare } from '../../src/num/toggled-bits.ts';
import { loadModel } from '../../src/run/load-model.ts';
import { measuredToggles } from '../../src/run/measured-toggles.ts';
import { loadPlatform } from '../../src/run/platform.ts';
import { runModel } from '../../src/run/run-model.ts';
import { togglesOfCodes } from '../num/toggles-of-codes.ts';
import { layerOf } from '../study/compare/designs.ts';
import { loadedNet, runOf } from './requests.ts';

const small = loadedNet([layerOf({ inputs: 4, hidden: 4 })]);

describe('toggle rates of a run', () => {
  it('are, of weights, those of the codes that a lane multiplies one after the other', () => {
    const platform = loadPlatform('bbs', ['pes=1', 'banks=2']);
    const { finished } = runModel(runOf(platform, small, { hasValues: false }));
    const matrices = finished.design.layers.flatMap(({ matrices: of }) => of);
    // Beats are full, so lane l has every second entry from entry l on.
    const counts = matrices.flatMap(({ beats: { values } }) =>
      [0, 1].map((lane) =>
        togglesOfCodes(
          values.filter((_, entry) => entry % 2 === lane),
          16,
        ),
      ),
    );
    const changed = counts.reduce((sum, count) => sum + count.changed, 0);
    const bits = counts.reduce((sum, count) => sum + count.bits, 0);
    expect(bits).toBeGreaterThan(500);
    const rate = changed / bits;
    const weights = { rate, lowRate: rate, highRate: rate, mark: 'measured' };
    expect(measuredToggles(finished)).toEqual({ weights });
  });

  it('are, of words, those that a lane reads from its bank, row after row', () => {
    const platform = loadPlatform('dense', [
      'pes=1',
      'banks=2',
      'gateMatrix=combined',
      'program.spmvSlices=matrix',
    ]);
    const { finished } = runModel(runOf(platform, small));
    const { sequence } = finished.values ?? {};
    if (!sequence) throw new Error('no values');
    expect(finished.steps).toBe(1);
    // Columns are x, then h: bank 0 has the four of x, bank 1 the four of h, read once for each of 16 rows.
    const { inputs, state } = sequence;
    const counts = [inputs[0].codes, state[0].h.codes].map((words) =>
      togglesOfCodes(Array.from({ length: 16 }, () => Array.from(words)).flat(), 16),
    );
    const changed = counts.reduce((sum, count) => sum + count.changed, 0);
    expect(counts.map(({ bits }) => bits)).toEqual([63 * 16, 63 * 16]);
    expect(measuredToggles(finished).words?.rate).toBe(changed / (2 * 63 * 16));
  });

  it('of a whole model follow from a sample: seeded weights are like random numbers of their size', () => {
    const platform = loadPlatform('bbs', []);
    const { finished } = runModel(
      runOf(platform, loadModel({ workload: 'timit', sets: [], weights: null, prefix: null, seed: '1' }), {
        hasValues: false,
      }),
    );
    const values = finished.design.layers.flatMap(({ matrices }) =>
      matrices.flatMap(({ beats }) => Array.from(beats.values)),
    );
    // The same codes in another order, all of them.
    const shuffled = values.map((_, i) => values[(i * 7919) % values.length]);
    const all = toggleShare(togglesOfCodes(shuffled, 16)) ?? 0;
    expect(Math.abs((measuredToggles(finished).weights?.rate ?? 0) - all)).toBeLessThan(0.01);
  });
});
