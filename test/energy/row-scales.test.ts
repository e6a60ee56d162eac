import { describe, expect, it } from 'vitest';
import {
  type ComponentResources,
  estimateResources,
  type OpenFootprint,
} from '../../src/energy/resources.ts';
import { treeShape } from '../../src/energy/tree-logic.ts';
import { costs, device, deviceNames } from './shipped.ts';

const plain: OpenFootprint = {
  pes: 4,
  lanes: 8,
  bits: 16,
  accumulatorBits: 48,
  ports: 1,
  arbitrated: false,
  sharedBuffer: false,
  beatBits: 8 * 20,
  regionWords: [16],
  ewopLanes: 4,
  ewopStyle: 'chained',
  registerFileBits: 4096,
};
const scales = {
  wordBits: 21,
  wordsPerPe: 100,
  registers: 0,
  portsPerPe: 1,
  sumBits: 31,
  multiplierBits: 17,
};
const int8 = { ...plain, weightBits: 8, rowScales: scales };

function partsOf(footprint: OpenFootprint, name = 'arria10-gx1150') {
  const { breakdown } = estimateResources({ ...footprint, beatsPerPe: 500 }, device(name), costs);
  return new Map<string, ComponentResources>(breakdown.map((part) => [part.component, part]));
}
const part = (footprint: OpenFootprint, component: string, name?: string) =>
  partsOf(footprint, name).get(component);

describe('row scales on a device', () => {
  it('are a component of their own, of int8 designs alone', () => {
    expect(part(plain, 'row scales')).toBeUndefined();
    // A scale memory of 100 x 21 bits is an M20K for each PE; a sum of 31 bits is two pieces of an
    // 18 x 19 multiplier, and so a block.
    expect(part(int8, 'row scales')).toMatchObject({ ramBlocks: 4, dsp: 4 });
    expect(part(int8, 'row scales')?.logic).toBeGreaterThan(4 * 48);
  });

  it('of one matrix each are registers, and no memory', () => {
    const perMatrix = { ...int8, rowScales: { ...scales, wordsPerPe: 0, registers: 3 } };
    expect(part(perMatrix, 'row scales')).toMatchObject({ ramBlocks: 0, dsp: 4 });
    const perRow = part(int8, 'row scales')?.flipFlops ?? 0;
    expect((part(perMatrix, 'row scales')?.flipFlops ?? 0) - 3 * 21).toBeLessThan(perRow);
  });

  it('of several rows that leave in a cycle have as many memories and multipliers', () => {
    const two = { ...int8, rowScales: { ...scales, portsPerPe: 2 } };
    expect(part(two, 'row scales')).toMatchObject({ ramBlocks: 8, dsp: 8 });
  });

  it.each([
    { name: 'arria10-gx1150', sumBits: 19, dsp: 2 },
    { name: 'arria10-gx1150', sumBits: 37, dsp: 4 },
    { name: 'arria10-gx1150', sumBits: 38, dsp: 6 },
    { name: 'xc7vx690t', sumBits: 25, dsp: 4 },
    { name: 'xc7vx690t', sumBits: 26, dsp: 8 },
    { name: 'xcku060', sumBits: 27, dsp: 4 },
    { name: 'xcku060', sumBits: 28, dsp: 8 },
  ])('of sums of $sumBits bits take $dsp blocks for four PEs on $name', ({ name, sumBits, dsp }) => {
    const design = { ...int8, rowScales: { ...scales, sumBits } };
    expect(part(design, 'row scales', name)?.dsp).toBe(dsp);
  });
});

describe('lanes of int8 weights', () => {
  it('take a DSP block for as many products as the device says, two of Arria 10 and one of Xilinx parts', () => {
    expect(part(int8, 'multipliers')?.dsp).toBe(16);
    expect(part(int8, 'multipliers', 'xcku060')?.dsp).toBe(32);
    expect(deviceNames.map((name) => [name, device(name).dspPacking?.value])).toEqual(
      deviceNames.map((name) => [name, device(name).dsp.multipliersPerBlock]),
    );
  });

  it('may be packed by a device of the reader, and by default are as many as multipliers', () => {
    const chip = device('xcku060');
    const packed = (value: number) => ({ value, source: 'x', mark: 'assumption' as const });
    const dspOf = (dspPacking: (typeof chip)['dspPacking']) =>
      estimateResources({ ...int8, beatsPerPe: 500 }, { ...chip, dspPacking }, costs).breakdown.find(
        ({ component }) => component === 'multipliers',
      )?.dsp;
    expect(dspOf(packed(2))).toBe(16);
    expect(dspOf(null)).toBe(32);
  });

  it('are 8 x W multipliers where they are logic, half of W x W, and have adders of 24 bits', () => {
    const many = { pes: 64, lanes: 64 };
    const logic = (design: OpenFootprint, component: string) =>
      part({ ...design, ...many }, component)?.logic ?? 0;
    expect(logic(int8, 'multipliers') / logic(plain, 'multipliers')).toBeCloseTo(0.5, 3);
    const [narrow, wide] = [24, 32].map((bits) => treeShape(64, bits).adderBits);
    expect(logic(int8, 'adder trees') / logic(plain, 'adder trees')).toBeCloseTo(narrow / wide, 3);
  });
});
