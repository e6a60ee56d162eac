import type { Direction } from './shape.ts';

/** PyTorch's names of the tensors of one layer; peepholes are named alike (PyTorch has none). */
export interface TensorNames {
  readonly inputGates: string;
  readonly recurrentGates: string;
  readonly combinedGates: string;
  readonly projection: string;
  readonly bias: string;
  /** PyTorch's two. */
  readonly biases: readonly [ih: string, hh: string];
  readonly peepholes: { readonly i: string; readonly f: string; readonly o: string };
}

/** The names in layer `layer` (from 0), of its reverse pass with an ending of its own. */
export function tensorNames(layer: number, direction?: Direction): TensorNames {
  const of = `l${layer}${direction === 'reverse' ? '_reverse' : ''}`;
  const [inputGates, recurrentGates] = [`weight_ih_${of}`, `weight_hh_${of}`];
  return {
    inputGates,
    recurrentGates,
    combinedGates: combinedName(inputGates, recurrentGates),
    projection: `weight_hr_${of}`,
    bias: `bias_${of}`,
    biases: [`bias_ih_${of}`, `bias_hh_${of}`],
    peepholes: { i: `weight_ci_${of}`, f: `weight_cf_${of}`, o: `weight_co_${of}` },
  };
}

/** The name of the rows of some gates of a matrix: `weight_hh_l0[rz]`; null: of all of them. */
export function rowsName(tensor: string, gates: string | null): string {
  return gates === null ? tensor : `${tensor}[${gates}]`;
}

/** The name of two matrices side by side. */
export function combinedName(left: string, right: string): string {
  return `[${left}, ${right}]`;
}
