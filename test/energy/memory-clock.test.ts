import { describe, expect, it } from 'vitest';
import { describeOverflow, estimateResources } from '../../src/energy/resources.ts';
import { bbs, costs, device, deviceNames } from './shipped.ts';

const arria10 = device('arria10-gx1150');
const overflowsAt = (fields: object, name = 'arria10-gx1150') =>
  estimateResources({ ...bbs, ...fields }, device(name), costs).overflows.filter(({ resource }) =>
    resource.endsWith('Clock'),
  );

describe('the clock of memories', () => {
  it('is 730 MHz at most in M20K and 700 MHz in MLABs of an Arria 10, and not known of the others', () => {
    expect([arria10.ram.maxMhz, arria10.distributedRam.maxMhz]).toEqual([730, 700]);
    for (const name of deviceNames.filter((other) => other !== 'arria10-gx1150')) {
      expect([device(name).ram.maxMhz, device(name).distributedRam.maxMhz]).toEqual([null, null]);
      expect(overflowsAt({ clockMhz: 5000 }, name)).toEqual([]);
    }
  });

  // Weights are in M20K; a bank of 27 words is in MLABs, one of 33 in M20K.
  it.each([
    { clockMhz: 700, resources: [] },
    { clockMhz: 701, resources: ['distributedRamClock'] },
    { clockMhz: 730, resources: ['distributedRamClock'] },
    { clockMhz: 731, resources: ['ramClock', 'distributedRamClock'] },
    { clockMhz: 350, pump: 2, resources: [] },
    { clockMhz: 351, pump: 2, resources: ['distributedRamClock'] },
    { clockMhz: 365, pump: 2, pes: 8, regionWords: [33], resources: [] },
    { clockMhz: 366, pump: 2, pes: 8, regionWords: [33], resources: ['ramClock'] },
  ])('is looked at in the memory that has it: $clockMhz MHz, pumped $pump', ({ resources, ...fields }) => {
    expect(overflowsAt(fields).map(({ resource }) => resource)).toEqual(resources);
  });

  it('that is too high is named with the memory and the limit, and the design does not fit', () => {
    const report = estimateResources({ ...bbs, pes: 32, clockMhz: 400, pump: 2 }, arria10, costs);
    expect(report.fits).toBe(false);
    expect(describeOverflow(report)).toBe(
      'does not fit arria10-gx1150: needs 800 of 700 MHz of MLAB (14.3 % over)',
    );
  });
});
