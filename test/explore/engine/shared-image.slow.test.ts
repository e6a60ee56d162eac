import { describe, expect, it } from 'vitest';
import { explainMissing } from '../../../src/hw/array/kinds/index.ts';
import { loadModel } from '../../../src/run/load-model.ts';
import { metricsOf } from '../../../src/run/metrics.ts';
import { loadPlatform } from '../../../src/run/platform.ts';
import { runModel } from '../../../src/run/run-model.ts';
import { folder, rowsOf, run, specIn } from './specs.ts';

const fields = [
  'weights',
  'pes',
  'banks',
  'ports',
  'rowOrder',
  'arbiter',
  'gateMatrix',
  'clockMhz',
  'timing.mulLatency',
  'timing.bankOutputRegister',
  'timing.crossbarRegister',
  'ewop.lanes',
  'ewop.style',
  'program.spmvSlices',
  'dram.gbPerS',
  'dram.latencyNs',
  'number.bits',
  'workload.sparsity',
];

const spec = `
name: everything
accelerators:
  - {use: bbs, set: {number.fractionBits: 5}}
  - {use: csr, set: {number.fractionBits: 5}}
  - {use: csr-shared, set: {number.fractionBits: 5}}
  - {use: dense, set: {number.fractionBits: 5}}
  - {use: banked, set: {number.fractionBits: 5}}
  - {use: replicated, set: {number.fractionBits: 5}}
workloads: [tiny]
axes:
  - {field: weights, values: [resident, streamed, auto]}
  - {field: pes, values: [1, 2, 3, 8]}
  - {field: banks, values: [2, 4, 8]}
  - {field: ports, values: [1, 2]}
  - {field: rowOrder, values: [natural, balanced]}
  - {field: arbiter, values: [fixed, rotating]}
  - {field: gateMatrix, values: [separate, combined]}
  - {field: clockMhz, values: [20, 66]}
  - {field: timing.mulLatency, values: [1, 3]}
  - {field: timing.bankOutputRegister, values: [0, 1]}
  - {field: timing.crossbarRegister, values: [0, 1]}
  - {field: ewop.lanes, values: [4, 16]}
  - {field: ewop.style, values: [chained, instruction]}
  - {field: program.spmvSlices, values: [matrix, gate]}
  - {field: dram.gbPerS, values: [0.5, 20]}
  - {field: dram.latencyNs, values: [10, 200]}
  - {field: number.bits, values: [8, 16]}
  - {field: workload.sparsity, values: [0.5, 0.8]}
sampling: {method: random, points: 20, seed: 1}
`;

/** One value for each field that decides the image of the weights. */
const ofOneImage = ['banks', 'gateMatrix', 'number.bits', 'workload.sparsity'].reduce(
  (text, field) => text.replace(new RegExp(`(field: ${field}, values: \\[)([^,]*),[^\\]]*`), '$1$2'),
  spec,
);

describe('points that share weights, memory images and SpMV times', () => {
  it.each([
    { name: 'whatever they differ in', text: spec },
    { name: 'when all of an accelerator have one memory image', text: ofOneImage },
  ])('have the results that each has by itself, $name', async ({ text }) => {
    const dir = folder();
    const { counts } = await run(specIn(dir, text), dir);
    expect(counts).toEqual({ ok: 120, infeasible: 0, failed: 0 });
    for (const row of await rowsOf(dir)) {
      const kind = String(row.accelerator);
      const own = fields.filter((field) => explainMissing(field.split('.'), { kind }) === null);
      const sets = [...own.map((field) => `${field}=${row[field]}`), 'number.fractionBits=5'];
      const { result } = runModel({
        platform: loadPlatform(kind, sets),
        loaded: loadModel({ workload: 'tiny', sets, weights: null, prefix: null, seed: '1' }),
        steps: null,
        sparsity: null,
        prunes: true,
        files: null,
        hasValues: false,
        mustFit: true,
        seed: '1',
      });
      expect(row).toMatchObject(metricsOf(result));
    }
  });
});
