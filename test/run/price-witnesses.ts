import { type Fields, witnessOf } from './field-witnesses.ts';
import type { NumericField } from './numeric-fields.ts';

/** A design on which a field is in use, and the value that is doubled. */
export interface PriceWitness {
  readonly value: number | boolean;
  readonly on: Fields;
  /** Share of the weights that is pruned; default: that of the small workload. */
  readonly sparsity?: number;
}

const streamed = { weights: 'streamed', 'dram.gbPerS': 0.5 };

/**
 * Where the design on which a field changes a result does not show what it costs. The numbers of patterns
 * belong to the weights, so each is tried on one kind, which holds weights of that pattern.
 */
const own: Readonly<Record<string, PriceWitness>> = {
  // The larger of both is above what any memory block reaches.
  clockMhz: { value: 400, on: {} },
  // Weights of eight bits have rescalers, which are more hardware; fetching them takes half the time.
  'number.weightBits': { value: 8, on: streamed },
  'dram.burstBytes': { value: 64, on: streamed },
  'dram.latencyNs': { value: 100, on: streamed },
  // Fetched within a cycle either way: what is paid for is the width.
  'dram.gbPerS': { value: 19.2, on: { weights: 'streamed' } },
};

/** The kind on which the number of a pattern is tried, and how. */
const ofPatterns: Readonly<Record<string, PriceWitness & { readonly kind: string }>> = {
  // Every bank keeps a whole number of weights: with more of them, more is kept.
  'pattern.banks': { kind: 'banked', value: 4, on: { 'pattern.kind': 'bank-balanced' }, sparsity: 0.75 },
  'pattern.recurrentDensity': {
    kind: 'banked',
    value: 0.5,
    on: { 'pattern.kind': 'row-balanced', gateMatrix: 'separate' },
  },
  'pattern.blockRows': { kind: 'banked', value: 2, on: { 'pattern.kind': 'block' } },
  'pattern.blockCols': { kind: 'banked', value: 2, on: { 'pattern.kind': 'block' } },
  'pattern.length': { kind: 'banked', value: 2, on: { 'pattern.kind': 'vector' } },
  // Groups of as many columns as there are banks are no longer balanced over them.
  'pattern.m': { kind: 'banked', value: 4, on: { 'pattern.kind': 'n-m' }, sparsity: 0.75 },
  'pattern.rows': { kind: 'csr-window', value: 2, on: { 'pattern.kind': 'one-by-n' } },
  'pattern.rowShare': { kind: 'csr', value: 0.2, on: { 'pattern.kind': 'block-columns' } },
  'pattern.period': { kind: 'csr', value: 3, on: { 'pattern.kind': 'periodic' } },
  'pattern.clusters': { kind: 'csr', value: 2, on: { 'pattern.kind': 'regroup' } },
  'pattern.basis': { kind: 'banked', value: 3, on: { 'pattern.kind': 'power-of-two' } },
  'pattern.pes': { kind: 'csr', value: 2, on: { 'pattern.kind': 'column-balanced' } },
};

/**
 * Fields that may be doubled for nothing, and why they may: what they cost is not time, area or energy.
 */
export const freeFields: Readonly<Record<string, string>> = {
  'number.fractionBits':
    'accuracy: more fraction bits of the same width take range away, and saturate or wrap sooner',
  'number.activation.range': 'accuracy: the same segments over a wider range are coarser',
};

/** The witness of a field's price on a kind; null for the number of a pattern that is tried on another. */
export function priceWitnessOf({ kind, field }: NumericField): PriceWitness | null {
  if (field.startsWith('pattern.')) {
    const witness = ofPatterns[field];
    if (witness === undefined) throw new RangeError(`${field}: no witness of its price`);
    return witness.kind === kind ? witness : null;
  }
  return own[field] ?? fromChanges(kind, field);
}

/** The smaller value of the design on which the field changes a result. */
function fromChanges(kind: string, field: string): PriceWitness {
  const witness = witnessOf(kind, field);
  const values = witness?.values.filter((value) => typeof value === 'number' || typeof value === 'boolean');
  if (witness === undefined || values === undefined || values.length === 0)
    throw new RangeError(`${kind}: ${field} has no witness with a number`);
  const [first] = values;
  const value = typeof first === 'boolean' ? false : Math.min(...values.map(Number));
  return { value, on: witness.on ?? {} };
}
