import { describe, expect, it } from 'vitest';
import type { LayerShape } from '../../src/lstm/shape.ts';
import { checkShape } from '../../src/run/check-shape.ts';

const lstm: LayerShape = {
  ...{ kind: 'lstm', inputs: 3, hidden: 2, projection: null, peepholes: false, biases: true },
};
const gru: LayerShape = {
  ...{
    kind: 'gru',
    inputs: 3,
    hidden: 2,
    projection: null,
    peepholes: false,
    biases: true,
    resetAfter: false,
  },
};
const forward: LayerShape = { ...lstm, direction: 'forward' };
const reverse: LayerShape = { ...lstm, direction: 'reverse' };

const check = (found: readonly LayerShape[], expected: readonly LayerShape[]) => () =>
  checkShape('w.onnx', { layers: found }, 'net', { layers: expected });

describe('the layers of a file', () => {
  it('are those of their workload, in whichever direction a layer of one pass runs', () => {
    expect(check([lstm], [lstm])).not.toThrow();
    expect(check([reverse], [lstm])).not.toThrow();
    expect(check([forward, reverse, gru], [forward, reverse, gru])).not.toThrow();
  });

  it.each<[string, readonly LayerShape[], readonly LayerShape[], string]>([
    [
      'another reset rule of a GRU',
      [gru],
      [{ ...gru, resetAfter: true } as LayerShape],
      'layer 0 has resetAfter false, but workload net has true',
    ],
    ['another kind', [lstm], [gru], 'layer 0 has kind lstm, but workload net has gru'],
    [
      'peepholes',
      [{ ...lstm, peepholes: true } as LayerShape],
      [lstm],
      'layer 0 has peepholes true, but workload net has false',
    ],
    [
      'two layers in reverse where one is bidirectional',
      [reverse, reverse],
      [forward, reverse],
      'layer 0 has bidirectional false, but workload net has true',
    ],
    ['two passes of one', [forward, reverse], [lstm], '1 layers in 2 passes, but workload net has 1'],
  ])('are refused for %s', (_, found, expected, says) => {
    expect(check(found, expected)).toThrow(`w.onnx: ${says}`);
  });
});
