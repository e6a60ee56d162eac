import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/errors/bad-input.ts';
import { buildArray } from '../../src/hw/array/kinds/index.ts';
import { placeModel } from '../../src/run/placed-model.ts';
import { meetsTiming, missedTimingText, refuseUnbuildable } from '../../src/run/timing-check.ts';
import { layerOf, modelOf, platformOf, prepared, smallDevice } from '../study/compare/designs.ts';

const platform = platformOf({ kind: 'csr', pes: 2, banks: 4 }, smallDevice({}));
const { layers } = prepared(platform, modelOf([layerOf({ inputs: 8, hidden: 4 })]));
const placed = placeModel(platform.config, layers, platform);

/** The design at a clock, of which the estimate says so much. */
function designAt(clockMhz: number, clock: Partial<typeof placed.fit.clock> = {}) {
  const array = buildArray({ ...platform.config, clockMhz });
  const of = { fmaxMhz: 241.35, limitedBy: 'arbiter', register: null, ...clock };
  return { array, fit: { ...placed.fit, clock: { ...placed.fit.clock, ...of } } };
}

describe('a clock above Fmax', () => {
  it('is told with Fmax, the stage that limits it, and what one register more there would reach', () => {
    const register = { field: 'timing.crossbarRegister', fmaxMhz: 260 };
    expect(missedTimingText(designAt(300, { register }))).toBe(
      'does not meet timing: 300 MHz asked, Fmax 241.3 MHz, limited by the arbiter (timing.crossbarRegister: 1 would reach 260 MHz)',
    );
  });

  it('has no word of a register where none is left, or where it would buy nothing', () => {
    const text = 'does not meet timing: 300 MHz asked, Fmax 241.3 MHz, limited by the arbiter';
    expect(missedTimingText(designAt(300))).toBe(text);
    const idle = { field: 'timing.mulLatency', fmaxMhz: 241.35 };
    expect(missedTimingText(designAt(300, { register: idle }))).toBe(text);
  });

  it('begins right above Fmax', () => {
    expect([241.35, 241.36].map((mhz) => meetsTiming(designAt(mhz)))).toEqual([true, false]);
  });

  it('is refused where somebody named it, and not where it is what all designs begin with', () => {
    const refuse = (clockIsNamed: boolean, mhz: number) => () =>
      refuseUnbuildable({ name: 'mine', clockIsNamed }, designAt(mhz));
    expect(refuse(true, 300)).toThrow(BadInput);
    expect(refuse(true, 300)).toThrow(
      /^mine: does not meet timing: 300 MHz .*\(--allow-overflow runs it all the same\)$/,
    );
    expect(refuse(true, 241)).not.toThrow();
    expect(refuse(false, 300)).not.toThrow();
  });
});
