import type { NumberFormat, Saturations } from '../../num/fixed.ts';
import type { LoweringOptions } from '../program/lower.ts';
import type { Program } from '../program/program.ts';
import type { LayerShape } from '../shape.ts';
import type { FixedState, FloatState } from '../state.ts';
import type { StoredLayer } from '../stored-layer.ts';

/** What a kind of recurrent cells is. A kind registers in index.ts. */
export interface NetKind<Shape extends LayerShape = LayerShape> {
  readonly kind: Shape['kind'];
  /** One time step as instructions for the accelerator. docs/timing.md sections 4 and 5. */
  lower(shape: Shape, options: LoweringOptions, layer: number): Program;
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
