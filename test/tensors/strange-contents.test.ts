import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BadInput } from '../../src/errors/bad-input.ts';
import { readLstmTensors } from '../../src/lstm/weights/state-dict.ts';
import { writeNpy } from '../../src/tensors/npy/npy.ts';
import { openNpz, writeNpz } from '../../src/tensors/npy/npz.ts';
import { readScipyCsr } from '../../src/tensors/scipy-csr.ts';
import { casesOf } from '../drawn.ts';
import { npyFile } from './fixtures.ts';
import { craftZip } from './zip/crafted-zip.ts';

function readOrRefuse(read: () => unknown): 'read' | 'refused' {
  try {
    read();
    return 'read';
  } catch (error) {
    if (error instanceof BadInput) return 'refused';
    throw error;
  }
}

const FORMAT = {
  name: 'format.npy',
  data: npyFile(`{'descr': '|S3', 'fortran_order': False, 'shape': (), }`, [99, 115, 114]),
};

/** A sound sparse matrix of up to four rows and nine columns, as the arrays of its file. */
const csrParts = fc.array(fc.uniqueArray(fc.nat(8), { maxLength: 5 }), { maxLength: 4 }).map((rows) => {
  let entry = 0;
  const indptr = Int32Array.from([0, ...rows.map((row) => (entry += row.length))]);
  const indices = Int32Array.from(rows.flat());
  return { data: Float32Array.from(indices), indices, indptr, shape: Int32Array.of(rows.length, 9) };
});

it('a sparse matrix with one array replaced is sound or refused', () => {
  const integers = fc
    .array(fc.integer({ min: -2, max: 9 }), { maxLength: 6 })
    .map((list) => Int32Array.from(list));
  const replacement = fc.oneof(
    fc.constant({}),
    fc.record({ data: fc.float32Array({ maxLength: 6 }) }),
    fc.record({ indices: integers }),
    fc.record({ indptr: integers }),
    fc.record({ shape: integers }),
  );
  const outcomes = new Set<string>();
  fc.assert(
    fc.property(csrParts, replacement, (sound, replaced) => {
      const files = Object.entries({ ...sound, ...replaced }).map(([name, data]) => ({
        name: `${name}.npy`,
        data: writeNpy([data.length], data),
      }));
      const outcome = readOrRefuse(() => {
        const { rowStart, columns, values, rows, cols } = readScipyCsr(craftZip([...files, FORMAT]), 'm.npz');
        expect([rowStart.length, rowStart[rows], columns.length]).toEqual([
          rows + 1,
          values.length,
          values.length,
        ]);
        expect(columns.every((column) => column < cols)).toBe(true);
        expect(values.every(Number.isFinite)).toBe(true);
      });
      outcomes.add(outcome);
      if (Object.keys(replaced).length === 0) expect(outcome).toBe('read');
    }),
    { numRuns: casesOf(250, 1000), seed: 3 },
  );
  expect(outcomes).toEqual(new Set(['read', 'refused']));
});

const size = fc.integer({ min: 1, max: 3 });

/** The shapes of a sound LSTM of one to three layers, with or without projection. */
const lstmShapes = fc
  .record({ inputs: size, hidden: size, projection: fc.option(size, { nil: null }), layers: size })
  .map(({ inputs, hidden, projection, layers }) => {
    const recurrent = projection ?? hidden;
    const shapes = new Map<string, readonly number[]>();
    for (let layer = 0; layer < layers; layer++) {
      shapes.set(`weight_ih_l${layer}`, [4 * hidden, layer === 0 ? inputs : recurrent]);
      shapes.set(`weight_hh_l${layer}`, [4 * hidden, recurrent]);
      for (const bias of ['bias_ih', 'bias_hh']) shapes.set(`${bias}_l${layer}`, [4 * hidden]);
      if (projection !== null) shapes.set(`weight_hr_l${layer}`, [projection, hidden]);
    }
    return shapes;
  });

it('an LSTM with one shape replaced fits together or is refused', () => {
  const strange = fc.option(fc.array(fc.nat(13), { maxLength: 3 }), { nil: null });
  const outcomes = new Set<string>();
  fc.assert(
    fc.property(lstmShapes, fc.nat(), strange, (sound, which, replaced) => {
      const name = [...sound.keys()][which % sound.size];
      const shapes = replaced === null ? sound : new Map([...sound, [name, replaced]]);
      const entries = [...shapes].map(([name, shape]) => ({
        name,
        shape,
        data: new Float32Array(shape.reduce((a, b) => a * b, 1)),
      }));
      const outcome = readOrRefuse(() => {
        for (const layer of readLstmTensors(openNpz(writeNpz(entries), 'm.npz'), 'm.npz').layers) {
          const [gateRows, recurrent] = layer.weightHh.shape;
          expect(layer.weightIh.shape[0]).toBe(gateRows);
          expect(layer.biasIh?.shape).toEqual([gateRows]);
          expect(recurrent).toBe(layer.weightHr?.shape[0] ?? gateRows / 4);
        }
      });
      outcomes.add(outcome);
      if (replaced === null) expect(outcome).toBe('read');
    }),
    { numRuns: casesOf(250, 1000), seed: 3 },
  );
  expect(outcomes).toEqual(new Set(['read', 'refused']));
});
