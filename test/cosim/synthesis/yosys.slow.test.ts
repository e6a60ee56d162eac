import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mapBlock } from '../../../src/cosim/synthesis/map-block.ts';
import { readMappedBlocks } from '../../../src/cosim/synthesis/mapped-blocks.ts';
import { readMappedTable } from '../../../src/cosim/synthesis/mapped-table.ts';
import { synthesise, yosysVersion } from '../../../src/cosim/synthesis/synthesise.ts';

const table = (name: string) =>
  readFileSync(new URL(`../../../configs/technology/${name}`, import.meta.url), 'utf8');
const size = { family: 'xc7', pes: 1, lanes: 4 } as const;

describe('Yosys on a small SpMV unit', () => {
  it('of npm maps bank-balanced and CSR, and the CSR one is larger', async () => {
    const balanced = await synthesise({ ...size, kind: 'bbs' }, 'npm');
    const compressed = await synthesise({ ...size, kind: 'csr' }, 'npm');
    expect([balanced.dsp, compressed.dsp]).toEqual([4, 4]);
    expect(compressed.logic).toBeGreaterThan(1.3 * balanced.logic);
  });

  it('on PATH finds the committed cells again, if it is the version that made them', async ({ skip }) => {
    if ((await yosysVersion()) !== '0.23') return skip('yosys 0.23 is not on PATH');
    const committed = readMappedTable(table('mapped-cells.csv'), 'mapped-cells.csv');
    const found = await synthesise({ ...size, kind: 'bbs' }, 'path');
    expect(committed).toContainEqual(found);
  });

  it('on PATH finds the committed cells of either circuit of an arbiter again', async ({ skip }) => {
    if ((await yosysVersion()) !== '0.23') return skip('yosys 0.23 is not on PATH');
    const four = { LANES: 4, BANKS: 4, BANK_BITS: 2, ADDRESS_BITS: 5, PORTS: 1, ROTATING: 0 };
    const committed = readMappedBlocks(table('mapped-blocks.csv'), 'mapped-blocks.csv');
    for (const more of [{}, { TREE: 1 }]) {
      const found = await mapBlock({ module: 'csr_arbiter', parameters: { ...four, ...more } }, 'xc7');
      expect(committed).toContainEqual(found);
    }
  });
});
