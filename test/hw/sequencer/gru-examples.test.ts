import { describe, expect, it } from 'vitest';
import { stallsOfStep } from '../../../src/hw/accounts/stalls.ts';
import { reportStep } from '../../../src/hw/accounts/step-report.ts';
import { buildArray } from '../../../src/hw/array/kinds/index.ts';
import { SpmvUnit } from '../../../src/hw/array/spmv-unit.ts';
import { timeProgram } from '../../../src/hw/sequencer/controller.ts';
import { lowerLayer } from '../../../src/lstm/lower-layer.ts';
import type { GruLayerShape } from '../../../src/lstm/shape.ts';
import { accelerator, balancedMatrix } from '../array/arrays.ts';

type Form = Pick<GruLayerShape, 'resetAfter'> & { readonly gateMatrix: 'combined' | 'separate' };

/** A GRU on M = N = E = 64, with so many entries per bank and row in each of its matrices. */
function gruStep(
  style: 'chained' | 'instruction',
  { resetAfter, gateMatrix }: Form,
  { inputs, hidden }: { readonly inputs: number; readonly hidden: number },
  perBank: readonly number[],
) {
  const config = accelerator({ kind: 'bbs', ewop: { style } });
  const shape: GruLayerShape = {
    kind: 'gru',
    inputs,
    hidden,
    resetAfter,
    biases: true,
    projection: null,
    peepholes: false,
  };
  const program = lowerLayer(shape, { style, gateMatrix, spmvSlices: 'matrix' });
  const array = buildArray(config);
  const matrices = program.matrices.map(({ rows, region }, m) =>
    array.encode(balancedMatrix(rows, program.regions[region].length, 64, perBank[m])),
  );
  return timeProgram(config, new SpmvUnit(array, { kind: 'resident' }), matrices, program);
}

describe('worked examples of docs/timing.md section 4: M = N = E = 64, X = 512, H = 1024', () => {
  const sizes = { inputs: 512, hidden: 1024 };

  it.each([
    {
      form: { resetAfter: true, gateMatrix: 'separate' },
      perBank: [1, 2],
      cycles: { load: 8 + 16, spmv: 63 + 111, ewop: 30, total: 228 },
    },
    {
      form: { resetAfter: false, gateMatrix: 'separate' },
      perBank: [1, 2, 2],
      cycles: { load: 8 + 16 + 16, spmv: 63 + 79 + 47, ewop: 23 + 24, total: 276 },
    },
    {
      form: { resetAfter: false, gateMatrix: 'combined' },
      perBank: [3, 3],
      cycles: { load: 24 + 24, spmv: 111 + 63, ewop: 23 + 24, total: 269 },
    },
  ] as const)('$form take $cycles', ({ form, perBank, cycles }) => {
    const timeline = gruStep('chained', form, sizes, perBank);
    expect(reportStep(timeline, 64).cycles).toEqual({ ...cycles, projection: 0 });
    expect(Object.values(stallsOfStep(timeline)).reduce((a, b) => a + b, 0)).toBe(cycles.total);
  });
});

describe('worked examples of docs/timing.md section 5: M = N = E = 64, X = H = 64, k = 1', () => {
  const sizes = { inputs: 64, hidden: 64 };
  const issues = (form: Form, perBank: readonly number[]) => {
    const { issued, cycles } = gruStep('instruction', form, sizes, perBank);
    return { cycles, at: issued.map(({ issuedAt, writtenAt }) => [issuedAt, writtenAt]) };
  };

  it('reset after the product: products over h first, 69 cycles', () => {
    expect(issues({ resetAfter: true, gateMatrix: 'separate' }, [1, 1])).toEqual({
      cycles: 69,
      at: [
        [1, 2], // load h
        [2, 3], // load x
        [3, 21], // 3 rows a PE take 3 + FILL = 16 cycles, and 2
        [21, 39],
        [22, 24], // nh + bias
        [25, 26], // rounded
        [40, 42], // join r
        [41, 43], // nx + bias
        [43, 45], // r + bias
        [44, 46], // join z
        [46, 49], // sigmoid r
        [47, 49], // z + bias
        [50, 54], // r times nh
        [51, 54], // sigmoid z
        [55, 57], // added to nx
        [56, 58], // 1 - z
        [58, 61], // tanh
        [59, 63], // z h
        [62, 66], // (1 - z) n
        [67, 69], // h'
      ],
    });
  });

  it('reset before the product: r h is loaded and multiplied while z is worked on, 68 cycles', () => {
    expect(issues({ resetAfter: false, gateMatrix: 'combined' }, [1, 1])).toEqual({
      cycles: 68,
      at: [
        [1, 3], // load [x, h]
        [4, 21], // 2 rows a PE
        [22, 24], // r + bias
        [25, 28], // sigmoid r
        [29, 33], // r h
        [30, 32], // z + bias
        [34, 36], // load [x, r h]
        [35, 38], // sigmoid z
        [37, 53], // a row a PE
        [39, 41], // 1 - z
        [40, 44], // z h
        [54, 56], // n + bias
        [57, 60], // tanh
        [61, 65], // (1 - z) n
        [66, 68], // h'
      ],
    });
  });
});
