import { describe, expect, it } from 'vitest';
import { jsonText } from '../../../src/report/tables/json.ts';
import type { Platform } from '../../../src/run/platform.ts';
import { CompareResultSchema } from '../../../src/run/result.ts';
import { type CompareRequest, compare } from '../../../src/study/compare/compare.ts';
import { comparisonOf, layerOf, modelOf, platformOf, smallDevice } from './designs.ts';

const model = modelOf([layerOf({ inputs: 40, hidden: 24, projection: 16, peepholes: true })]);
const array = { pes: 4, banks: 8, gateMatrix: 'separate' };
const device = smallDevice({ logic: 30_000 });

const bbs = platformOf({ ...array, kind: 'bbs' }, device);
const dense = platformOf({ ...array, kind: 'dense' }, device);
const csr = platformOf({ ...array, kind: 'csr' }, device);
const shared = platformOf({ ...array, kind: 'csr-shared' }, device);
const all = [bbs, csr, shared, dense];

const compared = (platforms: readonly Platform[], fields: Partial<CompareRequest> = {}) =>
  compare(comparisonOf(platforms, model, fields));

describe('a comparison', () => {
  it('has the result that its schema says, with and without a sweep', () => {
    for (const sweep of [[], [0.5, 0.75]]) {
      const result = compared(all, { sweep });
      expect(CompareResultSchema.parse(result)).toEqual(result);
    }
  });

  it('gives the same bytes twice', () => {
    const text = () => jsonText(compared(all, { sweep: [0.5, 0.9] }));
    expect(text()).toBe(text());
  });

  it('has a row for every accelerator in the order given, and says which it simulates', () => {
    const labels: string[] = [];
    const { rows } = compared([csr, dense, bbs], { onProgress: (label) => labels.push(label) });
    expect(rows.slice(0, 3).map(({ label }) => label)).toEqual(['csr', 'dense', 'bbs']);
    expect(labels).toEqual(rows.map(({ label }) => label));
  });

  it('gives every row the result that it has alone, though the others are made first', () => {
    const row = (platforms: readonly Platform[]) =>
      compared(platforms).rows.find(({ label }) => label === 'csr')?.run;
    expect(row([dense, shared, bbs, csr])).toEqual(row([bbs, csr]));
  });

  it('has speed-ups over the dense design, or over the first where none is dense', () => {
    const { rows, referenceRow } = compared(all);
    expect(referenceRow).toBe('dense');
    const latency = (label: string) => rows.find((row) => row.label === label)?.run.latencyUs ?? Number.NaN;
    for (const { label, speedUp } of rows) expect(speedUp).toBe(latency('dense') / latency(label));
    const without = compared([csr, bbs]);
    expect(without.referenceRow).toBe('csr');
    expect(without.rows[0].speedUp).toBe(1);
  });

  it('measures speed-ups in time, not in cycles: half the clock is half the speed', () => {
    const slow = { ...dense, name: 'slow', config: { ...dense.config, clockMhz: 100 } };
    const { rows } = compared([dense, slow]);
    expect(rows.map(({ speedUp }) => speedUp)).toEqual([1, 0.5]);
  });

  it('shows where requests waited, for designs with an arbiter alone', () => {
    const { rows } = compared(all);
    for (const { label, run } of rows) {
      const bankWaitCycles = run.detail.fpgaArray?.bankWaitCycles;
      if (label === 'bbs' || label === 'dense') {
        expect(bankWaitCycles).toBeNull();
        expect(run.pes.conflictCycles).toBe(0);
      } else if (label === 'csr' || label === 'csr-shared') {
        expect(bankWaitCycles?.map((banks) => banks.length)).toEqual([8, 8, 8, 8]);
        expect(bankWaitCycles?.flat().some((cycles) => cycles > 0)).toBe(true);
      }
    }
  });
});

describe('a CSR array that overflows its device', () => {
  it('stays in the table, marked, and the largest that fits is added once', () => {
    const { rows } = compared([bbs, csr, { ...csr, name: 'csr again' }, shared, dense]);
    expect(rows.map(({ label, run }) => [label.replace(/\d+ x \d+/, 'M x N'), run.resources.fits])).toEqual([
      ['bbs', true],
      ['csr', false],
      ['csr again', false],
      ['csr-shared', false],
      ['dense', true],
      ['csr M x N, fits', true],
    ]);
    const [, marked] = rows;
    expect(marked.run.resources.overflows.map(({ resource }) => resource)).toContain('logic');
    const { config, weights } = rows[5].run;
    expect(rows[5].label).toBe(
      `csr ${(config as { pes: number }).pes} x ${(config as { banks: number }).banks}, fits`,
    );
    expect(weights.kept).toBe(marked.run.weights.kept);
  });

  it('adds nothing when it fits', () => {
    const roomy = all.map((platform) => ({ ...platform, device: smallDevice({}) }));
    expect(compared(roomy).rows.map(({ label }) => label)).toEqual(['bbs', 'csr', 'csr-shared', 'dense']);
  });

  it('adds nothing when it shares its vector memory: what fits is asked of private buffers', () => {
    expect(compared([bbs, shared]).rows.length).toBe(2);
  });
});

describe('the sweep over sparsities', () => {
  const sweep = [0, 0.5, 0.75];
  const result = compared(all, { sweep, sparsity: 0.75 });
  const series = (label: string) => result.latencyBySparsity.find((one) => one.label === label)?.points ?? [];

  it('has a series for every row and a point for every sparsity', () => {
    expect(result.latencyBySparsity.map(({ label }) => label)).toEqual(result.rows.map(({ label }) => label));
    for (const { points } of result.latencyBySparsity) {
      expect(points.map(({ requestedSparsity }) => requestedSparsity)).toEqual(sweep);
    }
    expect(compared([bbs]).latencyBySparsity).toEqual([]);
  });

  it('goes through the table at the sparsity of the table', () => {
    for (const { label, run } of result.rows) {
      const point = series(label)[2];
      expect(point).toMatchObject({
        cycles: run.cycles.total,
        latencyUs: run.latencyUs,
        achievedSparsity: run.weights.achievedSparsity,
        paddingShare: run.weights.paddingShare,
        residency: run.weights.residency,
      });
    }
  });

  it('begins where bank-balanced is dense, and the dense design stays as it is', () => {
    expect(series('bbs')[0].cycles).toBe(series('dense')[0].cycles);
    expect(new Set(series('dense').map(({ cycles }) => cycles)).size).toBe(1);
  });

  it('streams where the bank-balanced weights do not fit on chip, the dense design with them', () => {
    const few = smallDevice({ ramBlocks: 150, ramDepth: 8 });
    const platforms = [bbs, dense].map((platform) => ({ ...platform, device: few }));
    const { latencyBySparsity } = compared(platforms, { sweep: [0.2, 0.4, 0.8, 0.9] });
    const [balanced, unpruned] = latencyBySparsity.map(({ points }) => points);
    const residencies = ['streamed', 'streamed', 'resident', 'resident'];
    expect(balanced.map(({ residency }) => residency)).toEqual(residencies);
    expect(unpruned.map(({ residency }) => residency)).toEqual(residencies);
    const [streamed, , resident] = unpruned.map(({ cycles }) => cycles);
    expect(unpruned.map(({ cycles }) => cycles)).toEqual([streamed, streamed, resident, resident]);
    expect(streamed).toBeGreaterThan(resident);
  });

  it('compares at equal weights everywhere', () => {
    series('bbs').forEach(({ achievedSparsity }, i) => {
      expect(series('csr')[i].achievedSparsity).toBe(achievedSparsity);
      expect(series('csr-shared')[i].achievedSparsity).toBe(achievedSparsity);
    });
  });
});

describe('the hash of a comparison and of its rows', () => {
  it('changes with what decides it, and not with names', () => {
    const hash = (platforms: readonly Platform[], fields: Partial<CompareRequest> = {}) =>
      compared(platforms, fields).configHash;
    const base = hash([bbs, csr]);
    expect(hash([bbs, { ...csr, name: 'other' }])).toBe(base);
    expect(hash([bbs, csr], { workload: 'other' })).toBe(base);
    expect(hash([csr, bbs])).not.toBe(base);
    expect(hash([bbs])).not.toBe(base);
    expect(hash([bbs, csr], { sparsity: 0.5 })).not.toBe(base);
    expect(hash([bbs, csr], { seed: '2' })).not.toBe(base);
    expect(hash([bbs, csr], { inputs: 'other' })).not.toBe(base);
  });

  it('changes for a row when another design decides how many weights it keeps', () => {
    const coarse = platformOf({ ...array, kind: 'bbs', banks: 16 }, device);
    const row = (first: Platform) => compared([first, csr]).rows[1].run;
    expect(row(coarse).weights.kept).not.toBe(row(bbs).weights.kept);
    expect(row(coarse).configHash).not.toBe(row(bbs).configHash);
  });
});
