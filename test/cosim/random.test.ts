import { describe, expect, it } from 'vitest';
import { runCase } from '../../src/cosim/cosim-case.ts';
import { drawnAccelerator, randomCase } from '../../src/cosim/random-case.ts';
import { RandomDraws } from '../../src/cosim/random-draws.ts';
import { drawShape } from '../../src/cosim/random-layer.ts';
import { rtlKinds } from '../../src/cosim/rtl-shape.ts';
import { buildArray } from '../../src/hw/array/kinds/index.ts';
import { hasScales } from '../../src/num/row-scale.ts';
import { casesOf } from '../drawn.ts';
import { missingTool, runAnywhere } from './rtl-tools.ts';

/** The proof is 500 of them: `bbsim cosim --seed 1 --cases 500`. */
const CASES = casesOf(5, 50);

/** Steps of GRUs: the styles, the rules of the reset, and separate and combined matrices. */
const GRUS = [6, 72, 38, 36, 113, 64, 85, 84, 112, 128, 133, 135, 150, 155].slice(0, casesOf(4, 14));

/** Chained steps of a GRU and of an LSTM, and one of vector instructions, built by the other compiler. */
const VERILATED = [6, 12, 13].slice(0, casesOf(0, 3));

const isPowerOfTwo = (count: number) => Number.isInteger(Math.log2(count));

/** Accelerators of the first cases, of all kinds or one. */
const accelerators = (cases: number, kind: string | null) =>
  Array.from({ length: cases }, (_, index) => drawnAccelerator('1', index, kind).config);

describe('random designs', () => {
  const lanesOf = (cases: number, kind: string | null) => accelerators(cases, kind).map(({ banks }) => banks);

  it('have any number of lanes from 2 to 24', () => {
    const all = new Set(lanesOf(300, null));
    expect([...all].sort((a, b) => a - b)).toEqual(Array.from({ length: 23 }, (_, i) => i + 2));
  });

  it('are of every kind within 30 cases, with lanes that are odd, even and powers of two', () => {
    expect(new Set(accelerators(30, null).map(({ kind }) => kind)).size).toBe(rtlKinds.length);
    for (const { kind } of rtlKinds) {
      const lanes = lanesOf(30, kind);
      expect(lanes.some((count) => count % 2 === 1)).toBe(true);
      expect(lanes.some((count) => count % 2 === 0 && !isPowerOfTwo(count))).toBe(true);
      expect(lanes.some(isPowerOfTwo)).toBe(true);
    }
  });

  it('are not all of powers of two where few are run', () => {
    const lanes = lanesOf(CASES, null);
    expect(lanes.some((count) => count % 2 === 1)).toBe(true);
    expect(lanes.some((count) => count % 2 === 0 && !isPowerOfTwo(count))).toBe(true);
  });

  it('are of GRUs about once in four steps, of both rules of the reset', () => {
    const shapes = Array.from({ length: 400 }, (_, k) => drawShape(new RandomDraws(`sizes ${k}`), String(k)));
    const grus = shapes.filter((shape) => shape.kind === 'gru');
    expect(Math.abs(grus.length - 100)).toBeLessThan(30);
    const after = grus.filter(({ resetAfter }) => resetAfter).length;
    expect(Math.abs(after - grus.length / 2)).toBeLessThan(20);
  });

  it('are steps of GRUs in both styles with both rules where they are named', () => {
    const names = GRUS.map((index) => randomCase('1', index, null).name);
    for (const style of ['chained', 'instruction']) {
      for (const reset of ['before', 'after'])
        expect(names.some((name) => name.match(`^GRU .* ${style}, .*, reset ${reset}`))).toBe(true);
    }
  });

  it('have int8 weights in a quarter of the cases, with scales by row and by matrix in every kind', () => {
    const scaled = (cases: number, kind: string | null) =>
      accelerators(cases, kind).filter(({ number }) => hasScales(number));
    expect(scaled(300, null).length / 300).toBeCloseTo(0.25, 1);
    expect(scaled(CASES, null)).not.toEqual([]);
    for (const { kind } of rtlKinds)
      expect(new Set(scaled(30, kind).map(({ number }) => number.weightScale)).size).toBe(2);
  });

  it('share any number of banks, and copy vector buffers as often as divides the lanes', () => {
    const shared = accelerators(100, 'csr-shared').map(buildArray);
    expect(shared.some(({ bufferBanks, config }) => bufferBanks === config.banks)).toBe(true);
    expect(shared.some(({ bufferBanks }) => bufferBanks > 24 && !isPowerOfTwo(bufferBanks))).toBe(true);
    const copied = accelerators(100, 'csr').map(buildArray);
    expect(copied.every(({ vectorCopies, config }) => config.banks % vectorCopies === 0)).toBe(true);
    expect(copied.some(({ vectorCopies }) => !isPowerOfTwo(vectorCopies))).toBe(true);
  });
});

describe.concurrent('simulator and RTL, random designs and data', () => {
  it('run under Icarus where it is installed', () => {
    // Throws where the tools are required.
    expect(typeof (missingTool('icarus') ?? 'installed')).toBe('string');
  });

  const first = Array.from({ length: CASES }, (_, index) => index);
  it.for([...first, ...GRUS.filter((index) => index >= CASES)])(
    'are equal in every cycle and every bit (bbsim cosim --seed 1 --case %i)',
    async (index, { skip }) => {
      const result = await runAnywhere(randomCase('1', index, null));
      if ('skipped' in result) return skip(`${result.name}: ${result.skipped}`);
      expect(result.comparison.first).toBeNull();
      const compared = result.comparison.quantities.reduce((sum, quantity) => sum + quantity.compared, 0);
      expect(compared).toBeGreaterThan(5);
    },
  );

  it.skipIf(missingTool('verilator')).for(VERILATED)(
    'are equal under Verilator, too (bbsim cosim --seed 1 --case %i --tool verilator)',
    async (index) => {
      const result = await runCase(randomCase('1', index, null), 'verilator');
      expect(result).toMatchObject({ tool: 'verilator', comparison: { first: null } });
    },
  );
});
