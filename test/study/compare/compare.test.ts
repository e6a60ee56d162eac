import { describe, expect, it } from 'vitest';
import { jsonText } from '../../../src/report/tables/json.ts';
import type { Platform } from '../../../src/run/platform.ts';
import { CompareResultSchema } from '../../../src/run/result.ts';
import { type CompareRequest, compare } from '../../../src/study/compare/compare.ts';
import { comparisonOf, layerOf, modelOf, platformOf, smallDevice } from './designs.ts';

const model = modelOf([layerOf({ inputs: 40, hidden: 24, projection: 16, peepholes: true })]);
const array = { pes: 4, banks: 8, gateMatrix: 'separate' };
const device = smallDevice({ logic: 36_400 });

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

const labelsOf = (platforms: readonly Platform[], fields: Partial<CompareRequest> = {}) =>
  compared(platforms, fields).rows.map(({ label, run }) => [
    label.replace(/\d+ x \d+.*fits/, 'M x N, fits'),
    run.resources.fits,
  ]);
const own = platformOf({ ...array, kind: 'banked' }, device);

describe('the fastest baseline of every family that fits', () => {
  it('is added once, and what does not fit stays in the table, marked', () => {
    const platforms = [bbs, csr, { ...csr, name: 'csr again' }, shared, dense, own];
    expect(labelsOf(platforms)).toEqual([
      ['bbs', true],
      ['csr', false],
      ['csr again', false],
      ['csr-shared', false],
      ['dense', true],
      ['banked', true],
      ['csr M x N, fits', true],
      ['banked M x N, fits', true],
    ]);
    const { rows } = compared(platforms);
    expect(rows[1].run.resources.overflows.map(({ resource }) => resource)).toContain('logic');
    const [ofCsr, ofBanks] = [rows[6].run, rows[7].run];
    expect(ofCsr.weights.kept).toBe(rows[1].run.weights.kept);
    expect(ofBanks.latencyUs).toBeLessThan(rows[5].run.latencyUs);
    const { pes, banks } = ofCsr.config as { pes: number; banks: number };
    expect(rows[6].label).toContain(`csr ${pes} x ${banks}`);
  });

  it('is not added where a row fits and is as fast', () => {
    const added = compared([bbs, own]).rows[2].run;
    const fastest = { ...own, config: added.config as Platform['config'] };
    expect(labelsOf([bbs, fastest])).toEqual([
      ['bbs', true],
      ['banked', true],
    ]);
  });

  it('is none of PEs that share a vector memory, nor of the weights that bank-balanced pruning keeps', () => {
    const masked = platformOf({ ...array, kind: 'csr', pattern: 'bank-balanced' }, device);
    expect(labelsOf([bbs, shared, masked])).toHaveLength(3);
  });

  it('stores every weight only where no such design fits', () => {
    expect(labelsOf([bbs, dense])).toHaveLength(2);
    const few = smallDevice({ ramBlocks: 290, ramDepth: 8 });
    const platforms = [bbs, dense].map((one) => ({ ...one, device: few }));
    expect(
      labelsOf(platforms.map((one) => ({ ...one, config: { ...one.config, weights: 'resident' } }))),
    ).toEqual([
      ['bbs', true],
      ['dense', false],
    ]);
    expect(labelsOf(platforms)).toEqual([
      ['bbs', true],
      ['dense', false],
      ['dense M x N, fits', true],
    ]);
  });
});

describe('what is equal', () => {
  it('are the kept weights unless something else is asked for', () => {
    expect(compared([bbs, csr]).equal).toBe('kept');
    expect(compared([bbs, csr], { equal: 'kept' })).toEqual(compared([bbs, csr]));
  });

  it('is the sparsity that every pattern prunes to itself', () => {
    const { rows, equal, configHash } = compared([bbs, csr, dense], { equal: 'requested', sweep: [0.75] });
    expect(equal).toBe('requested');
    const total = 96 * 40 + 96 * 16 + 16 * 24;
    expect(rows.map(({ run }) => run.weights.kept).slice(0, 3)).toEqual([
      compared([bbs]).rows[0].run.weights.kept,
      total / 4,
      total,
    ]);
    expect(rows[3].run.weights.kept).toBe(total / 4);
    expect(configHash).not.toBe(compared([bbs, csr, dense], { sweep: [0.75] }).configHash);
  });

  it('is the area: every other design is the fastest of its kind within what the first takes', () => {
    const { rows, leftOut, latencyBySparsity } = compared([bbs, csr, own, dense], {
      equal: 'area',
      sweep: [0.75],
    });
    const [first, ...others] = rows;
    expect(rows.map(({ label }) => label.split(' ')[0])).toEqual(['bbs', 'csr', 'banked', 'dense']);
    expect(first.run.cycles).toEqual(compared([bbs]).rows[0].run.cycles);
    for (const { run } of others) {
      expect(run.resources.fits).toBe(true);
      for (const name of ['dsp', 'ramBlocks', 'logic', 'flipFlops'] as const)
        expect(run.resources[name]?.used).toBeLessThanOrEqual(first.run.resources[name]?.used ?? 0);
    }
    expect(leftOut).toEqual([]);
    expect(latencyBySparsity.map(({ points: [{ latencyUs }] }) => latencyUs)).toEqual(
      rows.map(({ run }) => run.latencyUs),
    );
  });

  it('leaves out a design of which nothing is within the area', () => {
    const wide = platformOf({ ...array, kind: 'csr', ewop: { lanes: 1024 } }, device);
    const { rows, leftOut } = compared([bbs, { ...wide, name: 'wide' }], { equal: 'area' });
    expect(rows.map(({ label }) => label)).toEqual(['bbs']);
    expect(leftOut).toEqual(['wide']);
  });
});

describe('what bank-balanced sparsity saves', () => {
  it('is measured against the fastest baseline that fits, in percent of it', () => {
    const { rows, savings } = compared([bbs, csr, own]);
    const best = rows.filter(({ run }) => run.resources.fits && run.accelerator !== 'bbs');
    const fastest = best.reduce((a, b) => (b.run.latencyUs < a.run.latencyUs ? b : a));
    expect(savings).toMatchObject({ design: 'bbs', baseline: fastest.label });
    const saved = (of: (run: (typeof rows)[number]['run']) => number | undefined) =>
      100 * (1 - Number(of(rows[0].run)) / Number(of(fastest.run)));
    expect(savings?.cyclesPercent).toBe(saved(({ cycles }) => cycles.total));
    expect(savings?.energyPercent).toBe(saved(({ energy }) => energy.totalUj));
    for (const { resource, percent } of savings?.area ?? [])
      expect(percent).toBe(saved(({ resources }) => resources[resource as 'dsp']?.used));
    expect(savings?.area?.map(({ resource }) => resource)).toEqual([
      'dsp',
      'ramBlocks',
      'logic',
      'flipFlops',
    ]);
  });

  it('is below 0 where a baseline is faster', () => {
    const slow = { ...bbs, config: { ...bbs.config, pes: 1 } };
    expect(compared([slow, own]).savings?.cyclesPercent).toBeLessThan(0);
  });

  it('has nothing to be measured against where no baseline fits, and is none of other designs', () => {
    const nowhere = { ...csr, device: smallDevice({ logic: 1000 }) };
    expect(compared([bbs, nowhere]).savings).toEqual({ design: 'bbs', baseline: null });
    expect(compared([csr, dense]).savings).toBeNull();
    expect(compared([bbs, shared]).savings).toBeNull();
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
