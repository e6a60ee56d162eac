import { productBits } from '../logic-use.ts';
import type { Clocked, StagePath } from './array-stages.ts';
import { additionNs, type Delays, logicNs, multiplierNs } from './delays.ts';

/** A part of a lane: how long it takes, the registers that it is cut by, and their field. */
interface Part {
  readonly field: string;
  readonly words: string;
  readonly wholeNs: number;
  readonly registers: number;
  /** Of a multiplier: what is left of it with so many registers. */
  readonly with?: (registers: number) => number;
}

/**
 * The stages of an element-wise lane: terms and the half of rounding added in carry-save form (assumption: a
 * level each, and one carry chain) and saturation, table with interpolation, and products, each cut by the
 * registers of its field, evenly (assumption: retiming spreads them). A part without registers lengthens the
 * one behind it. docs/timing.md sections 4 and 5.
 */
export function elementStages(footprint: Clocked, delays: Delays): StagePath[] {
  const { bits, accumulatorBits, pipeline, ewopStyle, activation } = footprint;
  const terms = ewopStyle === 'chained' ? 4 : 2;
  const tableLevels = 1 + Math.max(0, Math.ceil(Math.log2((activation?.segments ?? 64) / 64) / 2));
  const parts: Part[] = [
    {
      field: 'timing.addLatency',
      words: 'element-wise sums',
      wholeNs: additionNs(accumulatorBits, delays) + logicNs(terms - 1, 4, delays),
      registers: pipeline.addLatency,
    },
    {
      field: 'timing.activationLatency',
      words: 'activation',
      wholeNs: logicNs(tableLevels, 4, delays) + delays.multiplier + additionNs(bits, delays),
      registers: pipeline.activationLatency,
    },
    {
      field: 'timing.ewMulLatency',
      words: 'element-wise product',
      wholeNs: delays.multiplier + additionNs(productBits({ bits }), delays),
      registers: pipeline.ewMulLatency,
      with: (registers) => multiplierNs(registers, delays),
    },
  ];
  return stagesOf(parts, delays);
}

function stagesOf(parts: readonly Part[], delays: Delays): StagePath[] {
  const stages: StagePath[] = [];
  let before = 0;
  for (const [place, { field, words, wholeNs, registers, with: cut }] of parts.entries()) {
    const isLast = place === parts.length - 1;
    if (registers === 0 && !isLast) {
      before += wholeNs;
      continue;
    }
    const pieceOf = (count: number) => (count === 0 ? wholeNs : (cut?.(count) ?? wholeNs / count));
    const delayOf = (count: number) => delays.register + before / Math.max(1, count) + pieceOf(count);
    stages.push({
      stage: words,
      delayNs: delayOf(registers),
      register:
        delayOf(registers + 1) < delayOf(registers) ? { field, delayNs: delayOf(registers + 1) } : null,
    });
    before = 0;
  }
  return stages;
}
