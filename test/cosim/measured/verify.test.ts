import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyPoints } from '../../../src/cosim/measured/verify.ts';
import { folder, put, session } from '../../cli/session.ts';

const here = folder();
const pathOf = (design: string) => `examples/measured/${design}.json`;
const read = (design: string) => readFileSync(pathOf(design), 'utf8');
const verify = (design: string, text = read(design)) => verifyPoints(design, text, `${design}.json`);

/** The smaller points of a design with some fields changed. */
function changed(design: string, change: (point: Record<string, number>) => object): string {
  const { points } = JSON.parse(read(design)) as { points: Record<string, number>[] };
  return JSON.stringify({ points: points.slice(0, 12).map((point) => ({ ...point, ...change(point) })) });
}

describe('hardware that others wrote and that was measured', () => {
  it("has the simulator's cycles in 24 of 24 products of EIE; two that its simulator cut short are left out", () => {
    expect(verify('eie').verification).toEqual({
      points: 26,
      skipped: 2,
      steps: 24,
      differences: 0,
      first: null,
    });
  });

  it('has the last output of the simulator in 24 of 24 points of the shuffle unit of HiSparse', () => {
    expect(verify('hisparse').verification).toEqual({
      points: 24,
      skipped: 0,
      steps: 24,
      differences: 0,
      first: null,
    });
  });

  it('has every cycle, command, word and state of each eighth point of EdgeDRNN', () => {
    const { points } = JSON.parse(read('edgedrnn')) as { points: unknown[] };
    const some = JSON.stringify({ points: points.filter((_, k) => k % 8 === 0) });
    expect(verify('edgedrnn', some).verification).toMatchObject({ points: 8, differences: 0, first: null });
  });

  it.each<[string, string, (point: Record<string, number>) => object]>([
    ['a queue that holds one more', 'eie', ({ ringSlots }) => ({ ringSlots: ringSlots + 1 })],
    ['other inputs', 'hisparse', ({ seed, pattern }) => ({ seed: seed + (pattern === 2 ? 1 : 0) })],
    ['a cycle more', 'eie', ({ cycles }) => ({ cycles: cycles + 1 })],
    ['a cycle less', 'hisparse', ({ lastOutput }) => ({ lastOutput: lastOutput - 1 })],
  ])('differs with %s', (_, design, change) => {
    const { verification } = verify(design, changed(design, change));
    expect(verification.differences).toBeGreaterThan(0);
    expect(verification.first).not.toBe(null);
  });
});

describe('bbsim verify', () => {
  it('prints what was compared, as a table and for programs', async () => {
    const { code, out } = await session('verify', 'eie', join(process.cwd(), pathOf('eie')));
    expect(code).toBe(0);
    expect(out).toContain('26        2        24');
    const json = (
      await session('verify', 'hisparse', join(process.cwd(), pathOf('hisparse')), '--format', 'json')
    ).out;
    expect(JSON.parse(json)).toEqual({ points: 24, skipped: 0, steps: 24, differences: 0, first: null });
  });

  it('ends with 1 on a difference, and names the first', async () => {
    const text = changed('hisparse', ({ lastOutput }) => ({
      lastOutput: lastOutput === 36 ? 37 : lastOutput,
    }));
    const { code, err } = await session('verify', 'hisparse', put(here, 'other.json', text));
    expect(code).toBe(1);
    expect(err).toMatch(/1 differing; first in point 2, step 0: lastOutput measured 37, computed 36/);
  });

  it.each([
    ['no JSON', '{"points": [', /other\.json:1:/],
    ['no points', '{"points": []}', /points/],
    ['a point that lacks a field', '{"points": [{"entriesPerLane": 1}]}', /points\.0\.lastOutput: missing/],
    [
      'what no machine has',
      changed('hisparse', () => ({ entriesPerLane: 1e12 })),
      /points\.0\.entriesPerLane/,
    ],
  ])('refuses a file with %s, with its place and exit code 2', async (_, text, message) => {
    const { code, err } = await session('verify', 'hisparse', put(here, 'other.json', text));
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});
