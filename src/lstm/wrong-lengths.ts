import { cellLength, type LayerShape, recurrentLength } from './shape.ts';

type Vector = ArrayLike<number>;

/** Throws a RangeError where the input or the state of a step are not of the layer's lengths. */
export function refuseWrongLengths(
  { shape }: { readonly shape: LayerShape },
  x: Vector,
  { h, c }: { readonly h: Vector; readonly c: Vector },
): void {
  if (x.length === shape.inputs && h.length === recurrentLength(shape) && c.length === cellLength(shape))
    return;
  throw new RangeError(
    `step of ${x.length} inputs, h of ${h.length}, c of ${c.length} on a layer of ${shape.inputs} inputs`,
  );
}
