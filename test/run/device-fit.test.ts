import { describe, expect, it } from 'vitest';
import { blocksOfRam } from '../../src/energy/memory-mapping.ts';
import { weightMemoryCapacity } from '../../src/energy/resources.ts';
import { BadInput } from '../../src/errors/bad-input.ts';
import { longestRowBeats, openFootprint, residentBeatsPerPe } from '../../src/hw/accounts/placed-layer.ts';
import { placeModel, timeLayers } from '../../src/run/placed-model.ts';
import { simulate } from '../../src/run/simulate.ts';
import { layerOf, modelOf, platformOf, prepared, smallDevice } from '../study/compare/designs.ts';

const model = modelOf([layerOf({ inputs: 30, hidden: 16 }), layerOf({ inputs: 16, hidden: 16 })]);
const tiny = { kind: 'csr', pes: 4, banks: 4 };

/** A design on a device with blocks of RAM of 8 words. */
function fitted(fields: object, ramBlocks = 2000) {
  const platform = platformOf({ ...tiny, ...fields }, smallDevice({ ramBlocks, ramDepth: 8 }));
  const design = placeModel(platform.config, prepared(platform, model).layers, platform);
  const needed = residentBeatsPerPe(design.layers, platform.config);
  const capacity = weightMemoryCapacity(
    openFootprint(design.array, design.layers),
    platform.device,
    platform.costs,
  );
  const { residency, resources } = design.fit;
  return {
    platform,
    design,
    needed,
    capacity,
    residency,
    resources,
    longest: longestRowBeats(design.layers),
  };
}

it('rows that share beats need what their entries fill, slice by slice, and no more than row by row', () => {
  const { design, needed } = fitted({ kind: 'csr-shuffle' });
  const perPe = new Array<number>(4).fill(0);
  for (const { program, matrices } of design.layers) {
    for (const { op, ...spmv } of program.instructions) {
      if (op !== 'spmv' || !('matrix' in spmv)) continue;
      const { order, entryStart } = matrices[spmv.matrix].beats;
      for (let pe = 0; pe < 4; pe++) {
        const own = [...order.rows.subarray(order.start[pe], order.start[pe + 1])];
        const inSlice = own.filter((row) => row >= spmv.rowFrom && row < spmv.rowFrom + spmv.rows);
        const entries = inSlice.reduce((sum, row) => sum + entryStart[row + 1] - entryStart[row], 0);
        perPe[pe] += Math.ceil(entries / 4);
      }
    }
  }
  expect(needed).toBe(Math.max(...perPe));
  expect(needed).toBeLessThan(fitted({}).needed);
});

it('lanes that go on by themselves have a weight memory each, and their PE two with the ends of its rows', () => {
  const { design, platform, resources, needed } = fitted({ kind: 'csr-shuffle', openRows: 4 });
  const { laneMemories } = openFootprint(design.array, design.layers);
  const matrices = design.layers.flatMap((layer) => layer.matrices.map(({ beats }) => beats));
  const most = Math.max(...matrices.map(({ entryStart, rows }) => entryStart[rows]));
  expect(laneMemories).toEqual({
    // Valid, tag of four rows, four banks, twelve words for 30 inputs and 16 states, a value.
    wordBits: 1 + 2 + 2 + 4 + 16,
    rowMemories: 2,
    rowBits: Math.ceil(Math.log2(most + 1)),
    // Two layers of four gates, of each 16 rows on four PEs.
    rowsPerPe: 2 * 4 * 4,
  });
  const { ramBlocks } = resources.breakdown.find(({ component }) => component === 'weight memory')!;
  const words = design.fit.residency.kind === 'streamed' ? design.fit.residency.beatsPerPe : needed;
  expect(ramBlocks).toBe(4 * 4 * blocksOfRam(platform.device.ram, 25, words));
});

/** The most and the fewest blocks of RAM with which the memory still holds too little, and just enough. */
const fewestBlocks = (() => {
  for (let blocks = 0; ; blocks++) {
    const { needed, capacity } = fitted({}, blocks);
    if (capacity >= needed) return blocks;
  }
})();

describe('weights that go where they fit (auto)', () => {
  it('are on chip with exactly the blocks of RAM that hold them, and streamed with one block less', () => {
    const enough = fitted({}, fewestBlocks);
    expect(enough.residency).toEqual({ kind: 'resident' });
    expect(enough.resources.fits).toBe(true);
    const short = fitted({}, fewestBlocks - 1);
    expect(short.residency.kind).toBe('streamed');
    expect(short.resources.fits).toBe(true);
  });

  it('stream through all the memory that is left, but no more than all weights twice', () => {
    const short = fitted({}, fewestBlocks - 1);
    expect(short.capacity).toBeLessThan(2 * short.needed);
    expect(short.residency).toEqual({ kind: 'streamed', beatsPerPe: short.capacity });
    const roomy = fitted({ weights: 'streamed' });
    expect(roomy.capacity).toBeGreaterThan(2 * roomy.needed);
    expect(roomy.residency).toEqual({ kind: 'streamed', beatsPerPe: 2 * roomy.needed });
  });

  it('stay on chip, and overflow, where there is no room for two of the longest rows either', () => {
    const none = fitted({}, 0);
    expect(none.capacity).toBe(0);
    expect(none.residency).toEqual({ kind: 'resident' });
    expect(none.resources.overflows.map(({ resource }) => resource)).toEqual(['ramBlocks']);
  });

  it('take the cycles of the residency that was chosen', () => {
    const cycles = (ramBlocks: number) =>
      timeLayers(fitted({}, ramBlocks).design).reduce((sum, timeline) => sum + timeline.cycles, 0);
    expect(cycles(fewestBlocks - 1)).toBeGreaterThan(cycles(fewestBlocks));
    expect(cycles(0)).toBe(cycles(fewestBlocks));
  });
});

describe('weights that are told where to be', () => {
  it('are on chip though they do not fit, and the overflow is reported', () => {
    const { residency, resources } = fitted({ weights: 'resident' }, fewestBlocks - 1);
    expect(residency.kind).toBe('resident');
    expect(resources.fits).toBe(false);
  });

  it('are streamed though they would fit', () => {
    const { residency, resources } = fitted({ weights: 'streamed' }, fewestBlocks);
    expect(residency.kind).toBe('streamed');
    expect(resources.fits).toBe(true);
  });

  it('pass bursts and an expander where their stream is packed, bursts alone as an image, neither on chip', () => {
    const flipFlops = (weights: string, stream: string) =>
      fitted({ weights, dram: { stream, burstBytes: 32 } }).resources.breakdown.find(
        ({ component }) => component === 'DMA buffers',
      )?.flipFlops ?? 0;
    const { beatBits } = fitted({}).design.layers[0].matrices[0].beats;
    const image = flipFlops('streamed', 'image');
    expect(flipFlops('streamed', 'packed')).toBe(image + 8 * 32 + beatBits);
    // Two bursts, and on either side the 768 bits that 19.2 GB/s bring in a cycle of 200 MHz.
    expect(image).toBe(2 * 8 * 32 + 2 * 768);
    expect(flipFlops('resident', 'packed')).toBe(0);
  });

  it('are streamed through buffers of at least a block of RAM where the device has none left', () => {
    const { residency, resources, longest } = fitted({ weights: 'streamed' }, 0);
    expect(residency).toEqual({ kind: 'streamed', beatsPerPe: Math.max(8, 2 * longest) });
    expect(resources.fits).toBe(false);
  });
});

describe('a given depth of the weight memory', () => {
  const needed = fitted({}).needed;
  const depth = (weights: string, beatsPerPe: number, ramBlocks = 2000) =>
    fitted({ weights, weightMemory: { beatsPerPe } }, ramBlocks);

  it.each([
    { weights: 'auto', beatsPerPe: needed, residency: { kind: 'resident' } },
    { weights: 'auto', beatsPerPe: 4 * needed, residency: { kind: 'resident' } },
    { weights: 'auto', beatsPerPe: needed - 1, residency: { kind: 'streamed', beatsPerPe: needed - 1 } },
    { weights: 'resident', beatsPerPe: needed, residency: { kind: 'resident' } },
    { weights: 'streamed', beatsPerPe: needed, residency: { kind: 'streamed', beatsPerPe: needed } },
    { weights: 'streamed', beatsPerPe: 4 * needed, residency: { kind: 'streamed', beatsPerPe: 4 * needed } },
  ])(
    'of $beatsPerPe beats with weights $weights gives $residency.kind',
    ({ weights, beatsPerPe, residency }) => {
      expect(depth(weights, beatsPerPe).residency).toEqual(residency);
    },
  );

  it('is what is built, however little of it is used', () => {
    const blocks = (beatsPerPe: number) => depth('resident', beatsPerPe).resources.ramBlocks.used;
    expect(blocks(needed + 800)).toBeGreaterThan(blocks(needed));
    expect(depth('resident', needed + 800, 0).resources.fits).toBe(false);
  });

  it('is an error when the weights must be on chip and need more', () => {
    expect(() => depth('resident', needed - 1)).toThrow(
      new BadInput(
        `weightMemory.beatsPerPe: ${needed - 1} beats, but the fullest PE must hold ${needed} (weights: streamed needs less)`,
      ),
    );
    expect(() => depth('auto', 1)).toThrow(/^weightMemory\.beatsPerPe: 1 beats/);
  });

  it('is an error when half of it is too little for a row of a tile', () => {
    const { platform, longest } = depth('streamed', 2);
    expect(longest).toBeGreaterThan(1);
    const run = () =>
      simulate(platform, prepared(platform, model), { steps: 1, sequence: null, mustFit: false });
    expect(run).toThrow(
      /tensor .*weight.*: row \d+ has \d+ beats, but half the weight memory of a PE holds 1/,
    );
  });
});

describe('a design that must fit', () => {
  it('is refused with everything that the device lacks', () => {
    const { platform } = fitted({ weights: 'resident' }, fewestBlocks - 1);
    const run = (mustFit: boolean) =>
      simulate(platform, prepared(platform, model), { steps: 1, sequence: null, mustFit });
    expect(() => run(true)).toThrow(BadInput);
    expect(() => run(true)).toThrow(
      /^csr: does not fit small: needs \d+ of \d+ M20K .*\(--allow-overflow runs it all the same\)$/,
    );
    expect(run(false).timelines.length).toBe(2);
  });
});
