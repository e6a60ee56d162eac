import type { LayerShape } from '../shape.ts';
import { gru } from './gru.ts';
import { lstm } from './lstm.ts';
import type { NetKind } from './net-kind.ts';

/** The kinds of cells, by name: the one place where a kind registers. */
const kinds = { lstm, gru };

/** Names of all kinds, the default first. */
export const netKindNames = Object.keys(kinds) as LayerShape['kind'][];

/** The fields of a layer in a workload that not all kinds have. */
export const ownFields = { ...lstm.schema, ...gru.schema };

/** The kind of a layer's cells; what it does is for layers of that kind alone. */
export function netKindOf({ kind }: Pick<LayerShape, 'kind'>): NetKind {
  return kinds[kind];
}
