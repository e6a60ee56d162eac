import { entriesPerBank } from '../bbs/patterns/bank-balanced.ts';
import { patternOf } from '../bbs/patterns/named-pattern.ts';
import { placeColumns } from '../bbs/placement.ts';
import { buildArray } from '../hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import { gateParts, type MatrixRole, partSize } from '../lstm/gate-parts.ts';
import { type LayerShape, type LstmShape, recurrentLength } from '../lstm/shape.ts';
import { requestedTargets, sharedTarget } from './matrix-targets.ts';
import type { MatrixTarget } from './prepared-model.ts';

/** How many weights patterns keep for a sparsity, as specifications of sweeps and `run --keep` say it. */
export const keptCounts = ['requested', 'as-bank-balanced'] as const;

/** Each pattern its own count, or as many as bank-balanced over the design's banks would keep. */
export type KeptCounts = (typeof keptCounts)[number];

/** The pruning targets of a design. Throws BadInput as `requestedTargets`. */
export function targetsKeeping(
  keep: KeptCounts,
  config: AcceleratorConfig,
  shape: LstmShape,
  sparsity: number,
): MatrixTarget {
  return keep === 'requested'
    ? requestedTargets(config.pattern, shape, sparsity)
    : targetsAsBankBalanced(config, shape, sparsity);
}

/**
 * Pruning targets that make a design keep as many weights, matrix by matrix, as bank-balanced pruning over
 * the design's own banks (even placement) would: so a bank-balanced and a CSR array of equal size compute
 * equally much. Bank-balanced and dense designs are as requested. The counts follow from the shapes alone.
 * docs/timing.md section 8.
 */
export function targetsAsBankBalanced(
  config: AcceleratorConfig,
  shape: LstmShape,
  sparsity: number,
): MatrixTarget {
  const { pattern } = config;
  const { bufferBanks: banks } = buildArray(config);
  const { decidesCounts, keepsAll } = patternOf(pattern);
  if (decidesCounts || keepsAll) return requestedTargets(pattern, shape, sparsity);
  const keptOf = (layer: LayerShape, role: MatrixRole) => {
    const { rows, cols } = sizeOf(layer, role);
    return rows * keptPerRow(cols, banks, sparsity);
  };
  return (index, role) => {
    const layer = shape.layers[index];
    const keep = gateParts(layer, 'separate').reduce((sum, part) => sum + keptOf(layer, part.role), 0);
    return sharedTarget(pattern, shape, index, role, { keep }) ?? { keep: keptOf(layer, role) };
  };
}

function sizeOf(layer: LayerShape, role: MatrixRole): { readonly rows: number; readonly cols: number } {
  const parts = (['combined', 'separate'] as const).flatMap((gateMatrix) => gateParts(layer, gateMatrix));
  const part = parts.find((each) => each.role === role);
  return part ? partSize(part, layer) : { rows: recurrentLength(layer), cols: layer.hidden };
}

function keptPerRow(cols: number, banks: number, sparsity: number): number {
  const perBank = entriesPerBank(cols, banks, sparsity);
  const { sizes } = placeColumns('even', cols, banks);
  return sizes.reduce((sum, size) => sum + Math.min(perBank, size), 0);
}
