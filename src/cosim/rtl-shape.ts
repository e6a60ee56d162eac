import { BadInput } from '../errors/bad-input.ts';
import type { AcceleratorConfig, AcceleratorKind } from '../hw/config/config.ts';
import { indexWidth } from './bench/hex-word.ts';

/** The kinds of rtl/pe_array.sv. */
const kindCodes = { bbs: 0, dense: 0, csr: 1, 'csr-shared': 2 } as const;

/** An accelerator kind that the RTL has. */
export type RtlKind = keyof typeof kindCodes;

/** The kinds that the RTL has. */
export const rtlKinds: readonly RtlKind[] = ['bbs', 'csr', 'csr-shared', 'dense'];

/** The kind of an accelerator. Throws BadInput for one that the RTL does not have. */
function rtlKind(kind: AcceleratorKind): RtlKind {
  if (kind in kindCodes) return kind as RtlKind;
  throw new BadInput(`kind ${kind} has no RTL: expected ${rtlKinds.join(', ')}`);
}
const placementCodes = { even: 0, blocked: 1, cyclic: 2 } as const;

/** Widths of the fields of a beat word, and the parameters of rtl/pe_array.sv that follow from an accelerator alone. */
export interface RtlShape {
  readonly pes: number;
  readonly banks: number;
  readonly ports: number;
  readonly wordBits: number;
  readonly accumulatorBits: number;
  readonly isArbitrated: boolean;
  readonly bankBits: number;
  readonly addressBits: number;
  readonly laneBits: number;
  readonly beatBits: number;
  /** Words of a bank, the regions of all matrices together. */
  readonly bufferWords: number;
}

/** The shape of an accelerator whose banks have `bufferWords` words. */
export function rtlShape(config: AcceleratorConfig, bufferWords: number): RtlShape {
  const { pes, banks, ports, number } = config;
  const isArbitrated = kindCodes[rtlKind(config.kind)] !== 0;
  const bankBits = indexWidth(banks);
  const addressBits = indexWidth(bufferWords);
  const laneBits = number.bits + addressBits + (isArbitrated ? 1 + bankBits : 0);
  return {
    pes,
    banks,
    ports,
    wordBits: number.bits,
    accumulatorBits: number.accumulatorBits,
    isArbitrated,
    bankBits,
    addressBits,
    laneBits,
    beatBits: banks * laneBits + (isArbitrated ? 1 : 0),
    bufferWords,
  };
}

/** The macros that the harnesses read, for the array. */
export function arrayParameters(config: AcceleratorConfig, shape: RtlShape): Record<string, number> {
  const { timing } = config;
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
    CROSSBAR_REGISTER: shape.isArbitrated ? timing.crossbarRegister : 0,
    KIND: kindCodes[rtlKind(config.kind)],
    ROTATING: config.arbiter === 'rotating' ? 1 : 0,
    PLACEMENT: placementCodes[config.placement],
    BUFFER_WORDS: shape.bufferWords,
  };
}
