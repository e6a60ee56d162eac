import { describe, expect, it } from 'vitest';
import { checkInteger, isInt32, LAST_CYCLE } from '../../src/sim/cycle.ts';

describe('integers of 32 bits', () => {
  it.each([0, -1, LAST_CYCLE, -LAST_CYCLE - 1])('%i is one', (value) => expect(isInt32(value)).toBe(true));

  it.each([0.5, Number.NaN, LAST_CYCLE + 1, -LAST_CYCLE - 2, Number.POSITIVE_INFINITY, 2 ** 32])(
    '%d is none',
    (value) => expect(isInt32(value)).toBe(false),
  );

  it('accepts a number from the least to the last cycle and names what it refuses', () => {
    checkInteger('latency', 1, 1);
    checkInteger('latency', LAST_CYCLE, 1);
    expect(() => checkInteger('latency', 0, 1)).toThrow(
      'latency is 0, expected an integer from 1 to 2147483647',
    );
    expect(() => checkInteger('latency', LAST_CYCLE + 1, 1)).toThrow(RangeError);
  });
});
