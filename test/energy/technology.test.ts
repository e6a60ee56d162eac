import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { MarkSchema } from '../../src/energy/mark.ts';
import { type EnergyEntriesSchema, TechnologySchema } from '../../src/energy/technology.ts';
import { noActions } from '../../src/hw/accounts/actions.ts';
import { technology, technologyNames, text } from './shipped.ts';

type Action = keyof typeof EnergyEntriesSchema.shape;
const actions = Object.keys(noActions()) as Action[];

describe('a technology file', () => {
  it('ships for three FPGA nodes and one ASIC node', () => {
    expect(technologyNames).toEqual(['asic-45nm', 'fpga-16nm', 'fpga-20nm', 'fpga-28nm']);
  });

  it.each(technologyNames)('%s charges every action that the hardware counts', (name) => {
    expect(Object.keys(technology(name).entries).sort()).toEqual([...actions].sort());
    expect(technology(name).name).toBe(name);
  });

  it.each(technologyNames)('%s names its schema on its first line and calls no figure calibrated', (name) => {
    const schema = '# yaml-language-server: $schema=../schemas/technology.schema.json\n';
    expect(text('technology', name).startsWith(schema)).toBe(true);
    for (const entry of Object.values(technology(name).entries))
      if (entry !== 'logic') expect(entry.mark).not.toBe('calibrated');
  });

  it.each(actions)('without %s is refused, with the place', (action) => {
    const file = parse(text('technology', 'fpga-20nm'));
    delete file.entries[action];
    const { error } = TechnologySchema.safeParse(file);
    expect(error?.issues.map(({ path }) => path)).toEqual([['entries', action]]);
  });

  it.each([
    ['an action that nothing counts', { teleports: { value: 1 } }],
    ['a word without an energy per bit', { bufferReads: { perBit: undefined } }],
    ['bits that scale with the operand bits again', { weightReadBits: { scaling: 'bits' } }],
    ['another unit', { multiplies: { unit: 'nJ' } }],
    ['a negative energy', { multiplies: { value: -1 } }],
    ['a negative energy of an access', { bufferReads: { base: -1 } }],
    ['a figure for operands that never change', { multiplies: { atToggle: 0 } }],
    ['an unknown mark', { multiplies: { mark: 'measured' } }],
    ['an empty source', { multiplies: { source: '' } }],
  ])('with %s is refused', (_what, change) => {
    const file = parse(text('technology', 'fpga-20nm'));
    for (const [action, entry] of Object.entries(change)) {
      file.entries[action] = { ...file.entries[action], ...entry };
    }
    expect(TechnologySchema.safeParse(file).success).toBe(false);
  });
});

describe('a technology', () => {
  it('without a fabric has no logic to charge', () => {
    const file = { ...parse(text('technology', 'fpga-20nm')), fabric: null };
    const { error } = TechnologySchema.safeParse(file);
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([
      'entries.treeAdds',
      'entries.crossbarTransfers',
      'entries.elementAdds',
    ]);
  });

  it('says by how much a figure of every mark may be off, and no toggle rate outside its interval', () => {
    const file = parse(text('technology', 'fpga-20nm'));
    expect(Object.keys(file.bounds).sort()).toEqual([...MarkSchema.options].sort());
    const { derived: _, ...fewer } = file.bounds;
    expect(TechnologySchema.safeParse({ ...file, bounds: fewer }).success).toBe(false);
    const toggleRate = { ...file.toggleRate, value: 0.6 };
    expect(TechnologySchema.safeParse({ ...file, toggleRate }).success).toBe(false);
  });
});

describe('the FPGA technologies', () => {
  // 14 nm and 0.85 V are those of the vendor table behind all three files.
  it.each([
    ['fpga-20nm', (20 / 14) * (0.9 / 0.85) ** 2],
    ['fpga-28nm', (28 / 14) * (1 / 0.85) ** 2],
    ['fpga-16nm', 16 / 14],
  ])('%s is the vendor table at 14 nm times node and voltage squared', (name, factor) => {
    const halfAlm = (18 / (800e3 * 312e6)) * 1e12;
    const multiplier = ((5 / (2300 * 500e6)) * 1e12) / 2;
    // Of a half-ALM and cycle clocks take 14 parts of 90, for two flip-flops.
    const clocks = 14 / (14 + 16 + 60);
    const { entries, fabric } = technology(name);
    const found = [
      [entries.weightReadBits.base, 2.3 - (5 * (3.2 - 2.3)) / 15],
      [entries.weightReadBits.perBit, (3.2 - 2.3) / 15],
      [entries.multiplies.value, multiplier],
      [entries.elementMultiplies.value, multiplier],
      [entries.activations.value, multiplier],
      [fabric!.clockTree.value, (clocks * halfAlm) / 2],
      [fabric!.logic.value, (1 - clocks) * halfAlm],
      [fabric!.distributedMemory.perBit, halfAlm],
    ];
    for (const [value, base] of found) expect(Math.abs(value / (base * factor) - 1)).toBeLessThan(0.005);
  });

  it.each(['fpga-20nm', 'fpga-28nm', 'fpga-16nm'])('%s leaves static power to the device', (name) => {
    expect(technology(name).staticPowerW).toBe('device');
  });
});
