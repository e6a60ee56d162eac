import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { priceOf } from '../../../src/cosim/synthesis/block-price.ts';
import { blockFamilies, blockSamples, isMappedFor } from '../../../src/cosim/synthesis/block-samples.ts';
import {
  blockFits,
  cellsPerUnit,
  constantOf,
  costFamilyOf,
  fitBlocks,
  isHeldOut,
  sampleGroup,
  unitSample,
} from '../../../src/cosim/synthesis/fit-blocks.ts';
import {
  type MappedBlock,
  mappedBlocksText,
  parameterText,
  readMappedBlocks,
} from '../../../src/cosim/synthesis/mapped-blocks.ts';
import { readMappedTable } from '../../../src/cosim/synthesis/mapped-table.ts';
import { costs } from '../../energy/shipped.ts';

const text = (name: string) =>
  readFileSync(new URL(`../../../configs/technology/${name}`, import.meta.url), 'utf8');
const blocks = readMappedBlocks(text('mapped-blocks.csv'), 'mapped-blocks.csv');
const units = readMappedTable(text('mapped-cells.csv'), 'mapped-cells.csv');
const families = ['intel', 'xilinx'] as const;

/** What the estimate says of a module, in cells. */
function estimated(sample: Pick<MappedBlock, 'module' | 'parameters'> & Parameters<typeof costFamilyOf>[0]) {
  const family = costFamilyOf(sample);
  const price = priceOf(sample, costs, costs.families[family]);
  if (price === null) return null;
  return { logic: price.logic * cellsPerUnit[family], flipFlops: price.flipFlops };
}

describe('the table of mapped modules', () => {
  const keyOf = (sample: (typeof blockSamples)[number]) => `${sample.module} ${parameterText(sample)}`;
  const keysOf = (family: string) => blocks.filter((block) => block.family === family).map(keyOf);

  it.each(blockFamilies)('%s: has every module and size that is mapped by the script, in order', (family) => {
    const wanted = blockSamples.filter((sample) => isMappedFor(sample, family));
    expect(keysOf(family)).toEqual(wanted.map(keyOf));
  });

  it('has every module that a constant is fitted to at a size that is not held out', () => {
    for (const { module, speaks } of blockFits) {
      const fitted = blocks.filter((block) => block.module === module && speaks(block.parameters));
      expect(
        fitted.some((block) => block.family === 'xc7' && !isHeldOut(block)),
        module,
      ).toBe(true);
    }
  });

  it('is written as it is read', () => {
    expect(mappedBlocksText(blocks)).toBe(text('mapped-blocks.csv'));
  });

  it.each([
    ['family\n', 'line 1: expected family,module'],
    [text('mapped-blocks.csv').replace('xc7,', 'xc9,'), 'line 2: expected family,module'],
    [text('mapped-blocks.csv').replace(/,98,/, ',many,'), 'line 2: expected whole numbers'],
  ])('refuses what is not one', (wrong, message) => {
    expect(() => readMappedBlocks(wrong, 't.csv')).toThrow(message);
  });
});

describe('the constants of blocks', () => {
  it.each(families)('%s: are the fit to the sizes that are not held out, to three digits', (family) => {
    const fitted = fitBlocks(blocks, costs, family);
    for (const path of blockFits.flatMap(({ constants }) => constants))
      expect(constantOf(costs.families[family], path).value, path).toBe(constantOf(fitted, path).value);
  });

  it.each(families)('%s: are found again from counts that were made with them', (family) => {
    const made = blocks
      .filter((block) => costFamilyOf(block) === family)
      .map((block) => {
        const cells = estimated(block);
        return cells ? { ...block, logic: cells.logic, flipFlops: cells.flipFlops } : block;
      });
    const fitted = fitBlocks(made, costs, family);
    for (const path of blockFits.flatMap(({ constants }) => constants)) {
      const { value } = constantOf(costs.families[family], path);
      expect(constantOf(fitted, path).value, path).toBeCloseTo(value, 1);
    }
  });
});

/** Largest errors of logic, of sizes that are fitted and of those that are held out: what the fit prints. */
const bounds: Readonly<Record<string, { readonly fitted: number; readonly heldOut?: number }>> = {
  sum_tree: { fitted: 0.02, heldOut: 0.02 },
  mac_pipeline: { fitted: 0.01, heldOut: 0.02 },
  csr_arbiter: { fitted: 0.27, heldOut: 0.29 },
  'csr_arbiter, tree': { fitted: 0.18, heldOut: 0.16 },
  window_arbiter: { fitted: 0.45, heldOut: 0.31 },
  'window_arbiter, tree': { fitted: 0.13, heldOut: 0.1 },
  bank_queues: { fitted: 0.41, heldOut: 0.27 },
  crossbar: { fitted: 0.41, heldOut: 0.22 },
  pe: { fitted: 0.06, heldOut: 0.02 },
  lane_stream: { fitted: 0.11 },
  lane_sums: { fitted: 0.23 },
  vector_loader: { fitted: 0.03, heldOut: 0.02 },
  ewop_chained: { fitted: 0.01, heldOut: 0.06 },
  ewop_gru: { fitted: 0.01, heldOut: 0.06 },
  'ewop_gru, reset before products': { fitted: 0.33 },
  ewop_vector: { fitted: 0.01, heldOut: 0.26 },
  row_rescale: { fitted: 0.06 },
  controller: { fitted: 0.01, heldOut: 0.03 },
  step_sequencer: { fitted: 0.01 },
};

describe('the estimate of a module', () => {
  const groups = [...new Set(blocks.map(sampleGroup))];
  it.each(groups)('%s: is as near to what is mapped as is said of it', (group) => {
    const { fitted, heldOut } = bounds[group] ?? expect.fail('no bound');
    for (const block of blocks.filter((one) => sampleGroup(one) === group)) {
      const price = estimated(block) ?? expect.fail('no price');
      const size = `${block.family} ${parameterText(block)}: ${price.logic} for ${block.logic}`;
      const bound = (isHeldOut(block) ? heldOut : fitted) ?? expect.fail('no bound');
      expect(Math.abs(price.logic / block.logic - 1), size).toBeLessThan(bound);
    }
  });
});

describe('the two circuits of an arbiter', () => {
  const asChain = ({ TREE: _, ...parameters }: MappedBlock['parameters']) => parameters;
  const pairs = blocks.flatMap((tree) => {
    if (tree.parameters.TREE !== 1) return [];
    const wanted = { ...tree, parameters: asChain(tree.parameters) };
    const chain = blocks.find(
      (one) =>
        one.family === tree.family &&
        one.module === tree.module &&
        parameterText(one) === parameterText(wanted),
    );
    return chain ? [{ size: `${tree.family} ${tree.module} ${parameterText(wanted)}`, tree, chain }] : [];
  });

  it('are mapped side by side, with every number of lanes, two ports, both priorities and windows', () => {
    for (const has of ['LANES=4', 'LANES=8', 'LANES=16', 'PORTS=2', 'ROTATING=1', 'WINDOW=2', 'WINDOW=4'])
      expect(
        pairs.some(({ size }) => size.includes(has)),
        has,
      ).toBe(true);
  });

  it.each(pairs)('$size: take another area, as mapped and as priced', ({ tree, chain }) => {
    expect(tree.logic).not.toBe(chain.logic);
    expect(estimated(tree)?.logic).not.toBe(estimated(chain)?.logic);
  });

  it.each(families)('%s: a tree of four lanes takes less, as priced as it is mapped', (family) => {
    const small = pairs.filter(({ tree, chain }) => {
      const { LANES, WINDOW = 1, ROTATING = 0 } = tree.parameters;
      return costFamilyOf(chain) === family && LANES === 4 && WINDOW <= 4 && ROTATING === 0;
    });
    expect(small.length).toBeGreaterThan(2);
    for (const { size, tree, chain } of small) {
      expect(tree.logic, size).toBeLessThan(chain.logic);
      expect(estimated(tree)?.logic, size).toBeLessThan(estimated(chain)?.logic ?? 0);
    }
  });

  it('a tree of eight lanes has 64 requests, each of three levels and a word of five bits', () => {
    const { tree } = costs.families.xilinx.arbiter;
    const parameters = { LANES: 8, ADDRESS_BITS: 5, PORTS: 1, TREE: 1 };
    const fixed = estimated({ family: 'xc7', module: 'csr_arbiter', parameters });
    expect(fixed?.logic).toBeCloseTo(64 * (3 * tree.level.value + 5 * tree.wordBit.value), 6);
    const rotating = estimated({
      family: 'xc7',
      module: 'csr_arbiter',
      parameters: { ...parameters, ROTATING: 1 },
    });
    expect(rotating?.logic).toBeCloseTo((fixed?.logic ?? 0) + 64 * 3 * tree.rotating.value, 6);
  });

  it('a tree of two beats of four lanes has 32 requests of three levels, and two ages to compare', () => {
    const { tree } = costs.families.xilinx.arbiter;
    const price = estimated({
      family: 'xc7',
      module: 'window_arbiter',
      parameters: { LANES: 4, ADDRESS_BITS: 5, WINDOW: 2, TREE: 1 },
    });
    const each = 3 * tree.level.value + 2 * tree.window.value + 5 * tree.wordBit.value;
    expect(price?.logic).toBeCloseTo(32 * each, 6);
  });
});

describe('the estimate of the whole SpMV unit, to which nothing is fitted', () => {
  it.each(
    units.map((size) => ({ ...size, size: `${size.family} ${size.kind} ${size.pes} x ${size.lanes}` })),
  )('$size: $logic LUTs or ALUTs within 12 per cent, $flipFlops flip-flops within half of one', (unit) => {
    const { logic, flipFlops } = estimated(unitSample(unit)) ?? expect.fail('no price');
    expect(Math.abs(logic / unit.logic - 1)).toBeLessThan(0.12);
    expect(Math.abs(flipFlops / unit.flipFlops - 1)).toBeLessThan(0.005);
  });
});
