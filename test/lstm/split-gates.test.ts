import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gateMatrices } from '../../src/lstm/gate-matrices.ts';
import { seededModel } from '../../src/lstm/seeded-model.ts';
import type { GateMatrix } from '../../src/lstm/shape.ts';
import { splitGates, splitRows } from '../../src/lstm/split-gates.ts';
import { anyGruShape, anyShape } from './arbitrary-layer.ts';

describe('what is known of the gate matrices of an array', () => {
  const anyCase = [
    fc.oneof(anyShape, anyGruShape),
    fc.constantFrom<GateMatrix>('combined', 'separate'),
  ] as const;
  const zeros = (length: number) => new Float64Array(length);

  it('lies in the tensors of the layer as their weights do', () => {
    fc.assert(
      fc.property(...anyCase, (shape, gateMatrix) => {
        const [weights] = seededModel('net', { layers: [shape] }, '1').layers;
        const parts = gateMatrices(weights, gateMatrix).map(({ values }) => Float64Array.from(values));
        const { inputGates, recurrentGates } = splitGates(shape, gateMatrix, parts, zeros);
        expect([...inputGates]).toEqual([...weights.inputGates.values]);
        expect([...recurrentGates]).toEqual([...weights.recurrentGates.values]);
      }),
    );
  });

  it('is of the same rows where it is known of rows', () => {
    fc.assert(
      fc.property(...anyCase, (shape, gateMatrix) => {
        const [weights] = seededModel('net', { layers: [shape] }, '1').layers;
        const matrices = gateMatrices(weights, gateMatrix);
        const rows = matrices.map(({ rows }, part) =>
          Float64Array.from({ length: rows }, (_, r) => part + r / 100),
        );
        const each = matrices.map(({ values, cols }, part) =>
          Float64Array.from(values, (_, i) => rows[part][Math.floor(i / cols)]),
        );
        const [ofRows, ofWeights] = [
          splitRows(shape, gateMatrix, rows, zeros),
          splitGates(shape, gateMatrix, each, zeros),
        ];
        for (const half of ['inputGates', 'recurrentGates'] as const) {
          const { cols } = weights[half];
          expect([...ofWeights[half]]).toEqual([...ofRows[half]].flatMap((row) => new Array(cols).fill(row)));
        }
      }),
    );
  });
});
