import { expect, it } from 'vitest';
import { hardwareSources } from '../../../src/cosim/bench/rtl-sources.ts';
import { runYosysScript } from '../../../src/cosim/npm-simulator/elaborate.ts';
import { readCells } from '../../../src/cosim/synthesis/mapped-cells.ts';
import { treeLogic } from '../../../src/energy/pe-logic.ts';
import { costs, csr } from '../../energy/shipped.ts';

/** A module mapped by the Yosys of the npm package; two ALUTs are counted as one ALM. */
async function mapped(module: string, parameters: Readonly<Record<string, number>>) {
  const sources = hardwareSources();
  const set = Object.entries(parameters).map(([name, value]) => `-set ${name} ${value}`);
  const script = [
    `read_verilog -sv ${[...sources.keys()].join(' ')}`,
    `chparam ${set.join(' ')} ${module}`,
    `hierarchy -top ${module}`,
    `synth_intel_alm -family cyclonev -top ${module}`,
    'tee -o cells.txt stat',
  ].join('\n');
  const { files } = await runYosysScript(`${script}\n`, sources);
  const { logic, flipFlops } = readCells(String(files['cells.txt']), 'cyclonev');
  return { logic: logic / 2, flipFlops };
}

it.each([
  { lanes: 8, rowsPerCycle: 1 },
  { lanes: 8, rowsPerCycle: 2 },
  { lanes: 16, rowsPerCycle: 2 },
])(
  'what packed rows of $lanes lanes take with $rowsPerCycle result port(s) is estimated above mapped cells, below twice',
  async ({ lanes, rowsPerCycle }) => {
    const widths = { LANES: lanes, WORD_BITS: 16, ACC_BITS: 48, MUL_LATENCY: 3 };
    const plain = await mapped('mac_pipeline', widths);
    const packed = await mapped('packed_mac', { ...widths, ROW_PORTS: rowsPerCycle });
    const parts = await mapped('row_parts', { LANES: lanes, ROW_PORTS: rowsPerCycle });
    const found = {
      logic: packed.logic + parts.logic - plain.logic,
      flipFlops: packed.flipFlops + parts.flipFlops - plain.flipFlops,
    };
    const one = { ...csr, pes: 1, lanes };
    const { intel } = costs.families;
    const without = treeLogic(one, intel);
    const withThem = treeLogic({ ...one, rowPacking: { rowsPerCycle } }, intel);
    for (const part of ['logic', 'flipFlops'] as const) {
      const estimated = withThem[part] - without[part];
      expect(estimated).toBeGreaterThan(found[part]);
      expect(estimated).toBeLessThan(2 * found[part]);
    }
  },
);
