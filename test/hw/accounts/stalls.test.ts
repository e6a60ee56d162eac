import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noStalls, type StallCategory, stallsOfStep } from '../../../src/hw/accounts/stalls.ts';
import type { Timeline } from '../../../src/hw/sequencer/timeline.ts';
import { anyGruStep, anyLayerStep, anyRandomProgram, runStep } from '../sequencer/steps.ts';

const styles = ['chained', 'instruction'] as const;
const anyStep = fc.oneof(anyLayerStep(...styles), anyGruStep(...styles), anyRandomProgram);
const spmvCategories: readonly StallCategory[] = ['issue', 'conflict', 'imbalance', 'fill', 'control'];

/** Cycle by cycle: what is active, the first of SpMV, weight fetch, load, element-wise unit. */
function classified({ cycles, issued }: Timeline) {
  const counts = { spmv: 0, weightFetch: 0, load: 0, ewop: 0, writeBack: 0, dependency: 0 };
  for (let cycle = 1; cycle <= cycles; cycle++) {
    const active = issued.filter(
      ({ issuedAt, occupancy }) => cycle >= issuedAt && cycle < issuedAt + occupancy,
    );
    const spmv = active.find(({ unit }) => unit === 'spmv');
    const computes = spmv?.job?.computes ?? [];
    const isComputing = computes.some(({ from, timing }) => {
      const at = cycle - spmv!.issuedAt - from;
      return at >= 0 && at < timing.cycles + 2;
    });
    const element = active.find(({ unit }) => unit === 'ewop');
    if (isComputing) counts.spmv++;
    else if (spmv) counts.weightFetch++;
    else if (active.some(({ unit }) => unit === 'load')) counts.load++;
    else if (element) counts[element.instruction.phase === 'projection' ? 'writeBack' : 'ewop']++;
    else counts.dependency++;
  }
  return counts;
}

describe('the stall categories of a step', () => {
  it('sum to its cycles, whatever the program, the style and where the weights are', () => {
    fc.assert(
      fc.property(anyStep, (step) => {
        const timeline = runStep(step);
        const stalls = Object.values(stallsOfStep(timeline));
        expect(stalls.reduce((sum, cycles) => sum + cycles, 0)).toBe(timeline.cycles);
        expect(Math.min(...stalls)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 150 },
    );
  });

  it('give every cycle to the first active one of SpMV, weight fetch, load and element-wise unit', () => {
    fc.assert(
      fc.property(anyStep, (step) => {
        const timeline = runStep(step);
        const stalls = stallsOfStep(timeline);
        const { spmv, ...others } = classified(timeline);
        expect(stalls).toMatchObject(others);
        expect(spmvCategories.reduce((sum, category) => sum + stalls[category], 0)).toBe(spmv);
      }),
      { numRuns: 150 },
    );
  });

  it('have no dependency, and without streaming no weight fetch, in the chained style', () => {
    fc.assert(
      fc.property(fc.oneof(anyLayerStep('chained'), anyGruStep('chained')), (step) => {
        const { dependency, weightFetch } = stallsOfStep(runStep(step));
        expect(dependency).toBe(0);
        expect(weightFetch > 0).toBe(step.unit.residency.kind === 'streamed');
      }),
      { numRuns: 50 },
    );
  });

  it('are all 0 for a step without instructions', () => {
    expect(stallsOfStep({ cycles: 0, issued: [] })).toEqual(noStalls());
  });
});
