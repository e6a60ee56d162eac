import { withScaleBits } from '../../../bbs/formats/storage.ts';
import type { StoredMatrix } from '../../../bbs/matrix.ts';
import { type Placement, type PlacementKind, placeColumns } from '../../../bbs/placement.ts';
import { ImpossibleDesign } from '../../../errors/impossible-design.ts';
import { SCALE_BITS, scaleBitsOf } from '../../../num/row-scale.ts';
import {
  type AcceleratorConfig,
  type ConfigWith,
  type KindFields,
  type KindSchema,
  kindSchema,
  type OwnFields,
} from '../../config/config.ts';
import type { MootRule } from '../../config/moot.ts';
import { knownArbitration } from '../arbitration.ts';
import { arbitratePacked } from '../arbitration-packed.ts';
import type { BeatMatrix } from '../beat-matrix.ts';
import { fillOf } from '../fill.ts';
import { dealRows } from '../row-dealing.ts';
import type { RowOrder } from '../row-order.ts';
import type { EncodedImage, Issue, SpmvArray, Wiring } from '../spmv-array.ts';
import { type SpmvTiming, timePrivate } from '../spmv-timing.ts';
import { servedPerBank } from '../vector-banks.ts';

/** What rtl/pe_array.sv is told of a kind. */
export interface KindRtl {
  /** Its parameter KIND. */
  readonly code: 0 | 1 | 2 | 3 | 4 | 5;
  /**
   * The most lanes of a PE that are mapped to cells with Yosys; 0: none, the circuit is that of another kind.
   */
  readonly mostMappedLanes: number;
}

/** What a kind says of itself, whatever its configuration. */
interface KindFacts {
  readonly issue: Issue;
  /** The placements that its `placement` takes; empty when it has no such field. */
  readonly placements: readonly PlacementKind[];
  /** True when every weight is stored, pruned or not: what the others' speed-up is measured against. */
  readonly storesZeros: boolean;
  /** True when its format holds only rows with the same number of entries in every bank. */
  readonly needsBalance: boolean;
  /** Where its own fields have no effect on a result. */
  readonly moot: readonly MootRule[];
  /** Null: the RTL does not have it. */
  readonly rtl: KindRtl | null;
  /** The cycles of an SpMV on the array that is built from it. */
  time(array: SpmvArray, matrix: BeatMatrix, order: RowOrder): SpmvTiming;
}

/** A kind as its file writes it down. `F`: the fields that it reads beside those that all kinds have. */
export interface KindDesign<F extends OwnFields> extends KindFields<F>, KindFacts {
  wiring(config: ConfigWith<F>): Wiring;
  /** Where the columns of a vector live in the banks. */
  place(config: ConfigWith<F>, cols: number): Placement;
  /**
   * The format that weights are stored in, whichever PE has which row. Throws BadInput when it cannot hold
   * the matrix.
   */
  encode(config: ConfigWith<F>, stored: StoredMatrix): EncodedImage;
}

/** A kind of accelerator: what everything outside this folder may know of it. */
export interface ArrayKind extends KindFacts {
  readonly kind: string;
  readonly says: string;
  readonly schema: KindSchema;
  /** The array of a configuration that the schema has checked. */
  build(config: AcceleratorConfig): SpmvArray;
}

/** The kind of a design. */
export function arrayKind<const F extends OwnFields>(design: KindDesign<F>): ArrayKind {
  const { kind, says, issue, placements, storesZeros, needsBalance, moot, rtl, time } = design;
  return {
    kind,
    says,
    issue,
    placements,
    storesZeros,
    needsBalance,
    moot,
    rtl,
    time,
    schema: kindSchema(design),
    // The configuration comes from the schema of this kind, which is strict: it has the fields.
    build: (config) => buildKind(design, config as ConfigWith<F>),
  };
}

/** Whether requests pass an arbiter and a data crossbar, under a way to take beats. */
export function isArbitrated(issue: Issue): boolean {
  return issue !== 'parallel' && issue !== 'decoupled';
}

function buildKind<F extends OwnFields>(design: KindDesign<F>, config: ConfigWith<F>): SpmvArray {
  const wiring = design.wiring(config);
  const { rowOrder, window, vectorCopies, rowPacking } = wiring;
  if (config.banks % vectorCopies !== 0) {
    throw new ImpossibleDesign(
      `vectorCopies: expected a divisor of the ${config.banks} lanes of a PE (banks), found ${vectorCopies}`,
    );
  }
  const dealing = {
    pes: config.pes,
    rowOrder,
    ports: servedPerBank(wiring),
    window,
    vectorCopies,
    rowsPerCycle: rowPacking?.rowsPerCycle ?? null,
  };
  const placement = design.place(config, 1);
  const array: SpmvArray = {
    config,
    ...wiring,
    issue: design.issue,
    isArbitrated: isArbitrated(design.issue),
    fillCycles: fillOf(config, wiring.crossbarRegisters),
    placement: placement.kind,
    bufferBanks: placement.banks,
    place: (cols) => design.place(config, cols),
    encode: (stored, slices = [{ rowFrom: 0, rows: stored.rows }]) =>
      array.deal(withScales(design.encode(config, stored), stored, config), slices),
    deal: (image, slices) => ({
      ...image,
      beats: { ...image.beats, order: dealRows(image.beats, dealing, slices) },
    }),
    time: (matrix, order) => design.time(array, matrix, order),
  };
  return array;
}

/** The image of a matrix with the scales of its rows, if it has scales. */
function withScales(
  image: EncodedImage,
  { rows, scales }: StoredMatrix,
  { number }: AcceleratorConfig,
): EncodedImage {
  if (!scales) return image;
  const { multipliers, shifts } = scales;
  const rowBits = number.weightScale === 'row' ? SCALE_BITS : 0;
  const ofRows = { scales: { multipliers, shifts, rowBits } };
  const { held } = image.beats;
  return {
    ...image,
    beats: { ...image.beats, ...ofRows, ...(held && { held: { ...held, ...ofRows } }) },
    storage: withScaleBits(image.storage, scaleBitsOf(rows, number)),
  };
}

/**
 * S1 with one beat of a PE, room for all its requests, and lanes that go on together; its vector buffer once,
 * at the clock of the array; one row to a beat, and all beats of a row are read.
 */
export const oneBeat = {
  window: 1,
  queueDepth: null,
  shuffle: null,
  rowsApart: 0,
  pump: 1,
  vectorCopies: 1,
  rowPacking: null,
  skipsBeats: false,
} as const;

/** What a kind that packs rows when it is told to makes of its fields. */
export function packingOf(config: {
  readonly packRows: boolean;
  readonly rowsPerCycle: number;
}): Wiring['rowPacking'] {
  return config.packRows ? { rowsPerCycle: config.rowsPerCycle } : null;
}

/** The result ports of a PE are a field of packed rows. */
export const unpackedIsMoot: MootRule = {
  fields: ['rowsPerCycle'],
  by: ['packRows'],
  why: (config) =>
    (config as { readonly packRows?: boolean }).packRows
      ? null
      : 'packRows is false, so that a beat ends one row',
};

/**
 * The wiring of lanes that meet nobody at their banks, whose rows all have equal beats, and whose format is
 * the image of the weight memory.
 */
export const ownBanks = {
  ...oneBeat,
  ports: 1,
  arbiter: 'fixed',
  arbiterStyle: null,
  crossbarRegisters: 0,
  rowOrder: 'natural',
  stream: 'image',
} as const;

/** `place` of a kind with a field `placement`. */
export function placeAsConfigured(
  { placement, banks }: { readonly placement: PlacementKind; readonly banks: number },
  cols: number,
): Placement {
  return placeColumns(placement, cols, banks);
}

/**
 * `time` of PEs that run alone, each image arbitrated once: what its beats wait
 * for is found in their addresses.
 */
export function timeAlone(array: SpmvArray, matrix: BeatMatrix, order: RowOrder): SpmvTiming {
  return timePrivate(order, knownArbitration(matrix, order, servedPerBank(array)), array.fillCycles);
}

/** `time` of PEs that run alone and whose rows share beats. */
export function timePacked(array: SpmvArray, matrix: BeatMatrix, order: RowOrder): SpmvTiming {
  const { rowPacking, window, queueDepth, vectorCopies: copies } = array;
  if (!rowPacking) throw new RangeError('packed rows on an array that does not pack them');
  const issue = { window, queueDepth, ports: servedPerBank(array), copies, ...rowPacking };
  return timePrivate(order, arbitratePacked(matrix, order, issue), array.fillCycles);
}
