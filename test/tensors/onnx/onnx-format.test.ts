import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isOnnxFile } from '../../../src/tensors/onnx/onnx-model.ts';
import { openTensors } from '../../../src/tensors/open.ts';

const model = new Uint8Array(readFileSync(new URL('../../fixtures/foreign/model.onnx', import.meta.url)));

describe('an ONNX model', () => {
  it('is told by its content, and lists its initialisers', () => {
    const file = openTensors(model, 'm');
    expect(file?.names).toEqual(['lstm.weight_ih_l0', 'lstm.weight_hh_l0', 'lstm.bias_ih_l0', 'scale']);
    expect(file?.shape('lstm.weight_hh_l0')).toEqual([8, 2]);
    expect(file && isOnnxFile(file) && file.model.producer).toBe('pytorch');
  });
});
