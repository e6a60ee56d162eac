import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkFigures, type Design, type Figure } from '../../src/published/design.ts';
import type { FigureClass } from '../../src/published/figure-class.ts';
import { headlineOf } from '../../src/published/headline.ts';
import type { ReproducedRow } from '../../src/published/result.ts';
import { type DesignFigures, type DesignValues, rowsOf } from '../../src/published/rows.ts';

/** A figure that print says is 100. */
const figure = (id: string, fields: Partial<Figure> = {}): Figure => ({
  id,
  figure: id,
  unit: 'us',
  value: 100,
  mark: 'published',
  source: 'Table 1.',
  ...fields,
});

const designOf = (figures: readonly Figure[], fittedTo?: readonly string[]): Design => ({
  kind: 'made-up',
  name: 'made-up',
  title: 'Made up',
  paper: 'None',
  description: 'Nothing',
  power: [],
  figures: [...figures],
  difference: 'None',
  parameters: {
    depth: { value: 1, from: fittedTo ? 'calibrated' : 'assumption', source: 'Nobody', fittedTo },
  },
});

const values = (figures: Readonly<Record<string, number>>): DesignValues =>
  new Map(Object.entries(figures).map(([id, value]) => [id, { value, isCalibrated: false }]));

/** The same simulation for all seeds, and no null model, unless something else is said. */
function figuresOf(simulated: DesignValues, others: Partial<DesignFigures> = {}): DesignFigures {
  const bySeed = others.bySeed ?? Array(5).fill(simulated);
  return {
    values: simulated,
    reasons: new Map(),
    bySeed,
    nullBySeed: bySeed,
    byPowerModel: [simulated],
    byChoice: [],
    ...others,
  };
}

const seeds = (latencies: readonly number[]) => latencies.map((latency) => values({ latency }));

/** The row of one figure that is called latency. */
const rowOf = (fields: Partial<Figure>, figures: DesignFigures): ReproducedRow =>
  rowsOf(designOf([figure('latency', fields)]), figures)[0];

describe('a bar', () => {
  it('is judged on the mean of the seeds 1 to 5: one seed may leave it', () => {
    const figures = figuresOf(values({ latency: 115 }), { bySeed: seeds([115, 105, 110, 108, 112]) });
    const row = rowOf({ barPercent: 11 }, figures);
    expect(row).toMatchObject({ simulated: 115, withinBar: true });
    expect(row.errorPercent).toBeCloseTo(15, 9);
    expect(row.seeds?.mean).toBeCloseTo(10, 9);
    expect(row.seeds?.min).toBeCloseTo(5, 9);
    expect(row.seeds?.max).toBeCloseTo(15, 9);
  });

  it('is missed in the mean, however near the seed is that is shown', () => {
    const figures = figuresOf(values({ latency: 100 }), { bySeed: seeds([100, 115, 115, 115, 115]) });
    expect(rowOf({ barPercent: 10 }, figures).withinBar).toBe(false);
    expect(rowOf({ barPercent: 13 }, figures).withinBar).toBe(true);
  });
});

describe('the class of a figure', () => {
  const classesOf = (design: Design, simulated: DesignValues) =>
    Object.fromEntries(
      rowsOf(design, figuresOf(simulated, { byChoice: [simulated] })).map((row) => [
        row.id,
        [row.class, row.calibrated],
      ]),
    );

  it('is predicted, unless a parameter was fitted to it, its file says otherwise or nothing simulates it', () => {
    const figures = [
      figure('predicted'),
      figure('fitted'),
      figure('entries', { class: 'arithmetic' }),
      figure('lanes', { class: 'unpublished-choice' }),
      figure('accuracy', { notSimulated: 'Nothing is trained.' }),
    ];
    const simulated = values({ predicted: 1, fitted: 1, entries: 1, lanes: 1 });
    expect(classesOf(designOf(figures, ['fitted']), simulated)).toEqual({
      predicted: ['predicted', false],
      fitted: ['fitted', true],
      entries: ['arithmetic', true],
      lanes: ['unpublished-choice', false],
      accuracy: ['assumption', false],
    });
  });

  it('is that of the figure that it is in another unit, unless what it is a ratio of was fitted', () => {
    const figures = [
      figure('latency', { class: 'unpublished-choice' }),
      figure('gops', { sameAs: 'latency' }),
      figure('speed-up', { sameAs: 'latency' }),
    ];
    const simulated = new Map([
      ...values({ latency: 1, gops: 1 }),
      ['speed-up', { value: 1, isCalibrated: true }] as const,
    ]);
    expect(classesOf(designOf(figures), simulated)).toEqual({
      latency: ['unpublished-choice', false],
      gops: ['unpublished-choice', false],
      'speed-up': ['fitted', true],
    });
  });
});

describe('beside a figure', () => {
  it('stands the mean error of the null model, and nothing where the null model changes nothing', () => {
    const bySeed = seeds([110, 110, 110, 110, 110]);
    const figures = figuresOf(values({ latency: 110 }), { bySeed, nullBySeed: seeds([90, 80, 70, 80, 80]) });
    expect(rowOf({}, figures).nullModelErrorPercent).toBeCloseTo(-20, 9);
    expect(rowOf({}, figuresOf(values({ latency: 110 }))).nullModelErrorPercent).toBeNull();
  });

  it('stands the interval over the power models where it rests on one, and then no null model', () => {
    const byPowerModel = [values({ latency: 110 }), values({ latency: 60 }), values({ latency: 130 })];
    const figures = figuresOf(values({ latency: 110 }), { byPowerModel, nullBySeed: seeds([1, 1, 1, 1, 1]) });
    expect(rowOf({}, figures)).toMatchObject({
      overPowerModels: { low: 60, high: 130 },
      nullModelErrorPercent: null,
    });
    expect(rowOf({}, figuresOf(values({ latency: 110 }))).overPowerModels).toBeNull();
  });

  it('stands its spread over the unpublished choices, and how many of them keep its bar', () => {
    const byChoice = [50, 95, 100, 109, 111, 300].map((latency) => values({ latency }));
    const figures = figuresOf(values({ latency: 95 }), { byChoice });
    const { choices } = rowOf({ class: 'unpublished-choice', barPercent: 10 }, figures);
    expect(choices).toMatchObject({ combinations: 6, withinBar: 3 });
    expect(choices?.minPercent).toBeCloseTo(-50, 9);
    expect(choices?.maxPercent).toBeCloseTo(200, 9);
    expect(rowOf({}, figures).choices).toBeNull();
  });

  it('a figure that depends on choices needs a simulation of them', () => {
    expect(() => rowOf({ class: 'unpublished-choice' }, figuresOf(values({ latency: 1 })))).toThrow(
      'design made-up: latency depends on choices that nothing simulates',
    );
  });
});

describe('the headline', () => {
  /** A figure that comes out at `simulated`, and at `ideal` in the null model; print says 100. */
  const row = (id: string, simulated: number, ideal: number, fields: Partial<Figure> = {}): ReproducedRow => {
    const figures = figuresOf(values({ [id]: simulated }), {
      nullBySeed: Array(5).fill(values({ [id]: ideal })),
      byChoice: [values({ [id]: simulated })],
    });
    const { sameAs, ...own } = fields;
    const [found] = rowsOf(designOf([figure(id, { barPercent: 10, ...own })]), figures);
    return { ...found, sameAs: sameAs ?? null };
  };

  it('counts a prediction that the null model misses, and not one that it keeps too', () => {
    expect(headlineOf([row('caught', 95, 60), row('kept', 95, 91)])).toMatchObject({
      predictions: ['made-up/caught', 'made-up/kept'],
      nullModelMisses: ['made-up/caught'],
      nearerThanNullModel: ['made-up/caught', 'made-up/kept'],
    });
  });

  it('does not count a prediction that misses its own bar, nor as nearer one that the null model is nearer to', () => {
    expect(headlineOf([row('missed', 120, 60), row('farther', 92, 99)])).toMatchObject({
      predictions: ['made-up/missed', 'made-up/farther'],
      nullModelMisses: [],
      nearerThanNullModel: ['made-up/missed'],
    });
  });

  it('counts a number once, in however many units it has a bar', () => {
    const rows = [
      row('speed-up', 95, 60, { barPercent: undefined }),
      row('gops', 95, 60, { sameAs: 'speed-up' }),
      row('latency', 95, 60, { sameAs: 'speed-up' }),
    ];
    expect(headlineOf(rows)).toMatchObject({
      numbers: { predicted: 1 },
      predictions: ['made-up/gops'],
      nullModelMisses: ['made-up/gops'],
    });
  });

  it('counts predictions with a bar alone', () => {
    const others = ['fitted', 'arithmetic', 'assumption', 'unpublished-choice'] satisfies FigureClass[];
    const rows = [
      ...others.map((one) => row(one, 95, 60, { class: one })),
      row('free', 95, 60, { barPercent: undefined }),
    ];
    expect(headlineOf(rows)).toEqual({
      numbers: { predicted: 0, arithmetic: 1, fitted: 1, assumption: 1, 'unpublished-choice': 1 },
      predictions: [],
      nullModelMisses: [],
      nearerThanNullModel: [],
    });
  });
});

describe('the file of a design', () => {
  const faultsOf = (figures: readonly Figure[], fittedTo?: readonly string[]) =>
    z
      .custom<Design>()
      .superRefine(checkFigures)
      .safeParse(designOf(figures, fittedTo))
      .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

  it('says a figure is the same as another one that is the same as none', () => {
    const expected = 'expected the id of another figure that is the same as no other, found';
    expect(faultsOf([figure('a'), figure('b', { sameAs: 'a' })])).toBeUndefined();
    expect(faultsOf([figure('a', { sameAs: 'a' })])).toEqual([`figures.0.sameAs: ${expected} a`]);
    expect(faultsOf([figure('a', { sameAs: 'c' })])).toEqual([`figures.0.sameAs: ${expected} c`]);
    expect(faultsOf([figure('a'), figure('b', { sameAs: 'a' }), figure('c', { sameAs: 'b' })])).toEqual([
      `figures.2.sameAs: ${expected} b`,
    ]);
  });

  it('calls no figure predicted that a parameter was fitted to', () => {
    expect(faultsOf([figure('a', { class: 'predicted' })], ['a'])).toEqual([
      'parameters.depth.fittedTo: expected figures of class fitted, found a, which is predicted',
    ]);
    expect(faultsOf([figure('a', { class: 'fitted' })], ['a'])).toBeUndefined();
  });
});
