import type { LayerShape } from '../shape.ts';
import { gru } from './gru.ts';
import { lstm } from './lstm.ts';
import type { NetKind } from './net-kind.ts';

/** The kinds of cells, by name: the one place where a kind registers. */
const kinds: {
  readonly [Kind in LayerShape['kind']]: NetKind<Extract<LayerShape, { readonly kind: Kind }>>;
} = {
  lstm,
  gru,
};

/** The kind of a layer's cells; what it does is for layers of that kind alone. */
export function netKindOf({ kind }: LayerShape): NetKind {
  return kinds[kind];
}
