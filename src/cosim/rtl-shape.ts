import type { Placement } from '../bbs/placement.ts';
import { BadInput } from '../errors/bad-input.ts';
import { buildArray, kinds } from '../hw/array/kinds/index.ts';
import type { ArrayKind, KindRtl } from '../hw/array/kinds/kind.ts';
import type { Issue } from '../hw/array/spmv-array.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import { hasScales, weightValueBits } from '../num/row-scale.ts';
import { indexWidth } from './bench/hex-word.ts';

/** An accelerator kind that the RTL has. */
export type RtlKind = ArrayKind & { readonly rtl: KindRtl };

/** The kinds that the RTL has. */
export const rtlKinds: readonly RtlKind[] = kinds.filter((kind): kind is RtlKind => kind.rtl !== null);

/** The kind of that name. Throws BadInput for one that the RTL does not have. */
export function rtlKind(name: string): RtlKind {
  const found = rtlKinds.find(({ kind }) => kind === name);
  if (found) return found;
  throw new BadInput(`kind ${name} has no RTL: expected ${rtlKinds.map(({ kind }) => kind).join(', ')}`);
}

/** PLACEMENT of rtl/pe_array.sv, by number; it has no other. */
const placementCodes: readonly Placement['kind'][] = ['even', 'blocked', 'cyclic'];

/** RESCALE of rtl/pe_array.sv, by number. */
const rescaleCodes: readonly RtlShape['rescale'][] = [null, 'row', 'tensor'];

/**
 * What an address of a PE's weight memories holds: a beat, of a row or with lanes that say where rows end;
 * or, where every lane has a memory of its own, words of its bank, with marks of rows, or entries with tags
 * of their rows, with the ends of rows.
 */
export type WeightLayout = 'beats' | 'shared beats' | 'lane words' | 'tagged entries';

/** Bits that say where the entries of a row end, beside those with tags. */
export const ROW_END_BITS = 32;

/**
 * Widths of the fields of a beat word, and the parameters of rtl/pe_array.sv that
 * follow from an accelerator alone.
 */
export interface RtlShape {
  readonly pes: number;
  readonly lanes: number;
  /** Banks of a copy of the vector buffer, and copies that a PE has. */
  readonly banks: number;
  readonly copies: number;
  readonly ports: number;
  readonly pump: number;
  /** Bits of a weight, and of a word of the vector. */
  readonly valueBits: number;
  /** Whose sums are multiplied by a scale on their way out: every row's by its own, or a matrix' by one. */
  readonly rescale: 'row' | 'tensor' | null;
  /** Whether rows may have more beats in the weight memories than are read. */
  readonly isNested: boolean;
  readonly wordBits: number;
  readonly accumulatorBits: number;
  readonly isArbitrated: boolean;
  /** What the weight memories hold at an address. */
  readonly layout: WeightLayout;
  readonly bankBits: number;
  /** Bits of the tag of a row, 0 where entries have none. */
  readonly tagBits: number;
  /** What the number of a row is taken modulo for its tag. */
  readonly openRows: number;
  readonly addressBits: number;
  readonly laneBits: number;
  readonly beatBits: number;
  /** Words of a bank, the regions of all matrices together. */
  readonly bufferWords: number;
}

function layoutOf(issue: Issue, rowsShareBeats: boolean): WeightLayout {
  if (issue === 'decoupled') return 'lane words';
  if (issue === 'shuffled') return 'tagged entries';
  return rowsShareBeats ? 'shared beats' : 'beats';
}

/**
 * The shape of an accelerator whose banks have `bufferWords` words. Throws BadInput for a
 * kind that the RTL does not have.
 */
export function rtlShape(config: AcceleratorConfig, bufferWords: number): RtlShape {
  rtlKind(config.kind);
  const { pes, banks: lanes, number } = config;
  const array = buildArray(config);
  const { ports, pump, bufferBanks: banks, vectorCopies: copies, isArbitrated, issue, shuffle } = array;
  const layout = layoutOf(issue, array.rowPacking !== null);
  const bankBits = indexWidth(banks);
  const addressBits = indexWidth(bufferWords);
  const openRows = shuffle?.openRows ?? 1;
  const tagBits = shuffle ? indexWidth(openRows) : 0;
  const endBits = layout === 'shared beats' ? 1 : 0;
  const requestBits = isArbitrated ? 1 + endBits + tagBits + bankBits : 0;
  const valueBits = weightValueBits(number);
  const laneBits = valueBits + addressBits + (layout === 'lane words' ? 1 : requestBits);
  const rowBits = {
    beats: isArbitrated ? 1 : 0,
    'shared beats': 0,
    'lane words': banks,
    'tagged entries': ROW_END_BITS,
  };
  return {
    pes,
    lanes,
    banks,
    copies,
    ports,
    pump,
    valueBits,
    rescale: hasScales(number) ? (number.weightScale ?? 'row') : null,
    isNested: array.skipsBeats,
    wordBits: number.bits,
    accumulatorBits: number.accumulatorBits,
    isArbitrated,
    layout,
    bankBits,
    tagBits,
    openRows,
    addressBits,
    laneBits,
    beatBits: lanes * laneBits + rowBits[layout],
    bufferWords,
  };
}

/** The macros that the harnesses read, for the array. */
export function arrayParameters(config: AcceleratorConfig, shape: RtlShape): Record<string, number> {
  const { timing } = config;
  const { rtl } = rtlKind(config.kind);
  const { crossbarRegisters, arbiter, arbiterStyle, placement, queueDepth, shuffle, ...wiring } =
    buildArray(config);
  return {
    PES: shape.pes,
    PE_LANES: shape.lanes,
    BANKS: shape.banks,
    COPIES: shape.copies,
    PORTS: shape.ports,
    PUMP: shape.pump,
    VALUE_BITS: shape.valueBits,
    WORD_BITS: shape.wordBits,
    ACC_BITS: shape.accumulatorBits,
    ADDRESS_BITS: shape.addressBits,
    BEAT_BITS: shape.beatBits,
    MUL_LATENCY: timing.mulLatency,
    BANK_REGISTER: timing.bankOutputRegister,
    CROSSBAR_REGISTER: crossbarRegisters,
    KIND: rtl.code,
    ROTATING: arbiter === 'rotating' ? 1 : 0,
    ARBITER_TREE: arbiterStyle === 'tree' ? 1 : 0,
    WINDOW: shuffle?.openRows ?? (wiring.rowsApart || wiring.window),
    QUEUE_DEPTH: queueDepth ?? 0,
    RETRY_CYCLES: shuffle?.retryCycles ?? 1,
    ROW_PORTS: wiring.rowPacking?.rowsPerCycle ?? 0,
    RESCALE: rescaleCodes.indexOf(shape.rescale),
    NESTED: Number(shape.isNested),
    PLACEMENT: placementCodes.indexOf(placement),
    BUFFER_WORDS: shape.bufferWords,
  };
}
