/** The kinds of cells whose tensors PyTorch names alike, and the gates that each stacks in its order. */
export const stackedGates = { lstm: 4, gru: 3 } as const;

/** A kind of cells. */
export type CellKind = keyof typeof stackedGates;
