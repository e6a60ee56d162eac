import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listPresets } from '../../src/config/presets.ts';
import { varied } from '../../src/published/bbs/bbs-runs.ts';
import { loadDesign } from '../../src/published/load-design.ts';
import { reproduce } from '../../src/published/reproduce.ts';
import type { ReproducedRow } from '../../src/published/result.ts';
import { reproductionCharts } from '../../src/report/published/charts.ts';
import { reproductionPage } from '../../src/report/published/page.ts';

const result = reproduce('all', '1', () => {});
const row = (design: string, id: string): ReproducedRow => {
  const found = result.rows.find((each) => each.design === design && each.id === id);
  if (!found) throw new Error(`no row ${design}/${id}`);
  return found;
};

describe('the shipped designs', () => {
  const designs = listPresets('design').map((name) => loadDesign(name).config);

  it.each(designs.map((design) => [design.title, design] as const))(
    '%s: every parameter has an origin, at most three are calibrated, and each of those names its figures',
    (_, design) => {
      const parameters = Object.values(design.parameters);
      const calibrated = parameters.filter(({ from }) => from === 'calibrated');
      expect(calibrated.length).toBeLessThanOrEqual(3);
      const ids = design.figures.map(({ id }) => id);
      for (const { fittedTo = [] } of calibrated) for (const id of fittedTo) expect(ids).toContain(id);
    },
  );
});

describe('the reproduction', () => {
  it('keeps every bar', () => {
    expect(result.missed).toEqual([]);
    expect(result.rows.filter(({ barPercent }) => barPercent !== null).length).toBeGreaterThanOrEqual(34);
  });

  it('has a simulated value for every figure, or says why there is none', () => {
    for (const { simulated, note, id } of result.rows) {
      expect(simulated === null, id).toBe(note !== null);
    }
  });

  it('computes errors against print, and keeps a bar where the error is within it', () => {
    for (const { published, simulated, errorPercent, barPercent, withinBar } of result.rows) {
      if (simulated === null) continue;
      expect(errorPercent).toBeCloseTo((100 * (simulated - published)) / published, 9);
      if (barPercent !== null) expect(withinBar).toBe(Math.abs(Number(errorPercent)) <= barPercent);
    }
  });

  it('marks what was fitted, and the figures that rest on the fitted powers', () => {
    expect(row('ese', 'real-us-Wix').calibrated).toBe(true);
    expect(row('ese', 'real-us-Wir').calibrated).toBe(false);
    // Stored entries are an input.
    expect(row('ese', 'theoretical-us-Wix').calibrated).toBe(true);
    expect(row('ese', 'power-w').calibrated).toBe(true);
    expect(row('bbs', 'latency-us').calibrated).toBe(false);
    expect(row('bbs', 'speed-up-c-lstm').calibrated).toBe(false);
    expect(row('bbs', 'speed-up-ese').calibrated).toBe(true);
    expect(row('bbs', 'efficiency-ese').calibrated).toBe(true);
    expect(row('c-lstm', 'interval-fft8-7v3').calibrated).toBe(false);
    // One cycle count in three units.
    for (const id of ['speed-up', 'effective-gops']) expect(row('delta-rnn', id).calibrated).toBe(true);
    for (const id of ['speed-up', 'effective-gops', 'latency-us'])
      expect(row('spartus', id).calibrated).toBe(true);
    expect(row('bbs', 'peak-benchmark-gops').calibrated).toBe(true);
  });

  it('finds load-balance-aware pruning faster than pruning by magnitude alone', () => {
    const balanced = Number(row('ese', 'speed-up-dense-balanced').simulated);
    expect(balanced).toBeGreaterThan(Number(row('ese', 'speed-up-dense-unbalanced').simulated));
  });

  it('derives the ratios from the rows that they are ratios of', () => {
    const of = (design: string, id: string) => Number(row(design, id).simulated);
    expect(of('bbs', 'speed-up-ese')).toBeCloseTo(of('ese', 'latency-us') / of('bbs', 'latency-us'), 9);
    expect(of('bbs', 'efficiency-ese')).toBeCloseTo(
      of('bbs', 'gops') / of('bbs', 'power-w') / (of('ese', 'gops') / of('ese', 'power-w')),
      9,
    );
  });

  it('fits one power model to six published powers, and shows each without itself', () => {
    expect(result.power.points).toHaveLength(6);
    for (const { fittedW, leftOutW } of result.power.points) {
      expect(Number.isFinite(fittedW)).toBe(true);
      expect(leftOutW).not.toBe(fittedW);
    }
  });

  it('is what docs/reproduction.md shows (bbsim reproduce all --out docs)', () => {
    const page = readFileSync(new URL('../../docs/reproduction.md', import.meta.url), 'utf8');
    expect(reproductionPage(result, reproductionCharts(result), 'reproduction')).toBe(page);
  });
});

describe('a variation', () => {
  it('of what is no parameter is refused', () => {
    const { config } = loadDesign('bbs');
    if (config.kind !== 'bbs') throw new Error('configs/designs/bbs.yaml is not of kind bbs');
    expect(() => varied({} as never, 'lanes', 3)).toThrow('expected one of clockMhz, pes');
  });
});
