import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceWithin, parseBudget } from '../../src/energy/budget.ts';
import { component } from '../../src/energy/component.ts';
import { describeOverflow, resourceReport } from '../../src/energy/resource-report.ts';
import { loadDevice } from '../../src/run/load-config.ts';

const { config: arria } = loadDevice('arria10-gx1150');
const { config: ultrascale } = loadDevice('alveo-u250');

describe('a budget on the command line', () => {
  it('is a percentage of the device for each of some resources', () => {
    expect(parseBudget('dsp=50%, ram=70%,logic=80.5%', '--budget')).toEqual({
      dsp: '50%',
      ram: '70%',
      logic: '80.5%',
    });
  });

  it.each([
    ['dsp=50', '--budget dsp=50: expected a percentage like 50%'],
    ['ram=70%,dsp=half', '--budget dsp=half: expected a percentage like 50%'],
    ['dsp=-5%', '--budget dsp=-5%: expected a percentage like 50%'],
    ['logic=101%', '--budget logic=101%: expected at most 100%'],
    ['ram=0%', '--budget ram=0%: expected more than 0%, since every design takes some'],
    ['dsp', '--budget dsp: expected a name and a percentage, as in dsp=50%'],
    ['dsp=5%,dsp=6%', '--budget dsp=6%: dsp is there twice'],
    ['rum=5%', '--budget rum=5%: expected dsp, ram, logic or flip_flops, found "rum", did you mean `ram`?'],
    ['', '--budget : expected a name and a percentage, as in dsp=50%'],
  ])('%s is refused with the part that is wrong', (text, message) => {
    expect(() => parseBudget(text, '--budget')).toThrow(message);
  });
});

describe('a device within a budget', () => {
  it('has so much of what the budget names, rounded down, and all of the rest', () => {
    const within = deviceWithin(arria, { dsp: '50%', ram: '70%' });
    expect(within.dsp.count).toBe(759);
    expect(within.ram.count).toBe(Math.floor(0.7 * 2713));
    expect(within.logic).toEqual(arria.logic);
    expect(within.flipFlops).toEqual(arria.flipFlops);
    expect(within.staticPowerW).toEqual(arria.staticPowerW);
  });

  it('has UltraRAM like block RAM, and no more memory made of logic than logic', () => {
    const within = deviceWithin(ultrascale, { ram: '25%', logic: '1%' });
    expect(within.ultraRam?.count).toBe(Math.floor((ultrascale.ultraRam?.count ?? 0) / 4));
    expect(within.distributedRam.maxLogic).toBe(within.logic.count);
  });

  it('may be without DSP blocks, and has one block at least of what every design takes', () => {
    expect(deviceWithin(arria, { dsp: '0%' }).dsp.count).toBe(0);
    expect(deviceWithin(arria, { ram: '0.0001%' }).ram.count).toBe(1);
  });

  it('is the device itself where the budget is all of it, so that results are known by the same hash', () => {
    expect(deviceWithin(arria, { dsp: '100%', logic: '100%' })).toBe(arria);
    expect(deviceWithin(arria, {})).toBe(arria);
  });

  it('never has more than the device, nor less for a larger budget', () => {
    const percent = fc.integer({ min: 1, max: 100 });
    fc.assert(
      fc.property(percent, percent, (a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((share) =>
          deviceWithin(arria, { logic: `${share}%` }),
        );
        expect(less.logic.count).toBeLessThanOrEqual(more.logic.count);
        expect(more.logic.count).toBeLessThanOrEqual(arria.logic.count);
      }),
    );
  });
});

describe('what takes more than a budget', () => {
  const within = deviceWithin(arria, { dsp: '50%' });
  const report = resourceReport(within, [{ ...component('multipliers'), dsp: 1000 }]);

  it('does not fit, and is told the budget and what it is of', () => {
    expect(report.fits).toBe(false);
    expect(describeOverflow(report)).toBe(
      'does not fit arria10-gx1150: needs 1,000 of 759 DSP block of the budget (50 % of 1,518) (31.8 % over): multipliers 1,000',
    );
  });

  it('has shares of the device all the same', () => {
    expect(report.dsp).toMatchObject({ used: 1000, available: 1518, budget: { most: 759, percent: 50 } });
    expect(report.dsp.percent).toBeCloseTo((100 * 1000) / 1518, 12);
    expect(report.logic.budget).toBeUndefined();
  });
});
