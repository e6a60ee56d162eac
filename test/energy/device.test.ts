import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { DeviceSchema } from '../../src/energy/device.ts';
import { ResourceCostsSchema } from '../../src/energy/resource-costs.ts';
import { device, deviceNames, text } from './shipped.ts';

describe('a device file', () => {
  it.each([
    ['arria10-gx1150', 'ALM', 427_200, 1_708_800, 2713, 1518, 3036],
    ['xcku060', 'LUT', 331_680, 663_360, 1080, 2760, 2760],
    ['xc7vx690t', 'LUT', 433_200, 866_400, 1470, 3600, 3600],
    ['xc7z100', 'LUT', 277_400, 554_800, 755, 2020, 2020],
    ['alveo-u250', 'LUT', 1_728_000, 3_456_000, 2688, 12_288, 12_288],
  ])('%s has its vendor table', (name, unit, logic, flipFlops, ram, dsp, multipliers) => {
    const found = device(name);
    expect(found.name).toBe(name);
    expect(found.logic).toMatchObject({ unit, count: logic });
    expect(found.flipFlops.count).toBe(flipFlops);
    expect(found.ram.count).toBe(ram);
    expect(found.dsp.count).toBe(dsp);
    expect(found.dsp.count * found.dsp.multipliersPerBlock).toBe(multipliers);
  });

  it('ships for five devices, one of them with UltraRAM', () => {
    expect(deviceNames).toEqual(['alveo-u250', 'arria10-gx1150', 'xc7vx690t', 'xc7z100', 'xcku060']);
    expect(deviceNames.filter((name) => device(name).ultraRam)).toEqual(['alveo-u250']);
    expect(device('alveo-u250').ultraRam).toMatchObject({ count: 1280, depth: 4096, width: 72 });
  });

  it.each(deviceNames)('%s names its schema, and can make at most its own logic into memory', (name) => {
    const schema = '# yaml-language-server: $schema=../schemas/device.schema.json\n';
    expect(text('devices', name).startsWith(schema)).toBe(true);
    expect(device(name).distributedRam.maxLogic).toBeLessThan(device(name).logic.count);
  });

  it.each([
    ['an unknown field', { colour: 'green' }, 'colour'],
    [
      'LUTs in an Intel device',
      { logic: { unit: 'LUT', count: 1, source: 'x', mark: 'derived' } },
      'expected ALM',
    ],
    ['no source of a figure', { flipFlops: { count: 4, mark: 'derived' } }, 'flipFlops'],
    ['half a flip-flop', { flipFlops: { count: 0.5, source: 'x', mark: 'derived' } }, 'flipFlops'],
  ])('with %s is refused, naming it', (_what, change, message) => {
    const result = DeviceSchema.safeParse({ ...parse(text('devices', 'arria10-gx1150')), ...change });
    expect(JSON.stringify(result.error?.issues)).toContain(message);
  });

  it('whose aspect ratio holds more bits than a block is refused, naming the aspect ratio', () => {
    const file = parse(text('devices', 'arria10-gx1150'));
    file.ram.widths[1] = { depth: 1024, width: 21, trueDualPort: true };
    const issues = DeviceSchema.safeParse(file).error?.issues;
    expect(issues).toMatchObject([
      { path: ['ram', 'widths', 1], message: 'expected at most 20480 bits, found 1024 x 21' },
    ]);
  });
});

describe('the resource costs', () => {
  it('name their schema and state value, source and mark of every constant', () => {
    const file = text('technology', 'resource-costs');
    expect(file.startsWith('# yaml-language-server: $schema=../schemas/resource-costs.schema.json\n')).toBe(
      true,
    );
    const cost = parse(file);
    delete cost.families.intel.adderBit.logic.source;
    expect(ResourceCostsSchema.safeParse(cost).error?.issues).toMatchObject([
      { path: ['families', 'intel', 'adderBit', 'logic', 'source'] },
    ]);
  });
});
