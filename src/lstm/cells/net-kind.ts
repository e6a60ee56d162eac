import type { NumberFormat, Saturations } from '../../num/fixed.ts';
import type { LayerShape } from '../shape.ts';
import type { FixedState, FloatState } from '../state.ts';
import type { StoredLayer } from '../stored-layer.ts';

/** What a kind of recurrent cells is. A kind registers in index.ts. */
export interface NetKind<Shape extends LayerShape = LayerShape> {
  readonly kind: Shape['kind'];
  /** One step in float64, on the stored weights before quantisation. */
  stepFloat(layer: StoredLayer<Shape>, x: Float64Array, state: FloatState): FloatState;
  /** One step in integers, docs/timing.md section 6 to the bit; saturations are counted by point. */
  stepFixed(
    layer: StoredLayer<Shape>,
    format: NumberFormat,
    x: Int16Array,
    state: FixedState,
    saturations: Saturations,
  ): FixedState;
}
