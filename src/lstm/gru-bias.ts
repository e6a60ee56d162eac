import type { VectorWeights } from './model.ts';

/**
 * The biases of a GRU from PyTorch's two of 3H, gates r, z, n. With the reset after the product: r and z
 * (sums of both, 2H), n over x and n over h (H each), which the reset gate keeps apart; otherwise the sums of
 * all gates (3H). docs/timing.md section 6.
 */
export function gruBias(
  overX: VectorWeights,
  overH: VectorWeights,
  resetAfter: boolean,
): readonly VectorWeights[] {
  const terms = [...overX.terms, ...overH.terms];
  if (!resetAfter) return [{ terms, raw: overX.raw }];
  const gates = 2 * (terms[0].values.length / 3);
  return [
    { terms: terms.map((term) => ({ ...term, values: term.values.subarray(0, gates) })), raw: overX.raw },
    ...[overX, overH].map(({ terms, raw }) => ({
      terms: terms.map(({ tensor, values }) => ({ tensor, values: values.subarray(gates), from: gates })),
      raw,
    })),
  ];
}
