import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { edgeDrnnWith } from '../../../src/cosim/measured/edgedrnn.ts';
import { verifyDesign } from '../../../src/cosim/measured/verify.ts';
import { type EdgeDrnnTiming, edgeDrnnTiming } from '../../../src/published/edge-drnn/layer-step.ts';

const text = readFileSync('examples/measured/edgedrnn.json', 'utf8');
const verify = (timing: EdgeDrnnTiming, points = text) =>
  verifyDesign(edgeDrnnWith(timing), points, 'edgedrnn.json');

/** The points with some fields changed. */
function changed(change: (point: Record<string, number>) => object): string {
  const { points } = JSON.parse(text) as { points: Record<string, number>[] };
  return JSON.stringify({ points: points.map((point) => ({ ...point, ...change(point) })) });
}

describe('EdgeDRNN as it was measured', () => {
  it('has the cycles, column commands, words and states of all 287 steps', () => {
    const { verification, values } = verify(edgeDrnnTiming);
    expect(verification).toEqual({ points: 59, skipped: 0, steps: 287, differences: 0, first: null });
    expect(values).toBeGreaterThan(20_000);
  });

  it.each<[string, Partial<EdgeDrnnTiming>]>([
    ['a comparator without registers', { comparatorCycles: 0 }],
    ['a comparator with a register fewer', { comparatorCycles: 1 }],
    ['states that follow the inputs without rest', { idleScanCycles: 0 }],
    ['an idle cycle more between inputs and states', { idleScanCycles: 3 }],
    ['a queue without a bound', { queueDepth: null }],
    ['a queue that holds one entry less', { queueDepth: 31 }],
    ['a queue without an output register', { queueCycles: 1 }],
    ['a last element that leaves no entry when it is not sent', { unsentLastCycles: 0 }],
    ['one that holds the multipliers for two cycles', { unsentLastCycles: 2 }],
    ['a register fewer behind the multipliers', { macFillCycles: 3 }],
    ['a cell a cycle', { activationOperations: 1 }],
    ['four operations to a cell', { activationOperations: 4 }],
    ['an activation unit with a register fewer', { activationFillCycles: 4 }],
  ])('differs from one with %s', (_, other) => {
    expect(verify({ ...edgeDrnnTiming, ...other }).verification.differences).toBeGreaterThan(0);
  });

  it.each<[string, (point: Record<string, number>) => object]>([
    ['a threshold that must be passed, and not only met', ({ thx, thh }) => ({ thx: thx + 1, thh: thh + 1 })],
    ['a memory of another latency', ({ lat }) => ({ lat: lat + 1 })],
    ['a memory of one cycle, whatever it was', () => ({ lat: 1 })],
    ['a command more outstanding', ({ q }) => ({ q: q + 1 })],
    ['commands without bound', () => ({ q: 1_000_000 })],
  ])('differs from one with %s', (_, change) => {
    expect(verify(edgeDrnnTiming, changed(change)).verification.differences).toBeGreaterThan(0);
  });
});
