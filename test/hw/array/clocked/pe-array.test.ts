import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkClocked } from '../../../../src/hw/array/clocked/check-clocked.ts';
import { runClocked } from '../../../../src/hw/array/clocked/pe-array.ts';
import { buildArray } from '../../../../src/hw/array/kinds/index.ts';
import { naturalOrder, sliceOrder, tileOrder } from '../../../../src/hw/array/row-order.ts';
import {
  accelerator,
  anySpmv,
  beatMatrix,
  drawnAccelerator,
  randomCodes,
  randomMatrix,
  runFast,
  runStepped,
  type SpmvCase,
  spmvCase,
} from '../arrays.ts';

/** Row by row in exact integers, wrapped and rescaled by BigInt: nothing is shared with the datapath. */
function integerProduct({ stored, x, config }: SpmvCase): { held: number[]; lost: number[] } {
  const { rows, rowStart, columns, codes, scales } = stored;
  const sums = Array.from({ length: rows }, (_, row) => {
    let sum = 0n;
    for (let e = rowStart[row]; e < rowStart[row + 1]; e++) sum += BigInt(codes[e]) * BigInt(x[columns[e]]);
    return sum;
  });
  const wrapped = (sum: bigint) => BigInt.asIntN(config.number.accumulatorBits, sum);
  const held = sums.map(wrapped);
  const lost = sums.map((sum, row) => sum - held[row]);
  if (!scales) return { held: held.map(Number), lost: lost.map(Number) };
  const rescaled = held.map((sum, row) => {
    const e = BigInt(scales.shifts[row]);
    return (sum * BigInt(scales.multipliers[row]) + (e === 0n ? 0n : 1n << (e - 1n))) >> e;
  });
  return {
    held: rescaled.map((sum) => Number(wrapped(sum))),
    lost: rescaled.map((sum, row) => Number(lost[row] + sum - wrapped(sum))),
  };
}

const everyKind = [
  'bbs',
  'csr',
  'csr-window',
  'csr-shuffle',
  'csr-shared',
  'banked',
  'banked-decoupled',
  'dense',
  'replicated',
] as const;

describe('fast path and clocked array', () => {
  it.each(everyKind)('agree on %s to the cycle and the bit', (kind) => {
    fc.assert(
      fc.property(anySpmv(kind), (spmv) => {
        const fast = runFast(spmv);
        const clocked = runStepped(spmv);
        expect(checkClocked(fast, clocked)).toBeNull();
        expect(clocked).toEqual(fast);
        const { held, lost } = integerProduct(spmv);
        expect(Array.from(clocked.results)).toEqual(held);
        expect(Array.from(clocked.lost)).toEqual(lost);
      }),
      { numRuns: 150 },
    );
  });

  it.each([40, 48, 100])('agree with %i lanes, whatever the kind', (banks) => {
    fc.assert(
      fc.property(anySpmv(...everyKind), fc.nat({ max: 1e6 }), ({ config }, seed) => {
        const wide = drawnAccelerator({ ...config, banks, vectorCopies: seed % 2 === 0 ? banks / 4 : 1 });
        const { placement: own, bufferBanks } = buildArray(wide);
        const placement = own === 'replicated' ? 'even' : own;
        const spec = {
          style: 'balanced',
          rows: 7,
          cols: 3 * banks - 5,
          banks: bufferBanks,
          placement,
          seed,
        } as const;
        const spmv = spmvCase(wide, randomMatrix(spec), seed);
        expect(runStepped(spmv)).toEqual(runFast(spmv));
      }),
      { numRuns: 12 },
    );
  });

  it('agree on a slice of the rows and on a tile of a streamed matrix', () => {
    const part = fc.record({ from: fc.nat({ max: 10 }), count: fc.nat({ max: 12 }) });
    fc.assert(
      fc.property(
        anySpmv('bbs', 'csr', 'csr-window', 'csr-shuffle', 'csr-shared', 'banked-decoupled'),
        part,
        (spmv, { from, count }) => {
          const { order } = spmv.beats;
          for (const rows of [sliceOrder(order, from, count), tileOrder(order, from, from + count)]) {
            expect(runStepped(spmv, rows)).toEqual(runFast(spmv, rows));
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the clocked array', () => {
  const x = Int16Array.of(3, 5, 7, 11, 13, 17, 19, 23);

  it('reads no bank twice in a beat that nothing arbitrates: a conflicting bank-balanced beat is an error', () => {
    const config = accelerator({ kind: 'bbs', pes: 2, banks: 4 });
    const beats = beatMatrix(
      4,
      [
        [0, 1, 2, 3],
        [0, 1, 2, 3],
        [0, 1, 2, 3],
        [0, 5, 1, 3],
      ],
      2,
    );
    // PE 1 has rows 1 and 3; the beat of row 3 is in S1 in cycle 3.
    expect(() => runClocked(beats, beats.order, buildArray(config), x)).toThrow(
      'PE 1 bank 1: read of word 0 refused in cycle 3 (1 of 1 port in use)',
    );
  });

  it('serves a beat that nothing arbitrates from two ports, and refuses a third request', () => {
    const array = { ...buildArray(accelerator({ kind: 'dense', pes: 1, banks: 4 })), ports: 2 };
    const two = beatMatrix(4, [[0, 4, 2, 3]]);
    expect(Array.from(runClocked(two, two.order, array, x).results)).toEqual([3 + 13 + 7 + 11]);
    const three = beatMatrix(4, [[0, 4, 0, 3]]);
    expect(() => runClocked(three, three.order, array, x.subarray(0, three.cols))).toThrow(
      'PE 0 bank 0: read of word 0 refused in cycle 2 (2 of 2 ports in use)',
    );
  });

  it('arbitrates the same beat on csr, and two requests for one word are two', () => {
    const config = accelerator({ kind: 'csr', pes: 1, banks: 4 });
    const beats = beatMatrix(4, [[0, 4, 0, 3]]);
    const { timing, results } = runClocked(beats, beats.order, buildArray(config), x);
    expect(Array.from(timing.issueCycles)).toEqual([3]);
    expect(Array.from(timing.bankReads)).toEqual([3, 0, 0, 1]);
    expect(Array.from(results)).toEqual([3 + 13 + 3 + 11]);
  });

  it('moves partial beats on at once and ends the row with the last of them, whatever the order of service', () => {
    const columns = [
      [0, 4, 1, 5],
      [2, 2, 2, 6],
      [7, 3],
    ];
    for (const arbiter of ['fixed', 'rotating']) {
      const config = accelerator({ kind: 'csr', pes: 1, banks: 4, arbiter });
      const beats = beatMatrix(4, columns);
      const { timing, results } = runClocked(beats, beats.order, buildArray(config), x);
      expect(Array.from(results)).toEqual([3 + 13 + 5 + 17, 7 + 7 + 7 + 19, 23 + 11]);
      expect(Array.from(timing.rowFinishedAtCycle)).toEqual([11, 15, 17]);
    }
  });

  it('refuses what does not fit together', () => {
    const config = accelerator({ kind: 'csr', pes: 2, banks: 4 });
    const beats = beatMatrix(4, [[0, 4], [1]], 2);
    expect(() => runClocked(beats, beats.order, buildArray(config), x.subarray(1))).toThrow(
      'vector of 7 elements for a matrix of 8 columns',
    );
    expect(() => runClocked(beats, naturalOrder(2, 3), buildArray(config), x)).toThrow(
      'rows dealt to 3 PEs on an array of 2',
    );
    const narrow = beatMatrix(2, [[0]], 2);
    expect(() => runClocked(narrow, narrow.order, buildArray(config), x)).toThrow(
      'matrix of 2 lanes on an array of 4 banks',
    );
  });

  it('gives every PE its own copy of the vector, or all of them one', () => {
    const addresses = Array.from({ length: 4 }, () => [0, 1, 2, 3]);
    const run = (kind: string) => {
      const config = accelerator({ kind, pes: 4, banks: 4 });
      const beats = beatMatrix(4, addresses, 4);
      return runClocked(beats, beats.order, buildArray(config), randomCodes(4, 1)).timing.issueCycles;
    };
    expect(Array.from(run('csr'))).toEqual([1, 1, 1, 1]);
    expect(Array.from(run('csr-shared'))).toEqual([1, 2, 3, 4]);
  });
});
