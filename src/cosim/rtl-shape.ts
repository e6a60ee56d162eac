import type { Placement } from '../bbs/placement.ts';
import { BadInput } from '../errors/bad-input.ts';
import { buildArray, kinds } from '../hw/array/kinds/index.ts';
import type { ArrayKind, KindRtl } from '../hw/array/kinds/kind.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
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

/**
 * Widths of the fields of a beat word, and the parameters of rtl/pe_array.sv that
 * follow from an accelerator alone.
 */
export interface RtlShape {
  readonly pes: number;
  readonly banks: number;
  readonly ports: number;
  readonly wordBits: number;
  readonly accumulatorBits: number;
  readonly isArbitrated: boolean;
  /** Whether every lane has words of its own, and beats are what lies at one address of all of them. */
  readonly isDecoupled: boolean;
  readonly bankBits: number;
  readonly addressBits: number;
  readonly laneBits: number;
  readonly beatBits: number;
  /** Words of a bank, the regions of all matrices together. */
  readonly bufferWords: number;
}

/**
 * The shape of an accelerator whose banks have `bufferWords` words. Throws BadInput for a
 * kind that the RTL does not have.
 */
export function rtlShape(config: AcceleratorConfig, bufferWords: number): RtlShape {
  rtlKind(config.kind);
  const { pes, banks, number } = config;
  const { ports, isArbitrated, issue } = buildArray(config);
  const isDecoupled = issue === 'decoupled';
  const bankBits = indexWidth(banks);
  const addressBits = indexWidth(bufferWords);
  const laneBits = number.bits + addressBits + (isArbitrated ? 1 + bankBits : isDecoupled ? 1 : 0);
  return {
    pes,
    banks,
    ports,
    wordBits: number.bits,
    accumulatorBits: number.accumulatorBits,
    isArbitrated,
    isDecoupled,
    bankBits,
    addressBits,
    laneBits,
    beatBits: banks * laneBits + (isArbitrated ? 1 : isDecoupled ? banks : 0),
    bufferWords,
  };
}

/** The macros that the harnesses read, for the array. */
export function arrayParameters(config: AcceleratorConfig, shape: RtlShape): Record<string, number> {
  const { timing } = config;
  const { rtl } = rtlKind(config.kind);
  const { crossbarRegisters, arbiter, placement, window, queueDepth, rowsApart } = buildArray(config);
  return {
    PES: shape.pes,
    BANKS: shape.banks,
    PORTS: shape.ports,
    WORD_BITS: shape.wordBits,
    ACC_BITS: shape.accumulatorBits,
    BANK_BITS: shape.bankBits,
    ADDRESS_BITS: shape.addressBits,
    MUL_LATENCY: timing.mulLatency,
    BANK_REGISTER: timing.bankOutputRegister,
    CROSSBAR_REGISTER: crossbarRegisters,
    KIND: rtl.code,
    ROTATING: arbiter === 'rotating' ? 1 : 0,
    WINDOW: rowsApart > 0 ? rowsApart : window,
    QUEUE_DEPTH: queueDepth ?? 0,
    PLACEMENT: placementCodes.indexOf(placement),
    BUFFER_WORDS: shape.bufferWords,
  };
}
