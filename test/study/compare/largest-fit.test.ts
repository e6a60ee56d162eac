import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Device } from '../../../src/energy/device.ts';
import { placeModel, timeLayers } from '../../../src/run/placed-model.ts';
import { largestFit } from '../../../src/study/compare/largest-fit.ts';
import { layerOf, modelOf, platformOf, prepared, smallDevice } from './designs.ts';

const model = modelOf([layerOf({ inputs: 20, hidden: 8 })]);
const rows = 32;

/** Every array that fits, by building all of them: [PEs, banks, cycles]. */
function allThatFit(fields: object, device: Device, mostBanks: number) {
  const platform = platformOf({ ...fields, banks: mostBanks }, device);
  const { layers } = prepared(platform, model);
  const found: { pes: number; banks: number; cycles: number }[] = [];
  for (let banks = 2; banks <= mostBanks; banks *= 2) {
    for (let pes = 1; pes <= rows; pes++) {
      const design = placeModel({ ...platform.config, banks, pes }, layers, platform);
      if (!design.fit.resources.fits) continue;
      found.push({ pes, banks, cycles: timeLayers(design).reduce((sum, { cycles }) => sum + cycles, 0) });
    }
  }
  return found;
}

function largest(fields: object, device: Device, mostBanks: number) {
  const platform = platformOf({ ...fields, banks: mostBanks }, device);
  return largestFit(platform.config, prepared(platform, model).layers, platform);
}

const anyDevice = fc.record({
  dsp: fc.integer({ min: 0, max: 120 }),
  ramBlocks: fc.integer({ min: 0, max: 150 }),
  ramDepth: fc.constantFrom(8, 16, 64, 512),
  logic: fc.integer({ min: 62_000, max: 120_000 }),
});

describe('the largest array that fits', () => {
  it('is the one that building every array finds', () => {
    const cases = fc.record({
      device: anyDevice,
      kind: fc.constantFrom('csr', 'csr-shared'),
      weights: fc.constantFrom('resident', 'streamed'),
      rowOrder: fc.constantFrom('natural', 'balanced'),
      ports: fc.constantFrom(1, 2),
    });
    fc.assert(
      fc.property(cases, ({ device: counts, ...fields }) => {
        const device = smallDevice(counts);
        const all = allThatFit(fields, device, 16);
        const found = largest(fields, device, 16);
        if (all.length === 0) {
          expect(found).toBeNull();
          return;
        }
        const most = Math.max(...all.map(({ pes, banks }) => pes * banks));
        const candidates = all.filter(({ pes, banks }) => pes * banks === most);
        const fewest = Math.min(...candidates.map(({ cycles }) => cycles));
        expect(candidates.filter(({ cycles }) => cycles === fewest)).toContainEqual(
          expect.objectContaining({ pes: found?.pes, banks: found?.banks }),
        );
      }),
      { seed: 11, numRuns: 100 },
    );
  });

  it('fits, and does not with one PE more', () => {
    const device = smallDevice({ dsp: 20, ramBlocks: 40, logic: 90_000 });
    const platform = platformOf({ kind: 'csr', banks: 16 }, device);
    const { layers } = prepared(platform, model);
    const found = largestFit(platform.config, layers, platform);
    if (!found) throw new Error('nothing fits');
    const overflows = (pes: number) =>
      placeModel({ ...found, weights: 'resident', pes }, layers, platform).fit.resources.overflows;
    expect(overflows(found.pes)).toEqual([]);
    expect(overflows(found.pes + 1)).not.toEqual([]);
  });

  it('has as many PEs as rows when all of them fit, and never more', () => {
    expect(largest({ kind: 'csr' }, smallDevice({}), 2)).toMatchObject({ pes: rows, banks: 2 });
  });

  it('is found even where fewer PEs do not fit, since with fewer rows each the weight memories are shallower', () => {
    const fields = { kind: 'csr', weights: 'resident', gateMatrix: 'combined' };
    const device = (ramBlocks: number) => smallDevice({ ramBlocks, ramDepth: 8 });
    const fitting = (ramBlocks: number) => allThatFit(fields, device(ramBlocks), 2).map(({ pes }) => pes);
    const gap = Array.from({ length: 80 }, (_, ramBlocks) => ramBlocks).find((ramBlocks) => {
      const pes = fitting(ramBlocks);
      return pes.length > 0 && pes.length < Math.max(...pes);
    });
    if (gap === undefined) throw new Error('no number of blocks leaves a gap');
    expect(largest(fields, device(gap), 2)?.pes).toBe(Math.max(...fitting(gap)));
  });

  it('keeps its weights on chip when any array does, and else streams them', () => {
    const build = (ramBlocks: number) => {
      const platform = platformOf({ kind: 'csr', banks: 4 }, smallDevice({ ramBlocks, ramDepth: 8 }));
      const { layers } = prepared(platform, model);
      const found = largestFit(platform.config, layers, platform);
      return found && { found, residency: placeModel(found, layers, platform).fit.residency.kind };
    };
    expect(build(200)).toMatchObject({ found: { weights: 'auto' }, residency: 'resident' });
    expect(build(20)).toMatchObject({ found: { weights: 'auto' }, residency: 'streamed' });
  });

  it('has at least the PEs that a given depth of the weight memory asks for', () => {
    const fields = { kind: 'csr', weights: 'resident', weightMemory: { beatsPerPe: 16 } };
    const found = largest(fields, smallDevice({ ramDepth: 8, ramBlocks: 100 }), 4);
    expect(found?.weightMemory.beatsPerPe).toBe(16);
    expect(largest({ ...fields, weightMemory: { beatsPerPe: 1 } }, smallDevice({}), 4)).toBeNull();
  });

  it('is null where nothing fits', () => {
    expect(largest({ kind: 'csr' }, smallDevice({ logic: 1000 }), 16)).toBeNull();
  });
});
