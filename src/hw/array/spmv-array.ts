import type { PackedRows, StorageBits } from '../../bbs/formats/storage.ts';
import type { StoredMatrix } from '../../bbs/matrix.ts';
import type { Placement } from '../../bbs/placement.ts';
import type { AcceleratorConfig } from '../config/config.ts';
import type { ShuffleSpec } from './arbitration-shuffle.ts';
import type { BeatImage, BeatMatrix } from './beat-matrix.ts';
import type { RowSlice } from './row-dealing.ts';
import type { RowOrder } from './row-order.ts';
import type { SpmvTiming } from './spmv-timing.ts';

/**
 * A matrix in the format of an accelerator, whichever PE has which row: the weight memory image, and what it
 * takes to store.
 */
export interface EncodedImage {
  readonly beats: BeatImage;
  readonly storage: StorageBits;
  /** Entries of a bank and row that an SpMV multiplies, the largest. Absent: all of them. */
  readonly usedPerBank?: number;
  /**
   * How off-chip memory holds rows of it packed, entry by entry as they are stored; null: the format is its
   * image, entry for entry, and there is nothing to pack.
   */
  readonly packed: PackedRows | null;
}

/** The same with every row on its PE. */
export interface EncodedMatrix extends EncodedImage {
  readonly beats: BeatMatrix;
}

/**
 * How S1 takes beats. parallel: all banks at once, since no two lanes of a beat want one; arbitrated: an
 * arbiter and a data crossbar in every PE; windowed: the same for several beats in flight; shuffled: lanes on
 * their own, which ask again when they lost; shared: one arbiter and one vector buffer for the lanes of all
 * PEs; decoupled: every lane its own words from its own bank, as they come. docs/timing.md section 3.
 */
export type Issue = 'parallel' | 'arbitrated' | 'windowed' | 'shuffled' | 'shared' | 'decoupled';

/** Rows that may leave a PE in a cycle where they share beats. docs/timing.md section 3, packed rows. */
export interface RowPacking {
  readonly rowsPerCycle: number;
}

/** What a kind makes of its own fields; the fields that it does not have are fixed here. */
export interface Wiring {
  /** Read ports of a bank (P). */
  readonly ports: number;
  /** Clocks of the vector memory in one of the array: how often in a cycle a port reads. */
  readonly pump: 1 | 2;
  /** Copies of its vector buffer that a PE's lanes are split among. */
  readonly vectorCopies: number;
  /** Priority at a bank; without an arbiter nobody reads it. */
  readonly arbiter: 'fixed' | 'rotating';
  /** How an arbiter is built: it chooses the same; null without one. */
  readonly arbiterStyle: 'chain' | 'tree' | null;
  /** Beats of a PE that S1 may hold. */
  readonly window: number;
  /** Requests that may stand at a bank; null: as many as come. */
  readonly queueDepth: number | null;
  /** The shuffle unit of lanes that go on by themselves; null without one. */
  readonly shuffle: ShuffleSpec | null;
  /** Rows that the lanes of a PE may be apart; 0: they are in step, a beat at a time. */
  readonly rowsApart: number;
  /** Where rows share beats and lanes carry the ends of rows; null: every row begins a beat. */
  readonly rowPacking: RowPacking | null;
  /** Whether the address counter steps over beats at the end of a row, of which only the first are read. */
  readonly skipsBeats: boolean;
  /** Registers of the data crossbar; 0 without one. */
  readonly crossbarRegisters: number;
  /**
   * What off-chip memory holds of streamed weights. packed: entries as the format stores them, which an
   * expander makes beats of on the way into the weight memories; image: the beats. docs/timing.md section 3.
   */
  readonly stream: 'packed' | 'image';
  /** How rows are dealt to PEs. */
  readonly rowOrder: 'natural' | 'balanced';
  /** Copies of the vector buffer that a LOAD writes: one per PE, or one that all share. */
  readonly bufferCopies: number;
}

/**
 * An accelerator's SpMV, wired as its kind says: the format that its weights are stored in, and the time
 * that its PEs take. Everything downstream (phases, stalls, energy, waveforms, RTL, reports) follows from
 * this and asks no kind for its name.
 */
export interface SpmvArray extends Wiring {
  readonly config: AcceleratorConfig;
  readonly issue: Issue;
  /** True when requests pass an arbiter and a data crossbar. */
  readonly isArbitrated: boolean;
  /** FILL. */
  readonly fillCycles: number;
  /** How `place` deals columns. */
  readonly placement: Placement['kind'];
  /** Banks of a vector buffer (of each copy of it): a LOAD writes a word of all of them in a cycle. */
  readonly bufferBanks: number;
  /** Where the columns of a vector live in the banks. */
  place(cols: number): Placement;
  /**
   * Encodes a pruned matrix and deals its rows, by default as one slice. Throws BadInput naming tensor, row
   * and bank when the format cannot hold it.
   */
  encode(stored: StoredMatrix, slices?: readonly RowSlice[]): EncodedMatrix;
  /** The same weights with their rows on the PEs of this array, every slice dealt for itself. */
  deal(image: EncodedImage, slices: readonly RowSlice[]): EncodedMatrix;
  /** The cycles of an SpMV over the rows in `order` (the matrix's own order, a slice or a tile of it). */
  time(matrix: BeatMatrix, order: RowOrder): SpmvTiming;
}
