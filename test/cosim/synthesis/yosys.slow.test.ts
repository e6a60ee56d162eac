import { describe, expect, it } from 'vitest';
import { mapBlock } from '../../../src/cosim/synthesis/map-block.ts';
import { synthesise, yosysVersion } from '../../../src/cosim/synthesis/synthesise.ts';

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
    expect(await synthesise({ ...size, kind: 'bbs' }, 'path')).toMatchObject({
      logic: 348,
      flipFlops: 491,
      dsp: 4,
      ram: 5,
    });
  });

  it('on PATH finds the committed cells of either circuit of an arbiter again', async ({ skip }) => {
    if ((await yosysVersion()) !== '0.23') return skip('yosys 0.23 is not on PATH');
    const four = { LANES: 4, BANKS: 4, BANK_BITS: 2, ADDRESS_BITS: 5, PORTS: 1, ROTATING: 0 };
    const logicOf = async (more: object) =>
      (await mapBlock({ module: 'csr_arbiter', parameters: { ...four, ...more } }, 'xc7')).logic;
    expect([await logicOf({}), await logicOf({ TREE: 1 })]).toEqual([96, 81]);
  });
});
