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
    ['a comparator with a register fewer', { comparatorCycles: 1 }],
    ['a queue that holds one entry less', { queueDepth: 31 }],
    ['a queue without a bound', { queueDepth: 1e9 }],
    ['a last element that holds the multipliers for two cycles', { unsentLastCycles: 2 }],
    ['four operations to a cell', { activationCycles: 4 }],
  ])('differs from one with %s', (_, other) => {
    expect(verify({ ...edgeDrnnTiming, ...other }).verification.differences).toBeGreaterThan(0);
  });

  it.each<[string, (point: Record<string, number>) => object]>([
    ['a threshold that must be passed, and not only met', ({ thx, thh }) => ({ thx: thx + 1, thh: thh + 1 })],
    ['a memory of another latency', ({ lat }) => ({ lat: lat + 1 })],
    ['a command more outstanding', ({ q }) => ({ q: q + 1 })],
  ])('differs from one with %s', (_, change) => {
    expect(verify(edgeDrnnTiming, changed(change)).verification.differences).toBeGreaterThan(0);
  });
});
