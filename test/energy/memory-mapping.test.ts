import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blocksOfRam, logicOfDistributedRam, mapMemory } from '../../src/energy/memory-mapping.ts';
import { deepestWeightMemory, placeWeightMemories } from '../../src/energy/weight-memory.ts';
import { device, deviceNames } from './shipped.ts';

const arria10 = device('arria10-gx1150');
const virtex7 = device('xc7vx690t');
const u250 = device('alveo-u250');

describe('block RAM', () => {
  it.each([
    { chip: arria10, width: 1280, depth: 144, blocks: 32, why: '32 x (512 x 40)' },
    { chip: arria10, width: 1280, depth: 513, blocks: 64, why: '64 x (1K x 20)' },
    { chip: arria10, width: 20, depth: 1024, blocks: 1, why: '1K x 20' },
    { chip: arria10, width: 5, depth: 4096, blocks: 1, why: '4K x 5' },
    { chip: arria10, width: 1, depth: 16_384, blocks: 1, why: '16K x 1' },
    { chip: arria10, width: 40, depth: 16_384, blocks: 32, why: '32 x (512 x 40), stacked' },
    { chip: virtex7, width: 1280, depth: 144, blocks: 18, why: '18 x (512 x 72)' },
    { chip: virtex7, width: 16, depth: 256, blocks: 0.5, why: 'half a block, 1K x 18' },
    { chip: virtex7, width: 48, depth: 512, blocks: 1, why: '512 x 72' },
    { chip: virtex7, width: 90, depth: 512, blocks: 1.5, why: '3 halves of 512 x 36' },
    { chip: virtex7, width: 36, depth: 1024, blocks: 1, why: '1K x 36' },
  ])(
    'of $chip.name: $depth words of $width bits take $blocks blocks, $why',
    ({ chip, width, depth, blocks }) => {
      expect(blocksOfRam(chip.ram, width, depth)).toBe(blocks);
    },
  );

  it('never holds more bits than its blocks have', () => {
    const size = fc.integer({ min: 1, max: 20_000 });
    const property = fc.property(
      fc.constantFrom(...deviceNames.map(device)),
      size,
      size,
      ({ ram }, width, depth) => {
        expect(blocksOfRam(ram, width, depth) * ram.bitsPerBlock).toBeGreaterThanOrEqual(width * depth);
      },
    );
    fc.assert(property);
  });
});

describe('a vector buffer bank', () => {
  it.each([
    { chip: arria10, depth: 32, logic: 10 },
    { chip: virtex7, depth: 32, logic: 12 },
    { chip: arria10, depth: 33, logic: 20 },
    { chip: virtex7, depth: 64, logic: 24 },
  ])('of $depth 16-bit words takes $logic units of $chip.distributedRam.unit', ({ chip, depth, logic }) => {
    expect(logicOfDistributedRam(chip.distributedRam, 16, depth)).toBe(logic);
  });

  it.each([
    { depth: 32, readPorts: 1, use: [0, 10], why: 'one MLAB' },
    {
      depth: 32,
      readPorts: 2,
      use: [0, 20],
      why: 'an MLAB has one read port: a copy',
    },
    { depth: 33, readPorts: 1, use: [1, 0], why: 'deeper than 32 words: an M20K' },
    { depth: 33, readPorts: 2, use: [1, 0], why: 'true dual port, 1K x 20' },
    {
      depth: 2048,
      readPorts: 2,
      use: [2, 0],
      why: 'two true-dual-port blocks of 2K x 10',
    },
  ])('of $depth words with $readPorts read port(s): $why', ({ use, why, ...bank }) => {
    const found = mapMemory({ width: 16, ...bank }, arria10, 32);
    expect([found.ramBlocks, found.distributedLogic], why).toEqual(use);
  });

  it('40 bits wide with two read ports takes two blocks: true dual port ends at 20 bits', () => {
    const bank = { width: 40, depth: 512, readPorts: 2 };
    expect(mapMemory(bank, arria10, 32).ramBlocks).toBe(2);
  });
});

describe('weight memories', () => {
  it.each([
    { chip: arria10, beats: 512, use: { ramBlocks: 2048, ultraRam: 0, fits: true } },
    { chip: arria10, beats: 513, use: { ramBlocks: 4096, ultraRam: 0, fits: false } },
    { chip: u250, beats: 512, use: { ramBlocks: 1152, ultraRam: 0, fits: true } },
    // 36 blocks each: 64 PEs take 2,304.
    { chip: u250, beats: 1024, use: { ramBlocks: 2304, ultraRam: 0, fits: true } },
    // 143 blocks each: 18 PEs in 2,688 blocks, 46 PEs of 18 UltraRAM each.
    { chip: u250, beats: 4096, use: { ramBlocks: 18 * 143, ultraRam: 46 * 18, fits: true } },
    // Deeper than one UltraRAM: 36 each, so 35 PEs; 16 PEs in 162 blocks each; 13 PEs are missing.
    { chip: u250, beats: 4608, use: { ramBlocks: 29 * 162, ultraRam: 35 * 36, fits: false } },
  ])(
    'of 64 PEs x $beats beats x 1,280 bits on $chip.name: block RAM, then UltraRAM',
    ({ chip, beats, use }) => {
      expect(placeWeightMemories(64, 1280, beats, chip, chip.ram.count)).toEqual(use);
    },
  );

  it('at their greatest depth fit, and one beat deeper do not', () => {
    const property = fc.property(
      fc.constantFrom(...deviceNames.map(device)),
      fc.integer({ min: 1, max: 128 }),
      fc.integer({ min: 1, max: 3000 }),
      fc.integer({ min: 0, max: 755 }),
      (chip, pes, beatBits, freeBlocks) => {
        const depth = deepestWeightMemory(pes, beatBits, chip, freeBlocks);
        expect(placeWeightMemories(pes, beatBits, depth, chip, freeBlocks).fits).toBe(true);
        expect(placeWeightMemories(pes, beatBits, depth + 1, chip, freeBlocks).fits).toBe(false);
      },
    );
    fc.assert(property);
  });

  it('hold nothing in no blocks, and need PEs and bits', () => {
    expect(deepestWeightMemory(64, 1280, arria10, 0)).toBe(0);
    expect(() => deepestWeightMemory(0, 1280, arria10, 10)).toThrow(RangeError);
    expect(() => deepestWeightMemory(64, 0, arria10, 10)).toThrow(RangeError);
  });
});
