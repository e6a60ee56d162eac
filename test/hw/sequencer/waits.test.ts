import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { waitsOf } from '../../../src/hw/sequencer/waits.ts';
import { casesOf } from '../../drawn.ts';
import { anyGruStep, anyLayerStep, anyRandomProgram, runStep, type StepCase } from './steps.ts';

const runs = { seed: 20_190_224, numRuns: casesOf(25, 1000) };

const anyStep: fc.Arbitrary<StepCase> = fc.oneof(
  anyLayerStep('chained', 'instruction'),
  anyGruStep('chained', 'instruction'),
  anyRandomProgram,
);

const hasChaining = ({ config: { ewop } }: StepCase) => ewop.style === 'instruction' && ewop.chaining;

describe('what an instruction waited for', () => {
  it('explains the cycle of its issue: the last to let it go lets it go then', () => {
    fc.assert(
      fc.property(anyStep, (step) => {
        const { issued } = runStep(step);
        const waits = waitsOf(step.program, issued, hasChaining(step));
        waits.forEach((wait, i) => {
          expect(wait?.until ?? 1).toBe(issued[i].issuedAt);
          if (wait) expect(wait.for).toBeLessThan(i);
        });
        if (issued.length > 0) expect(waits[0]).toBeNull();
      }),
      runs,
    );
  });

  it('is its unit only where both have one, and the order only in the next cycle', () => {
    fc.assert(
      fc.property(anyStep, (step) => {
        const { issued } = runStep(step);
        for (const [i, wait] of waitsOf(step.program, issued, hasChaining(step)).entries()) {
          if (wait?.reason === 'unit') expect(issued[wait.for].unit).toBe(issued[i].unit);
          if (wait?.reason === 'order') expect(wait.for).toBe(i - 1);
        }
      }),
      runs,
    );
  });
});
