import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { placedCircuits, seedsOf } from '../../../src/cosim/placement/circuits.ts';
import { fitDelays, fittedDelayNs, heldOutErrors } from '../../../src/cosim/placement/delay-fit.ts';
import { mappedPaths } from '../../../src/cosim/placement/mapped-path.ts';
import { estimatePes } from '../../../src/cosim/placement/pe-estimate.ts';
import { readPlacedPath } from '../../../src/cosim/placement/placed-path.ts';
import { placedTableText, readPlacedTable } from '../../../src/cosim/placement/placed-table.ts';
import { wrapperText } from '../../../src/cosim/placement/wrapper.ts';
import { costs } from '../../energy/shipped.ts';

const path = new URL('../../../configs/technology/placed-delays.csv', import.meta.url);
const text = readFileSync(path, 'utf8');
const rows = readPlacedTable(text, 'placed-delays.csv');
const circuits = mappedPaths(rows);
const singles = circuits.filter(({ stage }) => stage !== 'PE');
const fit = fitDelays(singles);

describe('the table of placed delays', () => {
  it('has every circuit with its seeds, in order, and reads back as it is written', () => {
    expect(rows.map(({ stage, variant, size, seed }) => [stage, variant, size, seed])).toEqual(
      placedCircuits.flatMap((circuit) =>
        seedsOf(circuit).map((seed) => [circuit.stage, circuit.variant, circuit.size, seed]),
      ),
    );
    expect(placedTableText(rows)).toBe(text);
  });

  it('accounts for every path: its parts are its delay, but for rounding', () => {
    for (const { clockToOutNs, logicNs, carryNs, routingNs, setupNs, delayNs } of rows)
      expect(Math.abs(clockToOutNs + logicNs + carryNs + routingNs + setupNs - delayNs)).toBeLessThan(0.03);
  });

  it('names the line and the column that are wrong', () => {
    expect(() => readPlacedTable('stage\n', 'x.csv')).toThrow('x.csv, line 1: expected stage,variant');
    const [head, first] = text.split('\n');
    const bad = first.replace(/^([^,]*,[^,]*),\d+/, '$1,many');
    expect(() => readPlacedTable(`${head}\n${bad}`, 'x.csv')).toThrow(
      'x.csv, line 2, size: expected a number, found many',
    );
    expect(() => readPlacedTable(`${head}\na,b`, 'x.csv')).toThrow('x.csv, line 2: 2 fields, expected 15');
  });
});

describe("the router's report", () => {
  const segment = (type: string, delay: number, from: string, to: string) => ({
    type,
    delay,
    from: { port: from },
    to: { port: to },
  });
  const report = (path: readonly object[]) =>
    JSON.stringify({
      critical_paths: [
        { from: '<async>', to: 'posedge clk', path: [] },
        { from: 'posedge clk', to: 'posedge clk', path },
      ],
      utilization: { ICESTORM_LC: { used: 40 } },
    });

  it('is split into logic, carry chain and wires; the look-up table of the last register is a level', () => {
    const path = [
      segment('clk-to-q', 0.5, 'CLK', 'O'),
      segment('routing', 0.6, 'O', 'I1'),
      segment('logic', 0.3, 'I1', 'COUT'),
      segment('routing', 0, 'COUT', 'CIN'),
      segment('logic', 0.1, 'CIN', 'COUT'),
      segment('routing', 0.2, 'COUT', 'I3'),
      segment('logic', 0.3, 'I3', 'O'),
      segment('routing', 0.7, 'O', 'I0'),
      segment('setup', 0.4, 'I0', 'I0'),
    ];
    const { delayNs, carryNs, ...counts } = readPlacedPath(report(path));
    expect(delayNs).toBeCloseTo(3.1);
    expect(carryNs).toBeCloseTo(0.6);
    expect(counts).toMatchObject({ levels: 2, carryBits: 2, hops: 2, logicNs: 0.3, setupNs: 0.4, cells: 40 });
  });

  it('is an error without a path between registers', () => {
    expect(() => readPlacedPath(JSON.stringify({ critical_paths: [], utilization: {} }))).toThrow(
      'no path between registers',
    );
  });
});

describe('a circuit between registers', () => {
  it('has each port on bits of its own', () => {
    const [bank] = placedCircuits;
    const text = wrapperText(bank);
    expect(text).toContain('.read(given[0:0]), .address(given[8:1]), .write(given[9:9])');
    expect(text).toContain('.write_data(given[33:18]), .data(made[15:0])');
  });
});

describe('what is fitted to single circuits', () => {
  it('gives back delays that follow the form exactly', () => {
    const made = singles.map((row) => ({
      ...row,
      clockToOutNs: row === singles[0] ? 2 : 0.5,
      logicNs: row.levels * 0.4 - 0.1,
      setupNs: 0.1,
      carryNs: row.carryBits * 0.15,
      routingNs:
        row.hops * (0.2 + 0.1 * Math.log2(row.cells)) +
        (row.stage === 'broadcast' ? 0.05 * Math.log2(row.size) : 0),
    }));
    const found = fitDelays(made);
    const expected = {
      clockToOutNs: 0.5,
      ramToOutNs: 2,
      levelNs: 0.4,
      carryBitNs: 0.15,
      hopNs: 0.2,
      hopPerDoublingNs: 0.1,
      fanOutPerDoublingNs: 0.05,
    };
    for (const [name, value] of Object.entries(expected))
      expect(found[name as keyof typeof found], name).toBeCloseTo(value, 9);
    const steps = { levels: 2, carryBits: 8, hops: 3 };
    // 2 + 2 x 0.4 + 8 x 0.15 + 3 x (0.2 + 0.1 x 5) + 0.05 x 4
    expect(fittedDelayNs(steps, { cells: 32, fromRam: true, fanOut: 16 }, found)).toBeCloseTo(6.3, 9);
  });

  it('says that wires get longer as circuits grow', () => {
    expect(fit.hopPerDoublingNs).toBeGreaterThan(0);
  });

  it('meets circuits that are held out within 15 % on average, and within 45 % each', () => {
    const errors = heldOutErrors(singles).map(({ errorPercent }) => Math.abs(errorPercent));
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(15);
    expect(Math.max(...errors)).toBeLessThan(45);
  });
});

describe('what wires add to a level of the clock model for every doubling of the lanes', () => {
  it('is, of a level, what arbiters and crossbars placed at four and eight lanes say', () => {
    const cellsAt = (size: number) =>
      singles
        .filter((row) => /^(arbiter|crossbar)$/.test(row.stage) && row.size === size)
        .map(({ cells }) => cells);
    const doublings = (cells: readonly number[]) =>
      cells.reduce((sum, one) => sum + Math.log2(one), 0) / cells.length;
    const [four, eight] = [doublings(cellsAt(4)), doublings(cellsAt(8))];
    const level = fit.levelNs + fit.hopNs + fit.hopPerDoublingNs * four;
    const share = (fit.hopPerDoublingNs * (eight - four)) / level;
    for (const { level, spread } of Object.values(costs.stages.families))
      expect(spread.value).toBeCloseTo(share * level.value, 3);
  });
});

describe('PEs that are placed as a whole, against the fit to single circuits', () => {
  const errors = (hasArbiter: boolean) =>
    estimatePes(circuits, fit, hasArbiter)
      .filter(({ variant }) => variant !== 'parallel')
      .map(({ variant, lanes, errorPercent }) => ({ pe: `${variant} ${lanes}`, errorPercent }));

  it('are as many times slower with an arbiter as the fit says, within 15 %', () => {
    const four = errors(true);
    expect(four).toHaveLength(4);
    for (const { pe, errorPercent } of four) expect(Math.abs(errorPercent), pe).toBeLessThan(15);
  });

  it('would be more than 20 % off without the levels of the arbiter', () => {
    for (const { pe, errorPercent } of errors(false)) expect(errorPercent, pe).toBeLessThan(-20);
  });
});
