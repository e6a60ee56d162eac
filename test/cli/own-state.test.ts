import { describe, expect, it } from 'vitest';
import { onnxBytes } from '../lstm/weights/onnx/file.ts';
import { lstm, weights } from '../lstm/weights/onnx/model.ts';
import { folder, put, session } from './session.ts';

const here = folder();
const stated = { name: 'h', dims: [1, 1, 4], data: Float32Array.of(0.5, -0.25, 0.75, -1) };

/** A file of an LSTM of 3 inputs and 4 cells whose h before the first step is a constant. */
const file = put(
  here,
  'm.onnx',
  onnxBytes({
    nodes: [{ ...lstm('a', 'x', 'y'), inputs: ['x', 'a.W', 'a.R', '', '', 'h'] }],
    tensors: [...weights('a', 3, 4), stated],
    inputs: { x: [0, 1, 3] },
  }),
);
/** The same weights without that state: then it is seeded. */
const seeded = put(
  here,
  'seeded.onnx',
  onnxBytes({
    nodes: [lstm('a', 'x', 'y')],
    tensors: weights('a', 3, 4),
    inputs: { x: [0, 1, 3] },
  }),
);
const small = ['--set', 'pes=4', '--set', 'banks=4'];
const remark = 'the state before the first step (h) is that in the file of weights\n';

describe('a constant state in a file of weights', () => {
  const errorOf = async (path: string) => {
    const words = ['compare', '--weights', path, '--accelerators', 'bbs', ...small, '--format', 'json'];
    const { out, err } = await session(...words);
    return { error: JSON.parse(out).rows[0].run.accuracy.maxAbsErrorH as number, err };
  };

  it('is that of the step that compare takes, as it is of a run, and both say so', async () => {
    const run = await session('run', '--weights', file, ...small, '--format', 'json');
    const compared = await errorOf(file);
    expect(compared.error).toBe(JSON.parse(run.out).accuracy.maxAbsErrorH);
    expect(compared.error).not.toBe((await errorOf(seeded)).error);
    expect([run.err, compared.err].map((err) => err.startsWith(remark))).toEqual([true, true]);
  });

  it('is that of the steps that the RTL is to take, which rtl says', async () => {
    const { code, err } = await session('rtl', '--weights', file, ...small, '--out', `${here}/rtl`);
    expect([code, err.startsWith(remark)]).toEqual([0, true]);
  });
});
