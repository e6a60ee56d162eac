/** A point in time or a duration in clock cycles, an integer from 0 to `LAST_CYCLE`. */
export type Cycle = number;

/**
 * The last cycle that can be simulated, 2^31 - 1 (10.7 s at 200 MHz). Up to here a cycle fits an Int32Array
 * and is a small integer for the JavaScript engine; beyond, every `now` would be a boxed double.
 */
export const LAST_CYCLE: Cycle = 0x7fff_ffff;

/** Whatever knows the current cycle: the kernel, or a plain object in a test. */
export interface Clock {
  readonly now: Cycle;
}

/**
 * Whether `value` is an integer of 32 bits with sign, the only kind of number that travels through events and
 * FIFOs.
 */
export function isInt32(value: number): boolean {
  return (value | 0) === value;
}

/**
 * Throws a RangeError unless `value` is an integer from `least` to `LAST_CYCLE`; `what` names the value in
 * the message.
 */
export function checkInteger(what: string, value: number, least: number): void {
  if (!isInt32(value) || value < least) {
    throw new RangeError(`${what} is ${value}, expected an integer from ${least} to ${LAST_CYCLE}`);
  }
}
