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

/** The names in layer `layer` (from 0). */
export function tensorNames(layer: number): TensorNames {
  const [inputGates, recurrentGates] = [`weight_ih_l${layer}`, `weight_hh_l${layer}`];
  return {
    inputGates,
    recurrentGates,
    combinedGates: combinedName(inputGates, recurrentGates),
    projection: `weight_hr_l${layer}`,
    bias: `bias_l${layer}`,
    biases: [`bias_ih_l${layer}`, `bias_hh_l${layer}`],
    peepholes: { i: `weight_ci_l${layer}`, f: `weight_cf_l${layer}`, o: `weight_co_l${layer}` },
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
