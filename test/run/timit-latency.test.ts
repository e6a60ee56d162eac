import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openChoices, spentCategories, timitLatencies } from '../../scripts/validation/timit.ts';
import { lowerLayer } from '../../src/lstm/lower-layer.ts';
import { type GateMatrix, recurrentLength } from '../../src/lstm/shape.ts';
import { workloadShape } from '../../src/lstm/workload.ts';
import { loadWorkload } from '../../src/run/load-config.ts';
import { schedule } from '../lstm/program/scoreboard-model.ts';

/** Written by `npx tsx scripts/validation.ts --golden`. */
const golden = JSON.parse(readFileSync(new URL('../golden/timit-latency.json', import.meta.url), 'utf8')) as {
  readonly steps: unknown;
};
const steps = timitLatencies();
const [timit] = workloadShape(loadWorkload('timit').config).layers;

/** k of docs/timing.md section 8 at 87.5 %, and C of section 3, both on 64 x 64. */
const perBank = (cols: number) => Math.max(1, Math.floor(0.125 * Math.ceil(cols / 64) + 0.5));
const spmvCycles = (rows: number, cols: number) => Math.ceil(rows / 64) * perBank(cols) + 4 + 3 + 6;

/** A TIMIT step by the second scoreboard, with SpMVs of the closed form. */
function scheduled(gateMatrix: GateMatrix, lanes: number): number {
  const program = lowerLayer(timit, { style: 'instruction', gateMatrix, spmvSlices: 'gate' });
  const columns = program.matrices.map(({ region }) => program.regions[region].length);
  return schedule(program, {
    banks: 64,
    lanes,
    addLatency: 1,
    activationLatency: 2,
    ewMulLatency: 3,
    chaining: false,
    spmvCycles: (matrix, _rowFrom, rows) => spmvCycles(rows, columns[matrix]),
  }).cycles;
}

describe('a TIMIT step on the 64 x 64 design at 200 MHz with vector instructions', () => {
  it('takes the recorded cycles, in the recorded categories', () => {
    expect(steps).toEqual(golden.steps);
  });

  it.each([
    { gateMatrix: 'separate', lanes: 32, cycles: 830, latencyUs: 4.15, error: 72.9 },
    { gateMatrix: 'separate', lanes: 64, cycles: 457, latencyUs: 2.285, error: -4.8 },
    { gateMatrix: 'separate', lanes: 128, cycles: 380, latencyUs: 1.9, error: -20.8 },
    { gateMatrix: 'combined', lanes: 32, cycles: 685, latencyUs: 3.425, error: 42.7 },
    { gateMatrix: 'combined', lanes: 64, cycles: 373, latencyUs: 1.865, error: -22.3 },
    { gateMatrix: 'combined', lanes: 128, cycles: 268, latencyUs: 1.34, error: -44.2 },
  ])(
    '$gateMatrix gate matrices, $lanes lanes: $cycles cycles, $latencyUs us, $error % from the published 2.40 us (recalled)',
    ({ gateMatrix, lanes, cycles, latencyUs, error }) => {
      const step = steps.find((one) => one.gateMatrix === gateMatrix && one.lanes === lanes);
      expect(step).toMatchObject({ cycles, latencyUs });
      expect(100 * (latencyUs / 2.4 - 1)).toBeCloseTo(error, 1);
    },
  );

  it.each(openChoices)(
    'agrees with a scoreboard written apart: $gateMatrix, $lanes lanes',
    ({ gateMatrix, lanes }) => {
      const step = steps.find((one) => one.gateMatrix === gateMatrix && one.lanes === lanes);
      expect(step?.cycles).toBe(scheduled(gateMatrix, lanes));
    },
  );

  it('keeps what docs/timing.md section 8 says: 64 weights a row for combined, 128 for separate, 128 for the projection', () => {
    const projection = 512 * 64 * perBank(timit.hidden);
    const rows = 4 * timit.hidden;
    const recurrent = recurrentLength(timit);
    const separate = rows * 64 * (perBank(timit.inputs) + perBank(recurrent)) + projection;
    const combined = rows * 64 * perBank(timit.inputs + recurrent) + projection;
    expect(steps.map(({ kept }) => kept)).toEqual([
      separate,
      separate,
      separate,
      combined,
      combined,
      combined,
    ]);
    expect(steps.every(({ padding }) => padding === 0)).toBe(true);
  });

  it('spends its cycles in categories that sum to the total, none of them conflicts, imbalance or weight fetches', () => {
    for (const { cycles, stalls } of steps) {
      expect(Object.values(stalls).reduce((sum, n) => sum + n, 0)).toBe(cycles);
    }
    expect(spentCategories(steps)).toEqual([
      'issue',
      'fill',
      'control',
      'load',
      'ewop',
      'writeBack',
      'dependency',
    ]);
  });
});
