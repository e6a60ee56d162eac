import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildArray } from '../../../src/hw/array/kinds/index.ts';
import { clockMhzOf } from '../../../src/hw/config/clock.ts';
import type { AcceleratorConfig } from '../../../src/hw/config/config.ts';
import type { LstmModel } from '../../../src/lstm/model.ts';
import { bothPasses } from '../../../src/lstm/passes.ts';
import { seededModel } from '../../../src/lstm/seeded-model.ts';
import { encodeLayers, placeModel, stepCycles, timeLayers } from '../../../src/run/placed-model.ts';
import type { Platform } from '../../../src/run/platform.ts';
import { differenceWords, variantsOf } from '../../../src/study/compare/design-space.ts';
import { fastestFit } from '../../../src/study/compare/fastest-fit.ts';
import { openDesigns, placeDesign } from '../../../src/study/compare/open-design.ts';
import { fewestAsDealt, fewestWithPes, spmvLoads } from '../../../src/study/compare/step-bound.ts';
import { casesOf } from '../../drawn.ts';
import { layerOf, modelOf, platformOf, prepared, smallDevice } from './designs.ts';

const model = modelOf([layerOf({ inputs: 21, hidden: 3, projection: 4 })]);
/** Of the gates, which are four slices. */
const rows = 12;
const inSlices = { gateMatrix: 'separate', program: { spmvSlices: 'gate' } };

/** A bidirectional layer, and one of a single pass. */
const bothWays = seededModel(
  'both ways',
  { layers: [...bothPasses(layerOf({ inputs: 9, hidden: 3 })), layerOf({ inputs: 6, hidden: 3 })] },
  1,
);

const baseOf = (platform: Platform, sparsity = 0.5, of: LstmModel = model) => ({
  config: platform.config,
  stored: prepared(platform, of, sparsity).layers,
  target: platform,
});

/** Every design that fits, by building all of them, with more PEs than rows too. */
function allThatFit(platform: Platform, of: LstmModel = model) {
  const { layers } = prepared(platform, of);
  const sizes = Array.from({ length: rows + 2 }, (_, i) => i + 1);
  return variantsOf(platform.config).flatMap((variant) =>
    sizes.flatMap((pes) => {
      const design = placeModel({ ...variant, pes }, layers, platform);
      if (!design.fit.resources.fits) return [];
      const cycles = stepCycles(design);
      return [
        { cycles, us: cycles / clockMhzOf(design.array.config), pes, multipliers: pes * variant.banks },
      ];
    }),
  );
}

const anyDevice = fc.record({
  dsp: fc.integer({ min: 0, max: 60 }),
  ramBlocks: fc.integer({ min: 0, max: 120 }),
  ramDepth: fc.constantFrom(8, 16, 64, 512),
  logic: fc.integer({ min: 58_000, max: 90_000 }),
});
const anyKind = fc.constantFrom(
  'csr',
  'csr-window',
  'csr-shuffle',
  'banked',
  'banked-decoupled',
  'replicated',
  'dense',
);
const usClock = (platform: Platform) => clockMhzOf(platform.config);

describe('the fastest design that fits', () => {
  it('is as fast as the fastest of all that are built one by one, and no larger', () => {
    const cases = fc.record({ device: anyDevice, kind: anyKind });
    fc.assert(
      fc.property(cases, ({ device, kind }) => {
        const platform = platformOf(
          { ...inSlices, kind, weights: 'resident', banks: 8 },
          smallDevice(device),
        );
        const all = allThatFit(platform);
        const found = fastestFit([baseOf(platform)]);
        if (all.length === 0) {
          expect(found).toBeNull();
          return;
        }
        const fewest = Math.min(...all.map(({ cycles }) => cycles));
        expect((found?.latencyUs ?? 0) * usClock(platform)).toBeCloseTo(fewest, 6);
        const least = Math.min(
          ...all.filter(({ cycles }) => cycles === fewest).map(({ multipliers }) => multipliers),
        );
        expect((found?.config.pes ?? 0) * (found?.config.banks ?? 0)).toBe(least);
      }),
      { seed: 12, numRuns: casesOf(8, 100) },
    );
  });

  it('is the fastest at the highest clock of each where their clock is auto', () => {
    const cases = fc.record({
      device: anyDevice,
      kind: fc.constantFrom('csr', 'csr-window', 'banked', 'dense'),
    });
    fc.assert(
      fc.property(cases, ({ device, kind }) => {
        const fields = { ...inSlices, kind, weights: 'resident', banks: 8, clockMhz: 'auto' };
        const platform = platformOf(fields, smallDevice(device));
        const all = allThatFit(platform);
        const found = fastestFit([baseOf(platform)]);
        expect(found === null).toBe(all.length === 0);
        if (found === null) return;
        expect(found.config.clockMhz).toBe('auto');
        expect(found.latencyUs).toBeCloseTo(Math.min(...all.map(({ us }) => us)), 9);
      }),
      { seed: 15, numRuns: casesOf(5, 60) },
    );
  });

  it('is that of two arrays where both passes of a layer run at the same time', () => {
    const cases = fc.record({ device: anyDevice, kind: fc.constantFrom('csr', 'csr-shuffle', 'dense') });
    fc.assert(
      fc.property(cases, ({ device, kind }) => {
        const fields = { ...inSlices, kind, weights: 'resident', banks: 8, directions: 'parallel' };
        const platform = platformOf(fields, smallDevice(device));
        const all = allThatFit(platform, bothWays);
        const found = fastestFit([baseOf(platform, 0.5, bothWays)]);
        expect(found === null).toBe(all.length === 0);
        if (found === null) return;
        const fewest = Math.min(...all.map(({ cycles }) => cycles));
        expect(found.latencyUs * usClock(platform)).toBeCloseTo(fewest, 6);
      }),
      { seed: 14, numRuns: casesOf(4, 40) },
    );
  });

  it('is the fastest of those that are timed where weights are streamed, some numbers of PEs left out', () => {
    const cases = fc.record({ device: anyDevice, kind: fc.constantFrom('csr', 'banked', 'dense') });
    fc.assert(
      fc.property(cases, ({ device, kind }) => {
        const platform = platformOf(
          { ...inSlices, kind, weights: 'streamed', banks: 8 },
          smallDevice(device),
        );
        const all = allThatFit(platform);
        const found = fastestFit([baseOf(platform)]);
        expect(found === null).toBe(all.length === 0);
        if (found === null) return;
        const cycles = found.latencyUs * usClock(platform);
        expect(all.map((one) => one.cycles)).toContain(Math.round(cycles));
        // Of twelve PEs the search leaves out eleven, and goes on by one below ten.
        const timed = all.filter(({ pes }) => pes <= 10);
        if (timed.length === all.length)
          expect(cycles).toBeCloseTo(Math.min(...all.map((one) => one.cycles)), 6);
        expect(cycles).toBeLessThanOrEqual(1.05 * Math.min(...all.map((one) => one.cycles)));
      }),
      { seed: 13, numRuns: casesOf(8, 40) },
    );
  });

  it('is looked for among all bases, each with its own weights and device', () => {
    const [csr, banked] = ['csr', 'banked'].map((kind) =>
      platformOf({ kind, banks: 8, weights: 'resident' }),
    );
    const [ofCsr, ofBanked] = [csr, banked].map((platform) => fastestFit([baseOf(platform)])?.latencyUs ?? 0);
    const both = fastestFit([baseOf(csr), baseOf(banked)]);
    expect(both?.latencyUs).toBe(Math.min(ofCsr, ofBanked));
    const small = { ...banked, device: smallDevice({ logic: 1000 }) };
    expect(fastestFit([baseOf(small), baseOf(csr)])).toMatchObject({ base: 1, latencyUs: ofCsr });
    expect(fastestFit([baseOf(small)])).toBeNull();
    expect(fastestFit([])).toBeNull();
  });

  it('is none where the values alone are more than the RAM of the device', () => {
    const platform = platformOf(
      { kind: 'csr', weights: 'resident' },
      smallDevice({ ramBlocks: 1, ramDepth: 8 }),
    );
    expect(openDesigns(platform.config, prepared(platform, model).layers, platform, 0)).toEqual([]);
  });
});

describe('the least time of a design', () => {
  it('is never more than its time with resident weights, nor less when its rows are dealt, nor more with more PEs', () => {
    const cases = fc.record({
      kind: anyKind,
      weights: fc.constantFrom('resident', 'streamed'),
      rowOrder: fc.constantFrom('natural', 'balanced'),
      window: fc.constantFrom(1, 3),
      ports: fc.constantFrom(1, 2),
      style: fc.constantFrom('chained', 'instruction'),
      pes: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(cases, ({ kind, rowOrder, window, ports, style, ...fields }) => {
        const own = {
          ...(kind === 'dense' ? {} : { rowOrder }),
          ...(kind.startsWith('csr') && kind !== 'csr-shuffle' ? { ports } : {}),
          ...(kind === 'csr-window' ? { window } : {}),
        };
        const platform = platformOf({ kind, banks: 8, ewop: { style }, ...fields, ...own });
        const { layers } = prepared(platform, model);
        const alone = buildArray({ ...platform.config, pes: 1 });
        const encoded = encodeLayers(alone, layers);
        const loads = spmvLoads(alone, encoded);
        const least = (pes: number) => fewestWithPes(alone, encoded, loads, pes);
        const placed = placeModel(platform.config, layers, platform);
        const cycles = timeLayers(placed).reduce((sum, timeline) => sum + timeline.cycles, 0);
        const dealt = fewestAsDealt(placed, loads);
        if (fields.weights === 'resident') expect(dealt).toBeLessThanOrEqual(cycles);
        expect(least(fields.pes)).toBeLessThanOrEqual(dealt);
        expect(least(fields.pes + 1)).toBeLessThanOrEqual(least(fields.pes));
        // Where beats are taken one by one and nothing is fetched, nothing is left to time.
        if (kind === 'csr' && fields.weights === 'resident') expect(dealt).toBe(cycles);
      }),
      { seed: 14, numRuns: casesOf(40, 300) },
    );
  });

  it('is of designs that fit alone', () => {
    const roomy = platformOf({ ...inSlices, kind: 'csr', weights: 'resident', banks: 4 });
    const { layers } = prepared(roomy, model);
    const { logic } = placeModel({ ...roomy.config, pes: 6 }, layers, roomy).fit.resources;
    const platform = { ...roomy, device: smallDevice({ logic: logic.used }) };
    const designs = openDesigns(platform.config, layers, platform, 0);
    const limited = designs.filter(({ mostPes }) => mostPes > 0 && mostPes < rows);
    expect(limited).not.toEqual([]);
    for (const design of limited) {
      expect(placeDesign(design, design.mostPes)?.array.config.pes).toBe(design.mostPes);
      expect(placeDesign(design, design.mostPes + 1)).toBeNull();
    }
  });
});

describe('the variants of a design', () => {
  const fieldsOf = (configs: readonly AcceleratorConfig[], name: string) => [
    ...new Set(configs.map((config) => (config as object as Record<string, unknown>)[name])),
  ];

  it('have banks up to the configured number, and the fields that buy speed, where the kind has them', () => {
    const window = variantsOf(platformOf({ kind: 'csr-window', banks: 16, window: 5 }).config);
    expect(fieldsOf(window, 'banks')).toEqual([2, 4, 8, 16]);
    expect(fieldsOf(window, 'window')).toEqual([1, 2, 4, 8, 16, 5]);
    expect(fieldsOf(window, 'ports')).toEqual([1, 2]);
    expect(fieldsOf(window, 'rowOrder').sort()).toEqual(['balanced', 'natural']);
    expect(fieldsOf(window, 'rowsApart')).toEqual([undefined]);
    const apart = variantsOf(platformOf({ kind: 'banked-decoupled', banks: 2, rowOrder: 'balanced' }).config);
    expect(fieldsOf(apart, 'rowsApart')).toEqual([1, 2, 4, 8]);
    expect(fieldsOf(apart, 'rowOrder')).toEqual(['balanced']);
  });

  it('keep the banks of a format that holds balanced rows alone', () => {
    expect(fieldsOf(variantsOf(platformOf({ kind: 'bbs', banks: 16 }).config), 'banks')).toEqual([16]);
  });

  it('are called by their size and by what has another value, or not at all', () => {
    const { config } = platformOf({ kind: 'csr-window', pes: 4, banks: 8 });
    expect(differenceWords(config, config)).toBe('');
    expect(differenceWords({ ...config, pes: 6 }, config)).toBe('6 x 8');
    const other = { ...config, window: 2, ports: 2, rowOrder: 'balanced' } as AcceleratorConfig;
    expect(differenceWords(other, config)).toBe('4 x 8, rows balanced, window 2, ports 2');
  });
});
