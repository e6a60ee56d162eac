import { BadInput } from '../errors/bad-input.ts';
import { arePassesOfTwo, isBidirectional, passesByLayer, passesOf, passName } from '../lstm/passes.ts';
import type { LayerShape, LstmShape } from '../lstm/shape.ts';

/** What tensors and workload must agree about. */
const fields = ['kind', 'inputs', 'hidden', 'projection', 'peepholes'] as const;

/**
 * Throws BadInput where the layers of a file are not those of its workload, naming the first difference. A
 * workload does not say in which direction a layer of one pass runs.
 */
export function checkShape(path: string, found: LstmShape, workload: string, expected: LstmShape): void {
  if (found.layers.length !== expected.layers.length) {
    throw new BadInput(
      `${path}: ${countOf(found, ' layers')}, but workload ${workload} has ${countOf(expected)}`,
    );
  }
  const passes = passesOf(expected.layers);
  const [areTwo, areTwoExpected] = [found, expected].map(({ layers }) => arePassesOfTwo(layers));
  expected.layers.forEach((layer, l) => {
    const differs = (field: string, has: unknown, expects: unknown) =>
      new BadInput(`${path}: layer ${field} ${has}, but workload ${workload} has ${expects}`);
    if (areTwo[l] !== areTwoExpected[l])
      throw differs(`${passes[l].layer} has bidirectional`, areTwo[l], areTwoExpected[l]);
    for (const field of fields) {
      if (found.layers[l][field] !== layer[field])
        throw differs(`${passName(passes[l])} has ${field}`, found.layers[l][field], layer[field]);
    }
    const [reset, resetExpected] = [found.layers[l], layer].map(resetAfterOf);
    if (reset !== resetExpected) throw differs(`${passName(passes[l])} has resetAfter`, reset, resetExpected);
  });
}

function resetAfterOf(layer: LayerShape): boolean | null {
  return 'resetAfter' in layer ? layer.resetAfter : null;
}

/** How many layers, with what is counted named; and how many passes, where some are bidirectional. */
function countOf({ layers }: LstmShape, noun = ''): string {
  const passes = isBidirectional(layers) ? ` in ${layers.length} passes` : '';
  return `${passesByLayer(layers).length}${noun}${passes}`;
}
