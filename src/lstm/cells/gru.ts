import { z } from 'zod';
import type { GruLayerWeights } from '../model.ts';
import { lowerGru } from '../program/lower.ts';
import type { GruLayerShape } from '../shape.ts';
import { fixedGru } from './gru-fixed.ts';
import { floatGru, gruOperands } from './gru-float.ts';
import { gruFromTensors, seededGruLayer } from './gru-weights.ts';
import type { NetKind } from './net-kind.ts';

const schema = {
  resetAfter: z
    .boolean()
    .optional()
    .describe(
      'Of a GRU: whether the reset gate scales the product of n and h (PyTorch; ONNX with linear_before_reset), or h itself (false); default: true',
    ),
};

/** The cells of a GRU, with the reset after or before the product of the recurrent weights. */
export const gru: NetKind<GruLayerShape, GruLayerWeights, typeof schema> = {
  kind: 'gru',
  says: 'of a GRU',
  schema,
  shape: (common, { resetAfter = true }) => ({
    kind: 'gru',
    ...common,
    projection: null,
    peepholes: false,
    resetAfter,
  }),
  seeded: seededGruLayer,
  fromTensors: gruFromTensors,
  lower: lowerGru,
  stepFloat: floatGru,
  operands: gruOperands,
  stepFixed: fixedGru,
};
