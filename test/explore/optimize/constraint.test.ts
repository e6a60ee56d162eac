import { describe, expect, it } from 'vitest';
import { constraintOf } from '../../../src/explore/optimize/constraint.ts';

const values: Readonly<Record<string, number | null>> = { pes: 8, dsp: 1250, latency_us: null };

describe('a condition on designs', () => {
  it.each([
    ['dsp <= 1250', 0],
    ['dsp <= 1000', 0.2],
    ['dsp <= 1000 and pes == 8', 0.1],
    ['dsp <= 1000 or pes == 8', 0],
    ['latency_us > 3', 1],
    ['not (latency_us > 3)', 1],
    ['not (latency_us > 3) or dsp <= 1000', 0.2],
    ['latency_us == null', 0],
  ])('is missed by as much as a design is from it, wholly where a value lacks: %s', (text, distance) => {
    expect(constraintOf(text, ['pes']).violation((name) => values[name])).toBeCloseTo(distance, 12);
  });
});
