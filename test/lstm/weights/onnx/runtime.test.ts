import { describe, expect, it } from 'vitest';
import { expectedFiles } from './fixtures.ts';
import { runtimeDifference } from './runtime.ts';

/** One file of each kind; the slow suite has all. */
const files = [
  'torch-lstm-bidirectional-two-layers.onnx',
  'torch-gru-dynamic-batch-first.onnx',
  'torch-lstm-initial-expanded.onnx',
  'torch-gru-unfolded.onnx',
  'gru-reset-before-bidirectional.onnx',
  'lstm-peepholes-bidirectional.onnx',
  'lstm-reverse.onnx',
  'lstm-opset21.onnx',
  'if.onnx',
  'scan.onnx',
  'streaming.onnx',
  'mixed-directions.onnx',
  'half.onnx',
];

describe('onnxruntime gives the outputs that our reference is held to, within 1e-5', () => {
  it.each(files)('%s', async (name) => {
    expect(await runtimeDifference(name, expectedFiles[name])).toBeLessThan(1e-5);
  });
});
