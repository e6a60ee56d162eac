import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
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
    for (const action of actions) expect(technology(name).entries[action].mark).not.toBe('calibrated');
  });

  it.each(actions)('without %s is refused, with the place', (action) => {
    const file = parse(text('technology', 'fpga-20nm'));
    delete file.entries[action];
    const { error } = TechnologySchema.safeParse(file);
    expect(error?.issues.map(({ path }) => path)).toEqual([['entries', action]]);
  });

  it.each([
    ['an action that nothing counts', { teleports: { value: 1 } }],
    ['a word counted per bit', { bufferReads: { value: 1, unit: 'pJ', per: 'bit' } }],
    ['bits that scale with the operand bits again', { weightReadBits: { scaling: 'bits' } }],
    ['another unit', { multiplies: { unit: 'nJ' } }],
    ['a negative energy', { multiplies: { value: -1 } }],
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

describe('the FPGA technologies', () => {
  // 14 nm and 0.85 V are those of the vendor table behind all three files.
  it.each([
    ['fpga-20nm', (20 / 14) * (0.9 / 0.85) ** 2],
    ['fpga-28nm', (28 / 14) * (1 / 0.85) ** 2],
    ['fpga-16nm', 16 / 14],
  ])('%s is the vendor table at 14 nm times node and voltage squared', (name, factor) => {
    const halfAlm = (18 / (800e3 * 312e6)) * 1e12;
    const m20kBit = ((16.5 / (4600 * 800e6)) * 1e12) / (2 * 0.7 * 20);
    const multiplier = ((5 / (2300 * 500e6)) * 1e12) / 2;
    const expected: Partial<Record<Action, number>> = {
      weightReadBits: m20kBit,
      weightWriteBits: m20kBit,
      bufferReads: 20 * halfAlm,
      multiplies: multiplier,
      treeAdds: 33.8 * halfAlm,
      crossbarTransfers: 3 * (16 + 8) * halfAlm,
      elementAdds: 16 * halfAlm,
      activations: 2 * 20 * halfAlm + multiplier + 16 * halfAlm,
    };
    for (const [action, base] of Object.entries(expected)) {
      const ratio = technology(name).entries[action as Action].value / (base * factor);
      expect(Math.abs(ratio - 1), action).toBeLessThan(0.005);
    }
  });

  it.each(['fpga-20nm', 'fpga-28nm', 'fpga-16nm'])('%s leaves static power to the device', (name) => {
    expect(technology(name).staticPowerW).toBe('device');
  });
});
