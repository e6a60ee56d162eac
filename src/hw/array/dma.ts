import { Kernel } from '../../sim/kernel.ts';

/**
 * Cycles that a tile takes to fetch, and to compute once it is on chip (an SpMV
 * with its start and done cycles).
 */
export interface TileCycles {
  readonly fetch: number;
  readonly compute: number;
}

/**
 * When each tile was fetched and computed, in cycles from the start of the first fetch; ends are exclusive.
 */
export interface StreamTimeline {
  readonly fetches: readonly Interval[];
  readonly computes: readonly Interval[];
  /** Cycle in which the last compute has ended: the occupancy of the SpMV unit. */
  readonly cycles: number;
}

/** Cycles from .. to - 1. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/**
 * The DMA with two weight buffers: it fetches tile i + 1 when fetch i and compute i - 1 have ended, and the
 * SpMV unit computes tile i from max(end of fetch i, end of compute i - 1). One fetch and one compute at a
 * time. docs/timing.md section 3.
 */
class DoubleBuffer {
  readonly fetches: Interval[] = [];
  readonly computes: Interval[] = [];
  private fetched = 0;
  private computed = 0;
  private readonly tiles: readonly TileCycles[];
  private readonly kernel: Kernel;
  private readonly fetchDone: number;
  private readonly computeDone: number;

  constructor(kernel: Kernel, tiles: readonly TileCycles[]) {
    this.kernel = kernel;
    this.tiles = tiles;
    this.fetchDone = kernel.on(() => {
      this.fetched++;
      this.advance();
    });
    this.computeDone = kernel.on(() => {
      this.computed++;
      this.advance();
    });
  }

  /** Starts whatever may start in this cycle. */
  advance(): void {
    const { now } = this.kernel;
    const fetch = this.fetches.length;
    if (fetch < this.tiles.length && this.fetched === fetch && this.computed >= fetch - 1) {
      this.fetches.push({ from: now, to: now + this.tiles[fetch].fetch });
      this.kernel.after(this.tiles[fetch].fetch, this.fetchDone);
    }
    const compute = this.computes.length;
    if (compute < this.fetched && this.computed === compute) {
      this.computes.push({ from: now, to: now + this.tiles[compute].compute });
      this.kernel.after(this.tiles[compute].compute, this.computeDone);
    }
  }
}

/** Streams tiles through two buffers and says when each was fetched and computed. */
export function streamTiles(tiles: readonly TileCycles[]): StreamTimeline {
  const kernel = new Kernel();
  const buffers = new DoubleBuffer(kernel, tiles);
  buffers.advance();
  const cycles = kernel.run();
  return { fetches: buffers.fetches, computes: buffers.computes, cycles };
}
