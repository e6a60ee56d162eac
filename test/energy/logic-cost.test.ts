import { describe, expect, it } from 'vitest';
import { crossbarLogic, peLogic, placeMultipliers } from '../../src/energy/logic-cost.ts';
import { bbs, costs, csr } from './shipped.ts';

/**
 * Cells of an RTL of the SpMV unit after Yosys 0.23 (xc7: LUT; cyclonev: ALUT, the arithmetic ones included): 16-bit operands, 48-bit
 * accumulators, one read port.
 */
const mapped = [
  { family: 'xc7', pes: 1, lanes: 4, kind: 'bbs', logic: 203, flipFlops: 209 },
  { family: 'cyclonev', pes: 1, lanes: 4, kind: 'bbs', logic: 103 + 225, flipFlops: 736 },
  { family: 'xc7', pes: 1, lanes: 4, kind: 'csr', logic: 445, flipFlops: 205 },
  { family: 'cyclonev', pes: 1, lanes: 4, kind: 'csr', logic: 448 + 224, flipFlops: 735 },
  { family: 'xc7', pes: 2, lanes: 8, kind: 'bbs', logic: 534, flipFlops: 549 },
  { family: 'cyclonev', pes: 2, lanes: 8, kind: 'bbs', logic: 206 + 711, flipFlops: 2635 },
  { family: 'xc7', pes: 2, lanes: 8, kind: 'csr', logic: 2603, flipFlops: 589 },
  { family: 'cyclonev', pes: 2, lanes: 8, kind: 'csr', logic: 2796 + 814, flipFlops: 2689 },
  { family: 'xc7', pes: 4, lanes: 16, kind: 'bbs', logic: 1591, flipFlops: 1649 },
  { family: 'cyclonev', pes: 4, lanes: 16, kind: 'bbs', logic: 397 + 2497, flipFlops: 9941 },
  { family: 'xc7', pes: 4, lanes: 16, kind: 'csr', logic: 17_234, flipFlops: 1929 },
  { family: 'cyclonev', pes: 4, lanes: 16, kind: 'csr', logic: 17_790 + 3480, flipFlops: 10_281 },
  { family: 'xc7', pes: 1, lanes: 8, kind: 'bbs', logic: 272, flipFlops: 279 },
  { family: 'cyclonev', pes: 1, lanes: 8, kind: 'bbs', logic: 102 + 360, flipFlops: 1322 },
  { family: 'xc7', pes: 1, lanes: 8, kind: 'csr', logic: 1299, flipFlops: 295 },
  { family: 'cyclonev', pes: 1, lanes: 8, kind: 'csr', logic: 1386 + 407, flipFlops: 1345 },
  { family: 'xc7', pes: 1, lanes: 16, kind: 'bbs', logic: 405, flipFlops: 419 },
  { family: 'cyclonev', pes: 1, lanes: 16, kind: 'bbs', logic: 103 + 631, flipFlops: 2492 },
  { family: 'xc7', pes: 1, lanes: 16, kind: 'csr', logic: 4333, flipFlops: 483 },
  { family: 'cyclonev', pes: 1, lanes: 16, kind: 'csr', logic: 4432 + 870, flipFlops: 2571 },
  { family: 'xc7', pes: 1, lanes: 32, kind: 'bbs', logic: 682, flipFlops: 699 },
  { family: 'cyclonev', pes: 1, lanes: 32, kind: 'bbs', logic: 100 + 1174, flipFlops: 4830 },
] as const;

/** LUTs or ALUTs, and flip-flops, of the formulas for a row of the table. */
function fitted({ family, pes, lanes, kind }: (typeof mapped)[number]) {
  const unit = costs.families[family === 'xc7' ? 'xilinx' : 'intel'];
  const footprint = { ...(kind === 'bbs' ? bbs : csr), pes, lanes };
  const pe = peLogic(footprint, costs, unit);
  const crossbar = crossbarLogic(footprint, costs, unit);
  const cellsPerUnit = family === 'xc7' ? 1 : 2; // two ALUTs per ALM
  return {
    logic: (pe.logic + crossbar.logic) * cellsPerUnit,
    flipFlops: pe.flipFlops + crossbar.flipFlops,
  };
}

const percent = (ours: number, theirs: number) => `${((ours / theirs - 1) * 100).toFixed(1)} %`;

describe('the fitted logic of the SpMV unit, with its residuals', () => {
  const rows = mapped.map((row) => {
    const fit = fitted(row);
    return {
      design: `${row.family} ${row.pes} x ${row.lanes} ${row.kind}`,
      kind: row.kind,
      logic: `${fit.logic.toFixed(0)} for ${row.logic}: ${percent(fit.logic, row.logic)}`,
      flipFlops: `${fit.flipFlops.toFixed(0)} for ${row.flipFlops}: ${percent(fit.flipFlops, row.flipFlops)}`,
      logicRatio: fit.logic / row.logic,
      flipFlopRatio: fit.flipFlops / row.flipFlops,
    };
  });

  it.each(rows)('$design: logic $logic, flip-flops $flipFlops', ({ kind, logicRatio, flipFlopRatio }) => {
    expect(Math.abs(logicRatio - 1)).toBeLessThan(kind === 'bbs' ? 0.03 : 0.1);
    expect(Math.abs(flipFlopRatio - 1)).toBeLessThan(0.06);
  });

  it.each(['intel', 'xilinx'] as const)(
    '%s: the CSR PE takes about threefold for each doubling of N',
    (family) => {
      const unit = costs.families[family];
      const pe = (lanes: number) => {
        const footprint = { ...csr, pes: 1, lanes };
        return peLogic(footprint, costs, unit).logic + crossbarLogic(footprint, costs, unit).logic;
      };
      for (const lanes of [4, 8]) {
        expect(pe(2 * lanes) / pe(lanes)).toBeGreaterThan(2.5);
        expect(pe(2 * lanes) / pe(lanes)).toBeLessThan(3.5);
      }
    },
  );

  it('has no arbiter and crossbar without arbitration', () => {
    expect(crossbarLogic(bbs, costs, costs.families.intel)).toEqual({ logic: 0, flipFlops: 0 });
  });

  it('a shared buffer needs a crosspoint for each of M x N lanes and N banks, and a second port doubles them', () => {
    const { intel } = costs.families;
    const shared = { ...csr, kind: 'csr-shared', sharedBuffer: true, pes: 4, lanes: 8 } as const;
    const { logic } = crossbarLogic(shared, costs, intel);
    expect(logic).toBeCloseTo(intel.crossbarCrosspoint.logic.value * 4 * 8 * 8, 9);
    expect(crossbarLogic({ ...shared, ports: 2 }, costs, intel).logic).toBeCloseTo(2 * logic, 9);
  });
});

describe('multipliers', () => {
  const dsp = {
    unit: 'DSP',
    count: 5,
    multipliersPerBlock: 2,
    note: '',
    source: 'x',
    mark: 'assumption',
  } as const;
  it.each([
    { counts: [10], use: { dsp: 5, logic: 0 } },
    { counts: [11], use: { dsp: 5, logic: 100 } },
    { counts: [3, 2], use: { dsp: 3, logic: 0 } },
    { counts: [9, 2], use: { dsp: 5, logic: 200 } },
    { counts: [0, 4], use: { dsp: 2, logic: 0 } },
  ])('in groups of $counts on five blocks of two', ({ counts, use }) => {
    const groups = counts.map((count) => ({ count, logicEach: 100 }));
    expect(placeMultipliers(groups, dsp, 5)).toEqual(use);
  });
});
