import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildArray } from '../../../../src/hw/array/kinds/index.ts';
import { traceSpmv } from '../../../../src/hw/trace/spmv-trace.ts';
import { accelerator, anySpmv, type SpmvCase } from '../arrays.ts';

/** The design of a case as csr-window with some beats in flight. */
const windowed = ({ config }: SpmvCase, window: number) =>
  buildArray(accelerator({ ...config, kind: 'csr-window', window, queueDepth: null }));

describe('a window of one beat', () => {
  it('is csr: the same rows on every PE, times, waits and waveform', () => {
    fc.assert(
      fc.property(anySpmv('csr'), (spmv) => {
        const csr = buildArray(spmv.config);
        const one = windowed(spmv, 1);
        const { beats } = one.encode(spmv.stored);
        expect(beats).toEqual(spmv.beats);
        expect(one.time(beats, beats.order)).toEqual(csr.time(beats, beats.order));
        expect(traceSpmv(beats, beats.order, one)).toEqual(traceSpmv(beats, beats.order, csr));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a waveform of several beats in flight', () => {
  it('has the oldest beat in S1 in every cycle, in its first cycle as such as often as there are beats', () => {
    fc.assert(
      fc.property(anySpmv('csr'), fc.integer({ min: 2, max: 5 }), (spmv, window) => {
        const array = windowed(spmv, window);
        const { order } = spmv.beats;
        const { beats, issueCycles } = array.time(spmv.beats, order);
        const contents = [...traceSpmv(spmv.beats, order, array).frames.values()].flatMap((f) => f.contents);
        for (let pe = 0; pe < order.pes; pe++) {
          const own = contents.filter((content) => content.pe === pe);
          expect(own.length).toBe(issueCycles[pe]);
          expect(own.filter(({ isFirst }) => isFirst).map(({ beat }) => beat)).toEqual([
            ...Array(beats[pe]).keys(),
          ]);
          expect(own.filter(({ stall }) => !stall).length).toBe(beats[pe]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
