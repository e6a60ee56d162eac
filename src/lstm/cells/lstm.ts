import { lowerLstm } from '../program/lower.ts';
import type { LstmLayerShape } from '../shape.ts';
import { fixedLstm } from './lstm-fixed.ts';
import { floatLstm } from './lstm-float.ts';
import type { NetKind } from './net-kind.ts';

/** The cells of an LSTM, with projection and peepholes. */
export const lstm: NetKind<LstmLayerShape> = {
  kind: 'lstm',
  lower: lowerLstm,
  stepFloat: floatLstm,
  stepFixed: fixedLstm,
};
