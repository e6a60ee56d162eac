import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Technology, TechnologySchema } from '../../src/energy/technology.ts';
import { ertText } from '../../src/energy/write-ert.ts';
import { BadInput } from '../../src/errors/bad-input.ts';
import { loadTechnology } from '../../src/run/load-config.ts';
import { session } from '../cli/session.ts';
import { technology, technologyNames } from './shipped.ts';

const example = 'examples/energy-table/chip.ert.yaml';
const folder = mkdtempSync(join(tmpdir(), 'ert-'));
const fileOf = (text: string, name = 'table.yaml'): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const readBack = (text: string): Technology => loadTechnology(fileOf(text)).config;

/** The example with some of its tables changed. */
function changed(change: (tables: { name: string; actions: object[] }[]) => unknown): string {
  const file = parse(ertText(exampleTechnology));
  file.ERT.tables = change(file.ERT.tables) ?? file.ERT.tables;
  return fileOf(JSON.stringify(file));
}
const exampleTechnology = loadTechnology(example).config;

const energy = fc.double({ min: 0, max: 1e6, noNaN: true }).map((value) => value + 0);
/** A shipped technology with other energies in all its entries. */
const anyTechnology: fc.Arbitrary<Technology> = fc
  .tuple(fc.constantFrom(...technologyNames), fc.array(energy, { minLength: 40, maxLength: 40 }))
  .map(([name, energies]) => {
    let at = 0;
    const withEnergies = (value: unknown): unknown => {
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value).map(([field, inner]) => [
          field,
          ['base', 'perBit', 'value'].includes(field) ? energies[at++ % 40] : withEnergies(inner),
        ]),
      );
    };
    const { entries, fabric, ...rest } = technology(name);
    return TechnologySchema.parse({
      ...rest,
      entries: withEnergies(entries),
      fabric: withEnergies(fabric),
    });
  });

describe('an energy reference table', () => {
  it.each(technologyNames)('of %s is read back as it was', (name) => {
    expect(readBack(ertText(technology(name)))).toEqual(technology(name));
  });

  it('of any technology is read back to the last bit of its energies', () => {
    const property = fc.property(anyTechnology, (tech) => {
      expect(readBack(ertText(tech))).toEqual(tech);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('has the tables, actions and picojoules of the format', () => {
    const { ERT } = parse(ertText(technology('asic-45nm')));
    expect(ERT.version).toBe(0.4);
    expect(ERT.tables[3]).toEqual({
      name: 'asic-45nm.mac',
      actions: [{ name: 'mac_random', arguments: null, energy: 0.8 }],
    });
    expect(ERT.tables[0].actions.map(({ name }: { name: string }) => name)).toEqual([
      'read',
      'read_bit',
      'write',
      'write_bit',
    ]);
  });

  it('leaves out what an FPGA charges through logic, and has tables of its fabric', () => {
    const { ERT } = parse(ertText(technology('fpga-20nm')));
    const names = ERT.tables.map(({ name }: { name: string }) => name.split('.').at(-1));
    expect(names).not.toContain('adder_tree');
    expect(names).toEqual(expect.arrayContaining(['fabric', 'distributed_memory']));
  });

  it('is printed by bbsim list --ert', async () => {
    const { code, out } = await session('list', '--ert', 'fpga-20nm');
    expect(code).toBe(0);
    expect(readBack(out)).toEqual(technology('fpga-20nm'));
  });
});

describe('an energy reference table of somebody else', () => {
  it('drives a run by its own numbers', async () => {
    const { code, out } = await session(
      ...['run', 'tiny', '--no-values', '--set', `technology=${example}`, '--format', 'json'],
    );
    expect(code).toBe(0);
    const { energy: found, actions } = JSON.parse(out);
    expect(found.technology).toBe('chip.ert');
    const pj = (name: string) => {
      const { count, energyUj } = actions.find((action: { name: string }) => action.name === name);
      return (1e6 * energyUj) / count;
    };
    expect(pj('weightReadBits')).toBeCloseTo(12.8 / 64, 9);
    expect(pj('bufferReads')).toBeCloseTo(1.6, 9);
    expect(pj('registerWrites')).toBeCloseTo(2.4, 9);
    expect(pj('multiplies')).toBeCloseTo(1.25, 9);
    expect(pj('elementAdds')).toBeCloseTo(0.5, 9);
    expect(pj('elementMultiplies')).toBeCloseTo(1.25, 9);
    expect(pj('activations')).toBeCloseTo(3.5, 9);
    expect(found.staticUj).toBe(0);
  });

  it('gives an off-chip bit its share of an access', () => {
    expect(exampleTechnology.entries.dramBits.value).toBe(8);
  });

  it('adds in the adder tree as part of a multiply-accumulate, unless it has one', () => {
    expect(exampleTechnology.entries.treeAdds).toMatchObject({ value: 0 });
    expect(exampleTechnology.entries.elementAdds).toMatchObject({ value: 0.5 });
    const text = readFileSync(example, 'utf8');
    const added = text.replace('chip.vector_unit.element_adder', 'chip.vector_unit.adder');
    expect(readBack(added).entries.treeAdds).toMatchObject({ value: 0.5 });
  });

  const drop = (name: string) =>
    changed((tables) => tables.filter((table) => !table.name.endsWith(`.${name}`)));
  it.each([
    [
      'no table of a crossbar',
      () => drop('crossbar'),
      /expected table crossbar or .* action transfer_random/,
    ],
    ['no off-chip memory', () => drop('DRAM'), /expected table DRAM or .* with action read/],
    [
      'an unknown table',
      () =>
        changed((tables) => [...tables, { name: 'chip.teleporter', actions: [{ name: 'read', energy: 1 }] }]),
      /table "chip.teleporter": unknown table, expected one of weight_memory/,
    ],
    [
      'an unknown action',
      () => changed((tables) => void tables[3].actions.push({ name: 'divide', energy: 1 })),
      /mac": unknown action "divide", expected one of mac_random/,
    ],
    [
      'a table twice',
      () => changed((tables) => [...tables, tables[0]]),
      /weight_memory": a second table of this name/,
    ],
    [
      'a negative energy',
      () => changed((tables) => void Object.assign(tables[0].actions[0], { energy: -1 })),
      /ERT\.tables\.0\.actions\.0\.energy: /,
    ],
    [
      'an energy that is text',
      () => changed((tables) => void Object.assign(tables[0].actions[0], { energy: 'much' })),
      /energy: expected a number, found "much"/,
    ],
    ['no tables', () => changed(() => []), /ERT\.tables/],
    [
      'a table of no actions',
      () => changed((tables) => void Object.assign(tables[0], { actions: [] })),
      /ERT\.tables\.0/,
    ],
    ['another version', () => fileOf('ERT: {version: 9, tables: [{name: a, actions: []}]}'), /version/],
    ['a list in the place of the table', () => fileOf('ERT: []'), /ERT: expected a mapping/],
    [
      'an unknown field of ours',
      () => fileOf(ertText(exampleTechnology).replace('operandBits: 16', 'operandBits: 16\n  voltages: 3')),
      /bbsim.*voltages/,
    ],
  ])('with %s is refused by its place', (_what, make, message) => {
    const path = make();
    expect(() => loadTechnology(path)).toThrow(BadInput);
    expect(() => loadTechnology(path)).toThrow(message);
  });
});
