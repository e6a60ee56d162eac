import { z } from 'zod';
import type { NumberFormat, Saturations } from '../../num/fixed.ts';
import type { LayerWeights, WeightsOf } from '../model.ts';
import type { LoweringOptions } from '../program/lower.ts';
import type { Program } from '../program/program.ts';
import type { RandomOf } from '../seeded-tensors.ts';
import type { LayerShape } from '../shape.ts';
import type { FixedState, FloatState } from '../state.ts';
import type { StoredLayer } from '../stored-layer.ts';
import type { LstmLayerTensors } from '../weights/state-dict.ts';

/** A length of a layer in a workload. */
export const layerLength = z.int().min(1).max(65_536);

/** Fields that a layer of any kind has in a workload. */
export type CommonFields = Pick<LayerShape, 'inputs' | 'hidden' | 'biases'>;

/**
 * What a kind of recurrent cells is: all that a model needs to know of it. A kind registers in index.ts; how
 * many gates it stacks and in which matrices they lie is in tables of shape.ts and gate-parts.ts.
 */
export interface NetKind<
  Shape extends LayerShape = LayerShape,
  Weights extends LayerWeights = WeightsOf<Shape>,
  Schema extends z.ZodRawShape = z.ZodRawShape,
> {
  readonly kind: Shape['kind'];
  readonly says: string;
  /** Fields of a layer in a workload that layers of this kind alone have. */
  readonly schema: Schema;
  /** The layer of a workload. */
  shape(common: CommonFields, own: z.output<z.ZodObject<Schema>>): Shape;
  /** Random weights of layer `index` (from 0, for the tensors' names). */
  seeded(shape: Shape, index: number, random: RandomOf): Weights;
  /** The layer in tensors of PyTorch; `expected` may say what these do not. */
  fromTensors(tensors: LstmLayerTensors, expected: LayerShape | undefined): Weights;
  /** One time step of layer `index`. docs/timing.md sections 4 and 5. */
  lower(shape: Shape, options: LoweringOptions, index: number): Program;
  /** One step in float64, on the stored weights before quantisation. */
  stepFloat(layer: StoredLayer<Shape>, x: Float64Array, state: FloatState): FloatState;
  /**
   * The vectors that the matrices of `layer` multiply in a step in float64: gates in order, then the
   * projection.
   */
  operands(layer: StoredLayer<Shape>, x: Float64Array, state: FloatState): readonly Float64Array[];
  /** One step in integers, docs/timing.md section 6 to the bit; saturations are counted by point. */
  stepFixed(
    layer: StoredLayer<Shape>,
    format: NumberFormat,
    x: Int16Array,
    state: FixedState,
    saturations: Saturations,
  ): FixedState;
}
