import { describe, expect, it } from 'vitest';
import { assumptionsOf, type Models } from '../../scripts/validation/assumptions.ts';
import { loadPlatform } from '../../src/run/platform.ts';

const { technology, costs, device } = loadPlatform('bbs');
const models: Models = { technology, costs, device };
const all = assumptionsOf(models, () => false);
const named = (name: string) => {
  const found = all.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${name} is not among ${all.length} assumptions`);
  return found;
};

describe('the assumptions that the headline is tried with', () => {
  it('are all constants that could be otherwise, in the files of all three models', () => {
    expect(named('technology.entries.dramBits').mark).toBe('recalled, unverified');
    expect(named('costs.families.intel.multiplierLogic').mark).toBe('assumption');
    expect(named('device.staticPowerW').mark).toBe('assumption');
    expect(all.filter(({ name }) => name.startsWith('costs.ewop'))).toEqual([]);
  });

  it('change one constant at a time, downwards and upwards, and leave the models alone', () => {
    const { low, high } = named('device.staticPowerW');
    expect(low.device.staticPowerW.value).toBeLessThan(device.staticPowerW.value);
    expect(high.device.staticPowerW.value).toBeGreaterThan(device.staticPowerW.value);
    expect(high.technology).toBe(technology);
    expect({ ...high.device, staticPowerW: device.staticPowerW }).toEqual(device);
    expect(loadPlatform('bbs').device).toEqual(device);
  });

  it('stand at the ends that their file states, where it states them', () => {
    const { toggleRate } = technology;
    const { low, high } = named('technology.toggleRate');
    expect(low.technology.toggleRate).toEqual({ ...toggleRate, value: toggleRate.low });
    expect(high.technology.toggleRate).toEqual({ ...toggleRate, value: toggleRate.high });
  });
});
