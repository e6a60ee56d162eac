import { type ActivationTable, activationTable } from '../../num/activation.ts';
import { type NumberFormat, roundShift, type Saturations, saturate } from '../../num/fixed.ts';

/**
 * The arithmetic of the element-wise unit in one number format: rounding, tables, and
 * where saturations are counted.
 */
export interface ElementUnit {
  readonly format: NumberFormat;
  readonly sigmoid: ActivationTable;
  readonly tanh: ActivationTable;
  readonly saturations: Saturations;
}

/** An element-wise unit for a number format. */
export function elementUnit(format: NumberFormat, saturations: Saturations): ElementUnit {
  return {
    format,
    sigmoid: activationTable('sigmoid', format),
    tanh: activationTable('tanh', format),
    saturations,
  };
}

/** pre = sat((acc + p*c + (bias << F) + 2^(F-1)) >> F), without a wrap. */
export function preActivation(
  { format, saturations }: ElementUnit,
  acc: number,
  peephole: number,
  bias: number,
): number {
  const { bits, fractionBits } = format;
  return saturate(
    roundShift(acc + peephole + bias * 2 ** fractionBits, fractionBits),
    bits,
    saturations,
    'preActivation',
  );
}

/** mulr(a, b) = sat((a*b + 2^(F-1)) >> F). */
export function multiplyRounded({ format, saturations }: ElementUnit, a: number, b: number): number {
  return saturate(roundShift(a * b, format.fractionBits), format.bits, saturations, 'multiply');
}
