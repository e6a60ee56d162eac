import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BeatFeeder } from '../../../src/hw/array/beat-feeder.ts';
import { listBeats } from '../../../src/hw/array/beat-list.ts';
import { beatsOfRow } from '../../../src/hw/array/beat-matrix.ts';
import { Fifo } from '../../../src/sim/fifo.ts';
import { Kernel } from '../../../src/sim/kernel.ts';
import { Ticker } from '../../../src/sim/ticker.ts';
import { anySpmv, beatMatrix } from './arrays.ts';

/** The cycles in which S1 takes each beat of 10 .. end - 1 when it keeps each for `slots` cycles. */
function takenAt(end: number, slots: number): [beat: number, cycle: number][] {
  const kernel = new Kernel();
  const fifo = new Fifo(kernel, 'beat', 2);
  const taken: [number, number][] = [];
  let freeAt = 0;
  const stage = new Ticker(kernel, () => {
    if (kernel.now >= freeAt && fifo.canPop) {
      taken.push([fifo.pop(), kernel.now]);
      freeAt = kernel.now + slots;
    }
    return kernel.now < freeAt;
  });
  fifo.wakeOnPush(stage);
  new BeatFeeder(kernel, fifo, 10, end).start();
  kernel.run();
  return taken;
}

describe('the weight address counter (S0)', () => {
  it('has its first beat in S1 in cycle 2, and one in every cycle after', () => {
    expect(takenAt(14, 1)).toEqual([
      [10, 2],
      [11, 3],
      [12, 4],
      [13, 5],
    ]);
  });

  it('waits while S1 keeps a beat, and never leaves S1 empty after it', () => {
    expect(takenAt(14, 3)).toEqual([
      [10, 2],
      [11, 5],
      [12, 8],
      [13, 11],
    ]);
  });

  it('does not start without beats', () => {
    expect(takenAt(10, 1)).toEqual([]);
  });
});

describe('the beats of the PEs', () => {
  it('are the rows of a PE one after another: N entries each, the last of a row partial, one for an empty row', () => {
    const matrix = beatMatrix(2, [[0, 1, 2], [0], [], [1, 0]], 2);
    const { start, from, to, endsRow } = listBeats(matrix, matrix.order);
    expect(Array.from(start)).toEqual([0, 3, 5]);
    expect(Array.from(from)).toEqual([0, 2, 4, 3, 4]);
    expect(Array.from(to)).toEqual([2, 3, 4, 4, 6]);
    expect(Array.from(endsRow)).toEqual([-1, 0, 1, 2, 3]);
  });

  it('carry every entry of every row once, in order, and none more than there are lanes', () => {
    fc.assert(
      fc.property(anySpmv('csr', 'bbs'), ({ beats: matrix }) => {
        const { order, entryStart, lanes } = matrix;
        const { start, from, to, endsRow } = listBeats(matrix, order);
        let beat = 0;
        for (let pe = 0; pe < order.pes; pe++) {
          expect(start[pe]).toBe(beat);
          for (let q = order.start[pe]; q < order.start[pe + 1]; q++) {
            const row = order.rows[q];
            let entry = entryStart[row];
            for (let j = beatsOfRow(matrix, row); j > 0; j--, beat++) {
              expect(from[beat]).toBe(entry);
              expect(to[beat] - from[beat]).toBeLessThanOrEqual(lanes);
              expect(endsRow[beat]).toBe(j === 1 ? q : -1);
              entry = to[beat];
            }
            expect(entry).toBe(entryStart[row + 1]);
          }
        }
        expect(start[order.pes]).toBe(beat);
        expect(from.length).toBe(beat);
      }),
    );
  });
});
