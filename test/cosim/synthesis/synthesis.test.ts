import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCells } from '../../../src/cosim/synthesis/mapped-cells.ts';
import { mappedTableText, readMappedTable } from '../../../src/cosim/synthesis/mapped-table.ts';
import { synthesisScript, synthesisSizes } from '../../../src/cosim/synthesis/sizes.ts';

const path = new URL('../../../configs/technology/mapped-cells.csv', import.meta.url);

describe('what Yosys counts', () => {
  const stat = [
    '   Number of cells:                  9',
    '     LUT6                            9',
    '=== pe_array ===',
    '   Number of cells:               2012',
    '     $scopeinfo                      4',
    '     CARRY4                         58',
    '     DSP48E1                         4',
    '     FDRE                          490',
    '     FDSE                            1',
    '     INV                            84',
    '     LUT2                          232',
    '     LUT6                          116',
    '     MUXF7                          34',
    '     RAMB18E1                        4',
    '     RAMB36E1                        3',
    '',
  ].join('\n');

  it('is read from the count of the whole design, the last; a RAMB18 is half a block', () => {
    expect(readCells(stat, 'xc7')).toEqual({ logic: 348, carry: 58, flipFlops: 491, dsp: 4, ram: 5 });
  });

  it('counts arithmetic ALUTs with the others, and no memories where they were left out', () => {
    const intel =
      'Number of cells: 9\n  MISTRAL_ALUT2  3\n  MISTRAL_ALUT_ARITH  5\n  MISTRAL_FF  7\n  MISTRAL_MUL18X18  2\n  MISTRAL_M10K  1\n';
    expect(readCells(intel, 'cyclonev')).toEqual({ logic: 8, carry: 5, flipFlops: 7, dsp: 2, ram: 1 });
    expect(readCells(intel, 'cyclone10gx').ram).toBeNull();
  });

  it('is an error when there is nothing', () => {
    expect(() => readCells('ERROR: no', 'xc7')).toThrow('counted no cells');
  });
});

describe('the table of mapped cells', () => {
  const text = readFileSync(path, 'utf8');
  const sizes = readMappedTable(text, 'mapped-cells.csv');

  it('has every size, in order, and reads back as it is written', () => {
    expect(sizes.map(({ family, kind, pes, lanes }) => ({ family, kind, pes, lanes }))).toEqual(
      synthesisSizes,
    );
    expect(mappedTableText(sizes)).toBe(text);
  });

  it('uses M x N multipliers in all families', () => {
    for (const { dsp, pes, lanes } of sizes) expect(dsp).toBe(pes * lanes);
  });

  it('shows the cost of the arbiter and the crossbar: more than fourfold the logic at N = 16', () => {
    const logic = (kind: string) =>
      sizes.find((size) => size.family === 'xc7' && size.kind === kind && size.pes === 1 && size.lanes === 16)
        ?.logic ?? 0;
    expect(logic('csr') / logic('bbs')).toBeGreaterThan(4);
  });

  it.each([
    ['kind,family\n', 'line 1: expected family,kind'],
    [text.replace('xc7,bbs', 'xc9,bbs'), 'line 2: unknown family or kind: xc9'],
    [text.replace('xc7,bbs,1', 'xc7,bbs,one'), 'line 2, pes: expected a count, found one'],
    [text.replace(/,yosys 0\.23/, ''), 'line 2: 9 fields, expected 10'],
  ])('refuses what is not one', (wrong, message) => {
    expect(() => readMappedTable(wrong, 't.csv')).toThrow(message);
  });
});

describe('the script of a size', () => {
  it('makes the port of the host as wide as a beat, or the upper lanes would have no weights', () => {
    const script = synthesisScript({ family: 'xc7', kind: 'csr', pes: 1, lanes: 16 }, ['a.sv']);
    expect(script).toContain('-set BANKS 16');
    expect(script).toContain(`-set HOST_BITS ${16 * (16 + 8 + 1 + 4) + 1}`);
  });
});
