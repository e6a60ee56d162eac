import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listPresets } from '../../src/config/presets.ts';
import { simulateBbs } from '../../src/published/bbs/bbs.ts';
import { runBbs, varied } from '../../src/published/bbs/bbs-runs.ts';
import type { BbsDesign } from '../../src/published/bbs/parameters.ts';
import { publishedDesigns } from '../../src/published/index.ts';
import { loadDesign } from '../../src/published/load-design.ts';
import { valuesOf } from '../../src/published/parameter.ts';
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
    expect(result.rows.filter(({ barPercent }) => barPercent !== null).length).toBeGreaterThanOrEqual(33);
  });

  it('has a simulated value for every figure, or says why there is none', () => {
    for (const { simulated, note, id } of result.rows) {
      expect(simulated === null, id).toBe(note !== null);
    }
  });

  it('computes errors against print, and keeps a bar where their mean over the seeds is within it', () => {
    for (const { published, simulated, errorPercent, barPercent, withinBar, seeds } of result.rows) {
      if (simulated === null) continue;
      expect(errorPercent).toBeCloseTo((100 * (simulated - published)) / published, 9);
      expect(Number(errorPercent)).toBeGreaterThanOrEqual(Number(seeds?.min));
      expect(Number(errorPercent)).toBeLessThanOrEqual(Number(seeds?.max));
      if (barPercent !== null) expect(withinBar).toBe(Math.abs(Number(seeds?.mean)) <= barPercent);
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

  it('says of every figure what it is', () => {
    expect(row('c-lstm', 'parameters-fft8').class).toBe('arithmetic');
    expect(row('c-lstm', 'ratio-fft16').class).toBe('arithmetic');
    expect(row('ese', 'theoretical-us').class).toBe('arithmetic');
    expect(row('ese', 'real-us-Wym').class).toBe('predicted');
    expect(row('spartus', 'latency-us').class).toBe('fitted');
    expect(row('bbs', 'latency-us').class).toBe('unpublished-choice');
    expect(row('bbs', 'speed-up-c-lstm')).toMatchObject({
      class: 'unpublished-choice',
      sameAs: 'latency-us',
    });
  });

  it('finds 2 of 50 combinations of what is not published within 10 % of the latency of BBS', () => {
    expect(row('bbs', 'latency-us').choices).toMatchObject({ combinations: 50, withinBar: 2 });
  });

  it('judges DeltaRNN on the mean of the seeds, two of which leave its bar', () => {
    const { seeds, withinBar, barPercent } = row('delta-rnn', 'effective-gops');
    expect(withinBar).toBe(true);
    expect(Number(seeds?.min)).toBeLessThan(-Number(barPercent));
  });

  it('gives ratios of GOPS per watt an interval over the power models, and no bar', () => {
    const { overPowerModels, barPercent } = row('bbs', 'efficiency-ese');
    expect(barPercent).toBeNull();
    expect(Number(overPowerModels?.low)).toBeLessThan(1.8);
    expect(Number(overPowerModels?.high)).toBeGreaterThan(2.5);
    const perWatt = result.rows.filter(({ unit, simulated }) => /\/W$/.test(unit) && simulated !== null);
    expect(perWatt.length).toBeGreaterThan(3);
    for (const each of perWatt) {
      expect(each.overPowerModels, each.id).not.toBeNull();
      expect(each.barPercent, each.id).toBeNull();
    }
  });

  it("has the theoretical times of ESE's paper as its null model, and the other board's as that of C-LSTM", () => {
    const ofNullModel = (design: string, id: string) => {
      const { published, nullModelErrorPercent } = row(design, id);
      return published * (1 + Number(nullModelErrorPercent) / 100);
    };
    for (const matrix of ['Wir', 'Wfr', 'Wcr', 'Wor', 'Wym'])
      expect(ofNullModel('ese', `real-us-${matrix}`)).toBeCloseTo(
        Number(row('ese', `theoretical-us-${matrix}`).simulated),
        9,
      );
    // A fetch that lasts longer than any product, with queues or without.
    expect(row('ese', 'real-us-Wix').nullModelErrorPercent).toBeNull();
    expect(ofNullModel('c-lstm', 'latency-us-fft8-7v3')).toBeCloseTo(
      Number(row('c-lstm', 'latency-us-fft8-ku060').simulated),
      9,
    );
  });

  it('counts numbers that one mechanism predicts and its null model misses, each once', () => {
    const { predictions, nullModelMisses, nearerThanNullModel } = result.headline;
    const slots = ['Wir', 'Wfr', 'Wcr', 'Wor', 'Wym'].map((matrix) => `ese/real-us-${matrix}`);
    expect(predictions).toEqual(expect.arrayContaining([...slots, 'c-lstm/latency-us-fft8-7v3']));
    // The passes in front of the projection: without them its slot is half as long.
    expect(nullModelMisses).toContain('ese/real-us-Wym');
    expect(nullModelMisses).not.toContain('ese/real-us-Wir');
    expect(nearerThanNullModel).toEqual(expect.arrayContaining(slots));
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
    for (const { fittedW, leftOutW, lowW, highW, ...parts } of result.power.points) {
      expect(Number.isFinite(fittedW)).toBe(true);
      expect(leftOutW).not.toBe(fittedW);
      expect(lowW).toBeLessThanOrEqual(Math.min(fittedW, leftOutW));
      expect(highW).toBeGreaterThanOrEqual(Math.max(fittedW, leftOutW));
      for (const part of [parts.leakageW, parts.boardW, parts.fabricW, parts.countedW])
        expect(part).toBeGreaterThanOrEqual(0);
    }
  });

  it('is what docs/reproduction.md shows (bbsim reproduce all --out docs)', () => {
    const page = readFileSync(new URL('../../docs/reproduction.md', import.meta.url), 'utf8');
    expect(reproductionPage(result, reproductionCharts(result), 'reproduction')).toBe(page);
  });
});

describe('another seed', () => {
  const seed = '2';

  it.each(publishedDesigns.map((published) => [published.kind, published] as const))(
    'is measured for %s as it is simulated, or changes no figure and no activity',
    (_, published) => {
      const { config } = loadDesign(published.file ?? published.kind);
      const { figures, nullFigures, activities } = published.simulate(config, seed);
      const measured = published.measure?.(config, seed);
      if (measured !== undefined) return expect(measured).toEqual({ figures, nullFigures, activities });
      const first = published.simulate(config, '1');
      expect({ figures, nullFigures, activities }).toEqual({
        figures: first.figures,
        nullFigures: first.nullFigures,
        activities: first.activities,
      });
    },
  );
});

describe('a combination of the unpublished choices of BBS', () => {
  it('takes as long as a run of the design with these values', () => {
    const { config } = loadDesign('bbs');
    if (config.kind !== 'bbs') throw new Error('configs/designs/bbs.yaml is not of kind bbs');
    const design = config as BbsDesign;
    const own = valuesOf(design.parameters);
    const { choices } = simulateBbs(design, '1');
    expect(choices).toHaveLength(50);
    for (const { of, figures } of [0, 13, 24, 37, 49].map((i) => choices[i]))
      expect(runBbs({ ...own, ...of }, '1', new Map()).latencyUs).toBe(figures.get('latency-us'));
  });
});

describe('a variation', () => {
  it('of what is no parameter is refused', () => {
    const { config } = loadDesign('bbs');
    if (config.kind !== 'bbs') throw new Error('configs/designs/bbs.yaml is not of kind bbs');
    expect(() => varied({} as never, 'lanes', 3)).toThrow('expected one of clockMhz, pes');
  });
});
