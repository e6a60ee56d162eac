import type { KnownOfRun, KnownResidency } from '../hw/config/moot.ts';
import { gateParts } from '../lstm/gate-parts.ts';
import { isBidirectional } from '../lstm/passes.ts';
import type { LayerShape } from '../lstm/shape.ts';

/** What is known of a run of these layers. */
export function knownOf(residency: KnownResidency, layers: readonly LayerShape[]): KnownOfRun {
  const fixed = layers.filter(hasFixedMatrices).length;
  const separateLayers = fixed === 0 ? 'none' : fixed === layers.length ? 'all' : 'some';
  return { residency, isBidirectional: isBidirectional(layers), separateLayers };
}

/** Whether a layer has the same gate matrices whatever a design asks for. */
function hasFixedMatrices(shape: LayerShape): boolean {
  return gateParts(shape, 'combined').length === gateParts(shape, 'separate').length;
}
