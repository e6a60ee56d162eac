import { seeded } from '../num/random.ts';
import { netKindOf } from './cells/index.ts';
import type { LstmModel, WeightsOf } from './model.ts';
import { passesOf } from './passes.ts';
import type { LayerShape } from './shape.ts';

/**
 * A model with random weights of the shape of trained ones. Row r of a matrix with `cols` columns is
 * Gaussian with standard deviation (0.5 + u) / sqrt(cols), u uniform in [0, 1): rows differ in magnitude,
 * so pruning by magnitude over a whole matrix leaves rows of unequal length. Biases and peepholes are
 * Gaussian with standard deviation 0.1.
 *
 * Every tensor has a generator of its own, seeded by `seed/tensor name`, so no tensor depends on the size of
 * another. Order of drawing in a matrix: for each row u, then the row's weights; in a vector: its elements.
 */
export function seededModel<Shape extends LayerShape>(
  name: string,
  shape: { readonly layers: readonly Shape[] },
  seed: number | string,
): LstmModel<WeightsOf<Shape>> {
  const random = (tensor: string) => seeded(`${seed}/${tensor}`);
  const passes = passesOf(shape.layers);
  const layers = shape.layers.map((layer, at) => netKindOf(layer).seeded(layer, passes[at].layer, random));
  return { name, shape, layers: layers as WeightsOf<Shape>[] };
}
