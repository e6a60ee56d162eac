import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operandsOf, shareElements } from '../../../src/hw/sequencer/operands.ts';
import { waitsOf } from '../../../src/hw/sequencer/waits.ts';
import type { Slice } from '../../../src/lstm/program/program.ts';
import { anyLayerStep, anyRandomProgram, runStep } from './steps.ts';

const meet = (some: readonly Slice[], others: readonly Slice[]): boolean =>
  some.some((a) => others.some((b) => a.vector === b.vector && shareElements(a, b)));

describe('what an instruction waited for', () => {
  it.each([
    { what: 'random programs', cases: anyRandomProgram },
    { what: 'lowered layers', cases: anyLayerStep('instruction') },
  ])('ends in the cycle in which it issues, by the rule that is named: $what', ({ cases }) => {
    fc.assert(
      fc.property(cases, (step) => {
        const timeline = runStep(step);
        const { issued } = timeline;
        const { program, config } = step;
        const operands = issued.map(({ instruction }) => operandsOf(program, instruction));
        for (const [i, { reason, on }] of waitsOf(config, program, timeline).entries()) {
          const own = issued[i];
          if (reason === 'start') {
            expect([i, own.issuedAt]).toEqual([0, 1]);
            continue;
          }
          const before = issued[on];
          const releasedAt = before.issuedAt + before.occupancy;
          const { reads, writes } = operands[on];
          if (reason === 'order') expect([on, own.issuedAt]).toEqual([i - 1, before.issuedAt + 1]);
          if (reason === 'unit') expect([own.unit, own.issuedAt]).toEqual([before.unit, releasedAt]);
          if (reason === 'operand') {
            const isChained = config.ewop.chaining && before.unit === 'ewop';
            const readable = before.writtenAt + 1 - (isChained ? before.occupancy : 0);
            expect([meet(writes, operands[i].reads), own.issuedAt]).toEqual([true, readable]);
          }
          if (reason === 'overwrites') {
            expect(meet([...reads, ...writes], operands[i].writes)).toBe(true);
            expect([releasedAt, before.writtenAt + 1]).toContain(own.issuedAt);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is the phase before in the chained style', () => {
    fc.assert(
      fc.property(anyLayerStep('chained'), (step) => {
        const waits = waitsOf(step.config, step.program, runStep(step));
        expect(waits.map(({ on }) => on)).toEqual(waits.map((_, i) => i - 1));
      }),
      { numRuns: 20 },
    );
  });
});
