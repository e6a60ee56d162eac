import { type PlacedCircuit, placedStyles } from './circuit.ts';
import { adder, broadcast, stall, weightMemory } from './gate-circuits.ts';
import { wholePe } from './pe-circuit.ts';
import { accumulator, arbiterAlone, arbiterToFetch, bank, crossbar, grants } from './rtl-circuits.ts';

/** The rows of the committed table: single circuits, and PEs as a whole, which no fit uses. */
export const placedCircuits: readonly PlacedCircuit[] = [
  bank,
  weightMemory,
  ...[16, 32, 48].map(adder),
  ...[24, 32, 48].map(accumulator),
  ...[2, 4, 8].map(stall),
  ...[16, 64, 256].map(broadcast),
  ...[2, 4, 8].map(crossbar),
  ...[2, 4, 8].flatMap((lanes) => placedStyles.map((style) => arbiterAlone(lanes, style))),
  ...[2, 4, 8].flatMap((lanes) => placedStyles.map((style) => grants(lanes, style))),
  ...[4, 8].flatMap((lanes) => placedStyles.map((style) => arbiterToFetch(lanes, style))),
  ...[4, 8].flatMap((lanes) => [wholePe(lanes, null), ...placedStyles.map((style) => wholePe(lanes, style))]),
];

/**
 * The seeds that a circuit is placed with; what is read is their median. PEs as a whole, whose placements
 * differ by a tenth, have nine.
 */
export function seedsOf({ stage }: PlacedCircuit): readonly number[] {
  return Array.from({ length: stage === 'PE' ? 9 : 3 }, (_, i) => i + 1);
}
