import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { executeSequence } from '../../src/run/execute-sequence.ts';
import { seededSequence } from '../../src/run/sequence.ts';
import { platformOf } from '../study/compare/designs.ts';
import { anyCase, bitsOf, type Case, cyclesOf, masked, modelOfCase, runCase, runs } from './cases.ts';

const values = { values: true, steps: 2 } as const;

/**
 * The bits of a case's outputs with other fields, on the weights that the case's
 * threshold leaves, whatever the pattern.
 */
function bitsOnSameMask(one: Case, changes: Record<string, unknown>): number[][] {
  const csr = { kind: 'csr', placement: 'cyclic', ...changes };
  return bitsOf(runCase(one, csr, { ...values, model: masked(one, csr) }));
}

describe('the outputs of a sequence, bit for bit,', () => {
  it('are the same in both element-wise styles, chaining or not', () => {
    fc.assert(
      fc.property(anyCase(), (one) => {
        const { ewop } = platformOf(one.fields).config;
        const bits = [
          { ...ewop, style: 'chained' },
          { ...ewop, style: 'instruction' },
          { ...ewop, style: 'instruction', chaining: true },
        ].map((style) => bitsOf(runCase(one, { ewop: style }, values)));
        expect(bits[1]).toEqual(bits[0]);
        expect(bits[2]).toEqual(bits[0]);
      }),
      runs,
    );
  });

  it('are the same with combined and with separate gate matrices of the same mask', () => {
    fc.assert(
      fc.property(anyCase({ kinds: ['csr'] }), (one) => {
        const [combined, separate] = ['combined', 'separate'].map((gateMatrix) =>
          bitsOnSameMask(one, { gateMatrix }),
        );
        expect(separate).toEqual(combined);
      }),
      runs,
    );
  });

  it('are the same on every kind of accelerator that holds the same mask', () => {
    fc.assert(
      fc.property(anyCase({ kinds: ['bbs'] }), (one) => {
        const model = runCase(one).prepared;
        const kinds = ['bbs', 'csr', 'csr-shared', 'dense'];
        const bits = kinds.map((kind) => bitsOf(runCase(one, { kind }, { ...values, model })));
        for (const other of bits.slice(1)) expect(other).toEqual(bits[0]);
      }),
      runs,
    );
  });

  it('are the same dense and bank-balanced at 0 % sparsity', () => {
    fc.assert(
      fc.property(anyCase({ kinds: ['bbs'] }), (one) => {
        const balanced = runCase({ ...one, sparsity: 0 }, {}, values);
        expect(bitsOf(runCase(one, { kind: 'dense' }, values))).toEqual(bitsOf(balanced));
      }),
      runs,
    );
  });

  it('are the same whatever decides the time alone: PEs, ports, arbiter, placement, row order, memory, latencies, slices', () => {
    const timing = fc.record({
      pes: fc.integer({ min: 1, max: 9 }),
      ports: fc.constantFrom(1, 2),
      arbiter: fc.constantFrom('fixed', 'rotating'),
      placement: fc.constantFrom('cyclic', 'even', 'blocked'),
      rowOrder: fc.constantFrom('natural', 'balanced'),
      weights: fc.constantFrom('resident', 'auto'),
      timing: fc.record({
        mulLatency: fc.integer({ min: 1, max: 9 }),
        ewMulLatency: fc.integer({ min: 0, max: 9 }),
      }),
      program: fc.record({ spmvSlices: fc.constantFrom('matrix', 'gate') }),
    });
    fc.assert(
      fc.property(
        anyCase({ kinds: ['csr', 'csr-shared'], weights: ['resident'] }),
        timing,
        (one, changes) => {
          expect(bitsOf(runCase(one, changes, values))).toEqual(bitsOf(runCase(one, {}, values)));
        },
      ),
      runs,
    );
  });

  it('are those of single steps, each from the state that the one before left', () => {
    fc.assert(
      fc.property(anyCase(), fc.integer({ min: 2, max: 4 }), (any, steps) => {
        // One layer can be continued from outside: its state is its output.
        const one = { ...any, layers: any.layers.slice(0, 1) };
        const { design, prepared } = runCase(one);
        const { shape } = modelOfCase(one);
        const { number } = design.array.config;
        const sequence = seededSequence(shape, steps, '1', number);
        const whole = executeSequence(design, prepared.layers, sequence);
        let state = sequence.state;
        sequence.inputs.forEach((input, t) => {
          const single = executeSequence(design, prepared.layers, { ...sequence, inputs: [input], state });
          expect([single.h[0], single.c[0]]).toEqual([whole.h[t], whole.c[t]]);
          const { real } = state[0].h;
          state = [{ h: { codes: single.h[0], real }, c: { codes: single.c[0], real: state[0].c.real } }];
        });
      }),
      runs,
    );
  });
});

describe('the placement of the columns', () => {
  it('changes the cycles of a CSR step, and not a bit of its outputs', () => {
    const one: Case = {
      fields: { kind: 'csr', pes: 2, banks: 4 },
      layers: [
        { kind: 'lstm' as const, inputs: 20, hidden: 10, projection: null, peepholes: true, biases: true },
      ],
      sparsity: 0.7,
      seed: 3,
    };
    const all = ['cyclic', 'even', 'blocked'].map((placement) => runCase(one, { placement }, values));
    expect(new Set(all.map(cyclesOf)).size).toBe(3);
    expect(new Set(all.map((run) => JSON.stringify(bitsOf(run)))).size).toBe(1);
  });
});
