import { z } from 'zod';
import type { LstmLayerWeights } from '../model.ts';
import { lowerLstm } from '../program/lower.ts';
import type { LstmLayerShape } from '../shape.ts';
import { fixedLstm } from './lstm-fixed.ts';
import { floatLstm, lstmOperands } from './lstm-float.ts';
import { lstmFromTensors, seededLstm } from './lstm-weights.ts';
import { layerLength, type NetKind } from './net-kind.ts';

const schema = {
  projection: layerLength
    .nullable()
    .default(null)
    .describe('Length of the projected recurrent vector (P); null: no projection, the recurrent vector is h'),
  peepholes: z.boolean().default(false).describe('Whether the gates i, f and o see the cell state'),
};

/** The cells of an LSTM, with projection and peepholes. */
export const lstm: NetKind<LstmLayerShape, LstmLayerWeights, typeof schema> = {
  kind: 'lstm',
  says: 'of an LSTM',
  schema,
  shape: (common, { projection, peepholes }) => ({ kind: 'lstm', ...common, projection, peepholes }),
  seeded: seededLstm,
  fromTensors: lstmFromTensors,
  lower: lowerLstm,
  stepFloat: floatLstm,
  operands: lstmOperands,
  stepFixed: fixedLstm,
};
