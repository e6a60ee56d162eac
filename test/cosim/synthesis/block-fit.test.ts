import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { priceOf } from '../../../src/cosim/synthesis/block-price.ts';
import { blockFamilies, blockSamples } from '../../../src/cosim/synthesis/block-samples.ts';
import {
  blockFits,
  cellsPerUnit,
  constantOf,
  costFamilyOf,
  fitBlocks,
  isHeldOut,
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
  it('has every module at every size for a family of either vendor', () => {
    const keyOf = (sample: (typeof blockSamples)[number]) => `${sample.module} ${parameterText(sample)}`;
    for (const family of blockFamilies) {
      const own = blocks.filter((block) => block.family === family);
      expect(own.map(keyOf)).toEqual(blockSamples.map(keyOf));
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

/** Largest errors of logic, of sizes that are fitted and of those that are not; the widest is noted. */
const bounds: Readonly<Record<string, { readonly fitted: number; readonly heldOut: number }>> = {
  sum_tree: { fitted: 0.03, heldOut: 0.03 },
};

describe('the estimate of a module', () => {
  it.each(
    blocks.map((block) => ({ ...block, size: `${block.family} ${block.module} ${parameterText(block)}` })),
  )('$size: $logic LUTs or ALUTs', (block) => {
    const price = estimated(block);
    if (price === null) return;
    const { fitted, heldOut } = bounds[block.module];
    const bound = isHeldOut(block) ? heldOut : fitted;
    expect(Math.abs(price.logic / block.logic - 1)).toBeLessThan(bound);
  });
});

describe('the estimate of the whole SpMV unit, to which nothing is fitted', () => {
  it.each(
    units.map((size) => ({ ...size, size: `${size.family} ${size.kind} ${size.pes} x ${size.lanes}` })),
  )('$size: $logic LUTs or ALUTs within a tenth, $flipFlops flip-flops within half a per cent', (unit) => {
    const { logic, flipFlops } = estimated(unitSample(unit)) ?? expect.fail('no price');
    expect(Math.abs(logic / unit.logic - 1)).toBeLessThan(0.1);
    expect(Math.abs(flipFlops / unit.flipFlops - 1)).toBeLessThan(0.005);
  });
});
