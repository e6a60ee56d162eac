import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CsrConfig } from '../../../../src/hw/array/kinds/csr.ts';
import { buildArray } from '../../../../src/hw/array/kinds/index.ts';
import { timeShared } from '../../../../src/hw/array/shared-memory/time-shared.ts';
import { anySpmv, implementations } from '../arrays.ts';
import { naiveTiming } from './naive-memory.ts';

describe.each(implementations)('a shared vector memory, %s', (_name, run) => {
  it('serves lanes, banks and PEs as the naive loop over cycles does', () => {
    fc.assert(
      fc.property(anySpmv('csr-shared'), (spmv) => {
        const { config, stored, beats } = spmv;
        const everyPe = Array.from({ length: config.pes }, (_, pe) => pe);
        const naive = naiveTiming(stored, beats.order, config as CsrConfig, everyPe);
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
        const { ports, arbiter, fillCycles, bufferBanks: banks } = buildArray(config);
        const spec = { pes: config.pes, banks, ports, arbiter };
        const inOrder = timeShared(beats, beats.order, spec, fillCycles);
        expect(timeShared(beats, beats.order, spec, fillCycles, wakeOrder)).toEqual(inOrder);
      }),
    );
  });
});
