import { describe, expect, it } from 'vitest';
import { Accumulator } from '../../../../src/hw/array/clocked/accumulator.ts';
import { AdderTree } from '../../../../src/hw/array/clocked/adder-tree.ts';
import { laneOperands, Multipliers } from '../../../../src/hw/array/clocked/multipliers.ts';
import { BUBBLE, MID_ROW, RegisterChain } from '../../../../src/hw/array/clocked/register-chain.ts';

describe('a chain of registers', () => {
  it.each([0, 1, 2, 3])('of %i stages shows a value that many cycles after it was driven', (stages) => {
    const chain = new RegisterChain(stages, () => ({ value: -1 }));
    const shown: number[] = [];
    for (let cycle = 0; cycle < 6; cycle++) {
      chain.input.value = cycle;
      shown.push(chain.output.value);
      chain.clock();
    }
    expect(shown).toEqual([0, 1, 2, 3, 4, 5].map((cycle) => (cycle < stages ? -1 : cycle - stages)));
  });
});

describe('multipliers', () => {
  it.each([1, 3])('with mulLatency %i show the products that many cycles after the operands', (latency) => {
    const multipliers = new Multipliers(2, latency);
    const operands = laneOperands(2);
    const shown: (readonly number[] | null)[] = [];
    for (let cycle = 0; cycle < latency + 3; cycle++) {
      const { ends, products } = multipliers.output;
      shown.push(ends === BUBBLE ? null : [ends, ...products]);
      operands.ends = cycle === 1 ? BUBBLE : cycle;
      operands.weights.set([-32768, cycle]);
      operands.words.set([-32768, 10]);
      multipliers.clock(operands);
    }
    const pipe = [...Array(latency).fill(null), [0, 2 ** 30, 0], null, [2, 2 ** 30, 20]];
    expect(shown).toEqual(pipe);
  });
});

describe('the adder tree', () => {
  it.each([
    { lanes: 2, depth: 1 },
    { lanes: 3, depth: 2 },
    { lanes: 4, depth: 2 },
    { lanes: 5, depth: 3 },
    { lanes: 7, depth: 3 },
    { lanes: 40, depth: 6 },
    { lanes: 64, depth: 6 },
  ])(
    'over $lanes lanes shows a sum $depth cycles after the products, one sum per cycle',
    ({ lanes, depth }) => {
      const tree = new AdderTree(lanes);
      expect(tree.depth).toBe(depth);
      const shown: (number | null)[] = [];
      for (let cycle = 0; cycle < depth + 4; cycle++) {
        shown.push(tree.output.ends === BUBBLE ? null : tree.output.sum);
        const products = Float64Array.from({ length: lanes }, (_, lane) => (lane + 1) * (cycle + 1));
        tree.clock({ ends: cycle === 2 ? BUBBLE : MID_ROW, products });
      }
      const total = (lanes * (lanes + 1)) / 2;
      expect(shown).toEqual([...Array(depth).fill(null), total, 2 * total, null, 4 * total]);
    },
  );
});

describe('the accumulator', () => {
  /** What its register holds after each part. */
  function sums(bits: number, parts: readonly { readonly ends: number; readonly sum: number }[]) {
    const accumulator = new Accumulator(bits);
    return parts.map((part) => {
      accumulator.clock(part);
      const { ends, sum } = accumulator.output;
      return ends === BUBBLE ? 'bubble' : [ends, sum];
    });
  }

  it('adds the parts of a row and starts again at 0 after the one that ends it', () => {
    const parts = [
      { ends: MID_ROW, sum: 5 },
      { ends: MID_ROW, sum: -7 },
      { ends: 4, sum: 1 },
      { ends: 9, sum: 30 },
      { ends: MID_ROW, sum: 2 },
    ];
    expect(sums(48, parts)).toEqual([
      [MID_ROW, 5],
      [MID_ROW, -2],
      [4, -1],
      [9, 30],
      [MID_ROW, 2],
    ]);
  });

  it('holds the sum through cycles in which nothing arrives, whatever the tree shows', () => {
    const parts = [
      { ends: MID_ROW, sum: 5 },
      { ends: BUBBLE, sum: 99 },
      { ends: 0, sum: 1 },
      { ends: BUBBLE, sum: 99 },
      { ends: 1, sum: 3 },
    ];
    expect(sums(48, parts)).toEqual([[MID_ROW, 5], 'bubble', [0, 6], 'bubble', [1, 3]]);
  });

  it('wraps to its bits in two’s complement', () => {
    const parts = [
      { ends: MID_ROW, sum: 127 },
      { ends: MID_ROW, sum: 1 },
      { ends: MID_ROW, sum: -1 },
      { ends: 0, sum: 3 * 256 },
    ];
    expect(sums(8, parts)).toEqual([
      [MID_ROW, 127],
      [MID_ROW, -128],
      [MID_ROW, 127],
      [0, 127],
    ]);
  });
});
