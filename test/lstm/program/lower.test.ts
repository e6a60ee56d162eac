import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowerLayer } from '../../../src/lstm/lower-layer.ts';
import { inOrder } from '../../../src/lstm/program/element-steps.ts';
import type { LoweringOptions } from '../../../src/lstm/program/lower.ts';
import { cellSteps } from '../../../src/lstm/program/lower-instruction.ts';
import type { ElementInstruction, Instruction, Program } from '../../../src/lstm/program/program.ts';
import { layOut } from '../../../src/lstm/program/program-layout.ts';
import { fixedStep } from '../../../src/lstm/reference-fixed.ts';
import type { LayerShape } from '../../../src/lstm/shape.ts';
import { noSaturations } from '../../../src/num/fixed.ts';
import { anyGruCase, anyGruShape, anyLayerCase, anyShape } from '../arbitrary-layer.ts';
import { interpret } from './interpreter.ts';

const anyOptions: fc.Arbitrary<LoweringOptions> = fc.record({
  style: fc.constantFrom('chained', 'instruction'),
  gateMatrix: fc.constantFrom('combined', 'separate'),
  spmvSlices: fc.constantFrom('matrix', 'gate'),
});

const plain: LayerShape = {
  kind: 'lstm',
  inputs: 24,
  hidden: 32,
  projection: null,
  peepholes: false,
  biases: false,
};
const everything: LayerShape = {
  kind: 'lstm',
  inputs: 24,
  hidden: 32,
  projection: 16,
  peepholes: true,
  biases: true,
};

const instruction = { style: 'instruction', gateMatrix: 'combined', spmvSlices: 'matrix' } as const;
const chained = { style: 'chained', gateMatrix: 'combined', spmvSlices: 'matrix' } as const;

const opcodes = ({ instructions }: Program) => instructions.map(({ op }) => op);

/** Element operations on vectors of H: how many vector instructions of each kind. */
function census(program: Program): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { op } of program.instructions) counts[op] = (counts[op] ?? 0) + 1;
  return counts;
}

describe('a lowered step, run instruction by instruction', () => {
  it('gives the bits of the integer reference and saturates as often, whatever the layer, the format and the style', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyLayerCase, anyGruCase),
        anyOptions,
        ({ stored, weights, format, x, state }, options) => {
          const layer = stored(options.gateMatrix);
          const [expected, found] = [noSaturations(), noSaturations()];
          const program = lowerLayer(weights.shape, options);
          expect(interpret(program, layer, format, x, state, found)).toEqual(
            fixedStep(layer, format, x, state, expected),
          );
          // The registers of the interpreter hold sums, and nothing of what these have lost.
          expect(found).toEqual({ ...expected, wrappedAccumulators: 0 });
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('names slices inside their vectors, rows inside their matrices and elements inside their regions', () => {
    fc.assert(
      fc.property(fc.oneof(anyShape, anyGruShape), anyOptions, (shape, options) => {
        const program = lowerLayer(shape, options);
        for (const each of program.instructions) expectInside(program, each);
      }),
    );
  });
});

function expectInside(program: Program, each: Instruction): void {
  const slices = [...JSON.stringify(each).matchAll(/\{"vector":(\d+),"from":(\d+),"length":(\d+)\}/g)];
  expect(slices.length).toBeGreaterThan(0);
  for (const [, vector, from, length] of slices) {
    expect(Number(from) + Number(length)).toBeLessThanOrEqual(program.vectors[Number(vector)].length);
  }
  if (each.op === 'spmv') {
    expect(each.rows).toBe(each.destination.length);
    expect(each.rowFrom + each.rows).toBeLessThanOrEqual(program.matrices[each.matrix].rows);
  }
  if (each.op === 'load') {
    const length = each.sources.reduce((sum, source) => sum + source.length, 0);
    expect(each.from + length).toBe(program.regions[each.region].length);
  }
}

describe('the chained style', () => {
  it('is load, products, cell; and load, products, write-back of the projection', () => {
    expect(opcodes(lowerLayer(plain, chained))).toEqual(['load', 'spmv', 'cell']);
    const program = lowerLayer(everything, { ...chained, gateMatrix: 'separate' });
    expect(opcodes(program)).toEqual(['load', 'load', 'spmv', 'spmv', 'cell', 'load', 'spmv', 'writeBack']);
    expect(program.instructions.map(({ phase }) => phase)).toEqual([
      'load',
      'load',
      'spmv',
      'spmv',
      'ewop',
      'projection',
      'projection',
      'projection',
    ]);
  });

  it('loads [x, h] as one vector for a combined matrix', () => {
    const program = lowerLayer(everything, chained);
    const [load] = program.instructions;
    expect(load).toMatchObject({ op: 'load', sources: [{ length: 24 }, { length: 16 }] });
    expect(program.regions.map(({ name, length }) => `${name} ${length}`)).toEqual(['xh 40', 'hp 32']);
  });

  it('adds the products of a second matrix to those of the first', () => {
    const { instructions } = lowerLayer(plain, { ...chained, gateMatrix: 'separate' });
    const products = instructions.filter((each) => each.op === 'spmv');
    expect(products.map(({ accumulate }) => accumulate)).toEqual([false, true]);
    expect(products[1].destination).toEqual(products[0].destination);
  });

  it('writes h itself without a projection, and h from the projection with one', () => {
    const output = (program: Program) => {
      const cell = program.instructions.find((each) => each.op === 'cell');
      return cell?.output.vector === program.h;
    };
    expect(output(lowerLayer(plain, chained))).toBe(true);
    expect(output(lowerLayer(everything, chained))).toBe(false);
  });
});

describe('the vector-instruction style', () => {
  it.each([
    { what: 'a bare layer', shape: plain, adds: 1, multiplies: 3 },
    { what: 'biases: one add per gate', shape: { ...plain, biases: true }, adds: 5, multiplies: 3 },
    {
      what: 'peepholes: a product and an add for i, f and o',
      shape: { ...plain, peepholes: true },
      adds: 4,
      multiplies: 6,
    },
    {
      what: 'both: six adds, two of them under the SpMV, and one for g',
      shape: { ...plain, peepholes: true, biases: true },
      adds: 8,
      multiplies: 6,
    },
  ])('needs $adds adds and $multiplies multiplies for $what', ({ shape, adds, multiplies }) => {
    expect(census(lowerLayer(shape, instruction))).toEqual({
      load: 1,
      spmv: 1,
      add: adds,
      multiply: multiplies,
      sigmoid: 3,
      tanh: 2,
    });
  });

  it('joins the accumulators of two matrices before anything else is added to them', () => {
    const program = lowerLayer(everything, { ...instruction, gateMatrix: 'separate' });
    const adds = program.instructions.filter((each): each is ElementInstruction => each.op === 'add');
    const joins = adds.filter(({ sum }) => sum === 'wrap');
    expect(joins).toHaveLength(4);
    const products = program.instructions.filter((each) => each.op === 'spmv' && each.phase === 'spmv');
    const written = products.map((each) => (each.op === 'spmv' ? each.destination.vector : -1));
    for (const join of joins) {
      expect(join.operands.map(({ vector }) => vector)).toEqual(written);
      const before = adds.slice(0, adds.indexOf(join)).filter(({ sum }) => sum === 'exact');
      const touched = before.filter(
        ({ destination }) =>
          written.includes(destination.vector) && destination.from === join.destination.from,
      );
      expect(touched).toEqual([]);
    }
  });

  it('cuts the gate products into one SpMV per gate, o last', () => {
    const program = lowerLayer(plain, { ...instruction, spmvSlices: 'gate' });
    const products = program.instructions.filter((each) => each.op === 'spmv');
    expect(products.map(({ rowFrom, rows }) => [rowFrom, rows])).toEqual([
      [32, 32],
      [0, 32],
      [64, 32],
      [96, 32],
    ]);
  });

  it('ends with load, products and a copy of the projection', () => {
    const tail = lowerLayer(everything, instruction).instructions.slice(-3);
    expect(tail.map(({ op, phase }) => `${op} ${phase}`)).toEqual([
      'load projection',
      'spmv projection',
      'copy projection',
    ]);
  });

  it('numbers the tensors of later layers', () => {
    expect(lowerLayer(everything, instruction, 3).matrices.map(({ tensor }) => tensor)).toEqual([
      '[weight_ih_l3, weight_hh_l3]',
      'weight_hr_l3',
    ]);
  });

  it('refuses an order that leaves out a step', () => {
    const steps = cellSteps(layOut(plain, 'combined', 0), 'matrix');
    const order = [...steps.keys()].filter((name) => name !== 'tanh.g');
    expect(() => inOrder(steps, order)).toThrow('without tanh.g');
  });
});
