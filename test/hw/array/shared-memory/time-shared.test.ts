import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeShared } from '../../../../src/hw/array/shared-memory/time-shared.ts';
import { fillCycles } from '../../../../src/hw/sequencer/pipeline-depth.ts';
import { anySpmv, implementations } from '../arrays.ts';
import { naiveTiming } from './naive-memory.ts';

describe.each(implementations)('a shared vector memory, %s', (_name, run) => {
  it('serves lanes, banks and PEs as the naive loop over cycles does', () => {
    fc.assert(
      fc.property(anySpmv('csr-shared'), (spmv) => {
        const { config, stored, beats } = spmv;
        const everyPe = Array.from({ length: config.pes }, (_, pe) => pe);
        const naive = naiveTiming(stored, beats.order, config, everyPe);
        const { cycles, issueCycles, conflictCycles, rowFinishedAtCycle, bankReads, bankWaits } =
          run(spmv).timing;
        const found = { issueCycles, conflictCycles, rowFinishedAtCycle, bankReads, bankWaits };
        const plain = Object.fromEntries(
          Object.entries(found).map(([name, values]) => [name, Array.from(values)]),
        );
        expect({ cycles, ...plain }).toEqual(naive);
      }),
      { numRuns: 200 },
    );
  });
});

describe('PEs that share a vector memory', () => {
  const spmvAndWakeOrder = anySpmv('csr-shared').chain((spmv) => {
    const pes = Array.from({ length: spmv.config.pes }, (_, pe) => pe);
    return fc.tuple(fc.constant(spmv), fc.shuffledSubarray(pes, { minLength: pes.length }));
  });

  it('take the same cycles in whatever order they wake', () => {
    fc.assert(
      fc.property(spmvAndWakeOrder, ([{ beats, config }, wakeOrder]) => {
        const inOrder = timeShared(beats, beats.order, config, fillCycles(config));
        expect(timeShared(beats, beats.order, config, fillCycles(config), wakeOrder)).toEqual(inOrder);
      }),
    );
  });
});
