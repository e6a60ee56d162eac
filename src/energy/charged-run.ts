import type { CountedAction } from '../hw/accounts/actions.ts';
import type { Device } from './device.ts';
import type { ResourceReport } from './resource-report.ts';
import type { Technology } from './technology.ts';
import type { Toggles } from './toggles.ts';

/** Operand bits of a design (W), those of a weight, and words of memories that are wider. */
export interface OperandWidths {
  readonly bits: number;
  readonly weightBits: number;
  /** Bits that an access of a weight memory reads: a beat, or a lane's word. */
  readonly weightWordBits: number;
  /** Bits of a word of the register file: one of every element-wise lane. */
  readonly registerWordBits: number;
}

/** Cycles of a run, and in how many of them its units work. */
export interface BusyCycles {
  readonly total: number;
  /** In which a vector is loaded. */
  readonly load: number;
  readonly spmv: number;
  /** In which the element-wise unit works. */
  readonly elementWise: number;
}

/** What a run did on which design: all that its energy is made from. */
export interface ChargedRun {
  readonly actions: readonly CountedAction[];
  readonly latencyUs: number;
  readonly cycles: BusyCycles;
  readonly technology: Technology;
  readonly device: Device;
  readonly widths: OperandWidths;
  /** Logic, flip-flops and memories, block by block. */
  readonly resources: ResourceReport;
  readonly toggles: Toggles;
  /** SpMV lanes of one array (M x N), and the arrays. */
  readonly lanes: number;
  readonly arrays: number;
  /** The interface to off-chip memory; null: the design is built without, since its weights are resident. */
  readonly offChip: { readonly gbPerS: number; readonly clockMhz: number } | null;
}

/** Throws a RangeError for a run that cannot be: a number below zero or not finite, operands of no bits. */
export function checkRun({ latencyUs, cycles, widths, actions }: ChargedRun): void {
  const isAmount = (value: number) => Number.isFinite(value) && value >= 0;
  if (!isAmount(latencyUs)) throw new RangeError(`latency of ${latencyUs} us`);
  for (const [name, value] of Object.entries(cycles))
    if (!isAmount(value)) throw new RangeError(`${name}: ${value} cycles`);
  for (const bits of Object.values(widths))
    if (!(Number.isInteger(bits) && bits >= 1)) throw new RangeError(`operands of ${bits} bits`);
  for (const { name, count } of actions)
    if (!isAmount(count)) throw new RangeError(`${name}: count of ${count}`);
}
