import type { AcceleratorConfig } from '../hw/config.ts';
import type { StoredLayer } from '../lstm/stored-layer.ts';
import { buildDesign, type Design, timeLayers } from './design.ts';
import type { Target } from './device-fit.ts';

/**
 * The largest array of an accelerator kind that fits a device: the (PEs, banks) with the most multipliers, and of equal ones the one
 * with the fewest cycles. Banks are the powers of two up to the configured ones. Weights that may be resident or streamed are kept
 * resident if any such array fits. Null when nothing fits.
 */
export function largestFit(
  config: AcceleratorConfig,
  stored: readonly StoredLayer[],
  target: Target,
): AcceleratorConfig | null {
  if (config.weights !== 'auto') return largestOf(config, stored, target);
  const resident = largestOf({ ...config, weights: 'resident' }, stored, target);
  return resident ? { ...resident, weights: 'auto' } : largestOf(config, stored, target);
}

function largestOf(
  config: AcceleratorConfig,
  stored: readonly StoredLayer[],
  target: Target,
): AcceleratorConfig | null {
  let best: Design | null = null;
  for (let banks = 2; banks <= config.banks; banks *= 2) {
    const candidate = mostPes(banks, config, stored, target);
    best = candidate === null ? best : largerOf(best, candidate);
  }
  return best?.array.config ?? null;
}

/** The design with the most PEs that fits, with a given number of banks. */
function mostPes(
  banks: number,
  config: AcceleratorConfig,
  stored: readonly StoredLayer[],
  target: Target,
): Design | null {
  const build = (pes: number) => buildDesign({ ...config, banks, pes }, stored, target);
  const fits = (design: Design) => design.fit.resources.fits;
  let best: Design | null = null;
  let low = 0;
  let high = 1;
  // More PEs than rows do nothing.
  const mostUseful = Math.max(...stored.flatMap(({ gates }) => gates.map(({ rows }) => rows)));
  for (let design = build(high); fits(design) && high < mostUseful; design = build(high)) {
    best = design;
    low = high;
    high = Math.min(2 * high, mostUseful + 1);
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const design = build(middle);
    if (fits(design)) {
      best = design;
      low = middle;
    } else high = middle;
  }
  return best;
}

function largerOf(best: Design | null, candidate: Design): Design {
  if (best === null) return candidate;
  const [sizeBest, size] = [best, candidate].map(({ array }) => array.config.pes * array.config.banks);
  if (size === sizeBest) return totalCycles(candidate) < totalCycles(best) ? candidate : best;
  return size > sizeBest ? candidate : best;
}

function totalCycles(design: Design): number {
  return timeLayers(design).reduce((sum, { cycles }) => sum + cycles, 0);
}
