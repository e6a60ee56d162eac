import { lowerGru } from '../program/lower.ts';
import type { GruLayerShape } from '../shape.ts';
import { fixedGru } from './gru-fixed.ts';
import { floatGru } from './gru-float.ts';
import type { NetKind } from './net-kind.ts';

/** The cells of a GRU, with the reset after or before the product of the recurrent weights. */
export const gru: NetKind<GruLayerShape> = {
  kind: 'gru',
  lower: lowerGru,
  stepFloat: floatGru,
  stepFixed: fixedGru,
};
