import { prune } from '../../bbs/patterns/prune.ts';
import { rebuiltMatrix } from '../../bbs/rebuilt.ts';
import { storeEntries } from '../../bbs/store.ts';
import { buildArray, kindOf } from '../../hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';
import type { LstmModel } from '../../lstm/model.ts';
import { noSaturations } from '../../num/fixed.ts';
import { layerMatrices, type Preparation } from '../../run/prepared-model.ts';

/**
 * Throws BadInput where an array that needs balanced rows cannot hold the smallest matrix of a model, pruned
 * in this way: most patterns have no such rows, and pruning all of a model to find that out takes long.
 */
export function refuseUnheld(config: AcceleratorConfig, model: LstmModel, preparation: Preparation): void {
  const { pattern, gateMatrix, target, format } = preparation;
  if (!kindOf(config.kind).needsBalance || pattern.kind === 'none') return;
  const [{ layer, role, weights }] = model.layers
    .flatMap((own, layer) => layerMatrices(own, gateMatrix).map((matrix) => ({ layer, ...matrix })))
    .sort((a, b) => a.weights.values.length - b.weights.values.length);
  const { mask, rebuilt } = prune(weights, pattern, target(layer, role));
  const saturations = noSaturations();
  const kept = rebuiltMatrix(weights, rebuilt, format.bits, saturations);
  buildArray(config).encode(storeEntries(kept, mask, format, saturations));
}
