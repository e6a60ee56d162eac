import { describe, expect, it } from 'vitest';
import { type CosimCase, runCase, spmvCase } from '../../src/cosim/cosim-case.ts';
import { simulateSpmv } from '../../src/cosim/simulate-spmv.ts';
import { workloadCases } from '../../src/cosim/workload-cases.ts';
import { WorkloadSchema, workloadShape } from '../../src/lstm/workload.ts';
import { accelerator, balancedMatrix, randomCodes, scaledMatrix } from '../hw/array/arrays.ts';
import { loadedNet } from '../run/requests.ts';
import { platformOf } from '../study/compare/designs.ts';
import { missingTool } from './rtl-tools.ts';

const { layers } = workloadShape(
  WorkloadSchema.parse({ layers: [{ inputs: 13, hidden: 16, projection: 10, peepholes: true }] }),
);

/** The first difference between the RTL and the simulator, or why there is none to be found. */
async function differenceOf(one: CosimCase): Promise<unknown> {
  const result = await runCase(one, 'icarus');
  return 'comparison' in result ? result.comparison.first : result.skipped;
}

describe.skipIf(missingTool('icarus'))('the RTL of a nested model', () => {
  it.each([
    { rows: 13, pes: 4, banks: 4, perBank: 3 },
    { rows: 3, pes: 5, banks: 3, perBank: 3 },
    { rows: 8, pes: 1, banks: 2, perBank: 5, mulLatency: 1 },
  ])('multiplies with the first beats of every row: %j', async ({ rows, pes, banks, perBank, ...timing }) => {
    for (const number of [{}, { weightBits: 8 }]) {
      for (let keepPerBank = 1; keepPerBank <= perBank; keepPerBank++) {
        const config = accelerator({ kind: 'bbs', pes, banks, keepPerBank, number, timing });
        const plain = balancedMatrix(rows, 6 * banks, banks, perBank);
        const matrix = 'weightBits' in number ? scaledMatrix(plain, 1) : plain;
        const simulated = simulateSpmv(config, matrix, randomCodes(6 * banks, 'x'));
        expect(await differenceOf(spmvCase(`${rows} rows`, simulated))).toBeNull();
      }
    }
  });

  it.each([
    { gateMatrix: 'separate', ewop: { style: 'instruction', lanes: 4 }, program: { spmvSlices: 'gate' } },
    { gateMatrix: 'combined', number: { weightBits: 8, weightScale: 'tensor' } },
    { gateMatrix: 'separate', number: { weightBits: 8 } },
  ])('runs the steps of a layer, its products of other depths: %j', async (fields) => {
    for (const keepPerBank of [1, 2]) {
      const platform = platformOf({
        kind: 'bbs',
        pes: 3,
        banks: 3,
        ewop: { lanes: 4 },
        keepPerBank,
        ...fields,
      });
      const request = {
        platform,
        loaded: loadedNet(layers),
        sparsity: 0.4,
        prunes: true,
        steps: 2,
        seed: '1',
      };
      for (const one of workloadCases(request)) expect(await differenceOf(one)).toBeNull();
    }
  });
});
