import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { streamTiles, type TileCycles } from '../../../src/hw/array/dma.ts';

/** The double buffer of docs/timing.md section 3 as a recurrence over tiles. */
function recurrence(tiles: readonly TileCycles[]) {
  const fetchEnd: number[] = [];
  const computeEnd: number[] = [];
  const fetches = [];
  const computes = [];
  for (const [i, { fetch, compute }] of tiles.entries()) {
    const fetchFrom = Math.max(fetchEnd[i - 1] ?? 0, computeEnd[i - 2] ?? 0);
    fetchEnd[i] = fetchFrom + fetch;
    const computeFrom = Math.max(fetchEnd[i], computeEnd[i - 1] ?? 0);
    computeEnd[i] = computeFrom + compute;
    fetches.push({ from: fetchFrom, to: fetchEnd[i] });
    computes.push({ from: computeFrom, to: computeEnd[i] });
  }
  return { fetches, computes, cycles: computeEnd.at(-1) ?? 0 };
}

describe('the DMA with two weight buffers', () => {
  it('hides the fetches behind the computes when those are longer', () => {
    const tiles = [10, 10, 10].map((fetch) => ({ fetch, compute: 15 }));
    const { fetches, computes, cycles } = streamTiles(tiles);
    expect(computes).toEqual([
      { from: 10, to: 25 },
      { from: 25, to: 40 },
      { from: 40, to: 55 },
    ]);
    expect(fetches).toEqual([
      { from: 0, to: 10 },
      { from: 10, to: 20 },
      { from: 25, to: 35 },
    ]);
    expect(cycles).toBe(55);
  });

  it('fetches without a pause when the fetches are longer, and the computes wait', () => {
    const tiles = [20, 20, 20].map((fetch) => ({ fetch, compute: 5 }));
    const { computes, cycles } = streamTiles(tiles);
    expect(computes).toEqual([
      { from: 20, to: 25 },
      { from: 40, to: 45 },
      { from: 60, to: 65 },
    ]);
    expect(cycles).toBe(65);
  });

  it('fetches tile 2 into the buffer of tile 0 from the cycle in which that has been computed', () => {
    const { fetches } = streamTiles([
      { fetch: 3, compute: 50 },
      { fetch: 3, compute: 7 },
      { fetch: 3, compute: 7 },
    ]);
    expect(fetches[2].from).toBe(53);
  });

  it('has nothing to do without tiles', () => {
    expect(streamTiles([])).toEqual({ fetches: [], computes: [], cycles: 0 });
  });

  it('follows the recurrence for any tiles', () => {
    const tile = fc.record({
      fetch: fc.integer({ min: 1, max: 30 }),
      compute: fc.integer({ min: 2, max: 30 }),
    });
    fc.assert(
      fc.property(fc.array(tile, { maxLength: 12 }), (tiles) => {
        expect(streamTiles(tiles)).toEqual(recurrence(tiles));
      }),
    );
  });
});
