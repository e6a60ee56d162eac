import { type GatePart, gateParts, partSize } from '../gate-parts.ts';
import type { GateMatrix, GruLayerShape } from '../shape.ts';
import { combinedName, rowsName, type TensorNames, tensorNames } from '../tensor-names.ts';
import type { Slice } from './program.ts';
import { type MatrixOperand, ProgramStorage } from './program-layout.ts';

/** The gates of a GRU in the order in which they are stacked. */
export const gruGates = ['r', 'z', 'n'] as const;
/** One of them. */
export type GruGate = (typeof gruGates)[number];

/** A gate matrix of a GRU: which gates its rows are, and the LOAD of what it is multiplied with. */
export interface GruMatrix extends MatrixOperand {
  readonly gates: readonly GruGate[];
}

/** What every program of a GRU layer has: its state, its constants and its matrices. */
export interface GruOperands {
  readonly storage: ProgramStorage;
  readonly x: Slice;
  readonly h: Slice;
  /** Stacked r, z, n, or, reset after the product, r, z, n over x, n over h. */
  readonly bias: Slice | null;
  /** Those that wait for no gate. */
  readonly first: readonly GruMatrix[];
  /** Where the reset gate comes before the products: r h, and the matrix of n that reads it. */
  readonly candidate: { readonly rh: Slice; readonly matrix: GruMatrix } | null;
}

/** Lays out the operands of layer `layer` (from 0, for the tensors' names). docs/timing.md section 4. */
export function layOutGru(shape: GruLayerShape, gateMatrix: GateMatrix, layer: number): GruOperands {
  const { inputs, hidden, resetAfter, biases } = shape;
  const names = tensorNames(layer, shape.direction);
  const storage = new ProgramStorage();
  const x = storage.vector('x', 'word', inputs);
  const h = storage.vector('h', 'word', hidden);
  const bias = biases ? storage.vector('bias', 'word', (resetAfter ? 4 : 3) * hidden) : null;
  const rh = resetAfter ? null : storage.vector('rh', 'word', hidden);
  const matrices = gateParts(shape, gateMatrix).map((part) => {
    const isCandidate = part.role === 'candidate' || part.role === 'recurrentCandidate';
    const recurrent = isCandidate && rh !== null ? rh : h;
    const sources = { x: [x], h: [recurrent], xh: [x, recurrent] }[part.over];
    const region = { x: 'x', h: nameOf(recurrent, rh), xh: `x${nameOf(recurrent, rh)}` }[part.over];
    const { rows } = partSize(part, shape);
    const operand = storage.matrix(part.role, tensorOf(part, names), rows, region, sources);
    return { ...operand, gates: gruGates.slice(part.from, part.from + part.gates) };
  });
  if (rh === null) return { storage, x, h, bias, first: matrices, candidate: null };
  const matrix = matrices[matrices.length - 1];
  return { storage, x, h, bias, first: matrices.slice(0, -1), candidate: { rh, matrix } };
}

const nameOf = (recurrent: Slice, rh: Slice | null) => (recurrent === rh ? 'rh' : 'h');

function tensorOf({ over, names }: GatePart, { inputGates, recurrentGates }: TensorNames): string {
  const [ofInput, ofRecurrent] = [inputGates, recurrentGates].map((tensor) => rowsName(tensor, names));
  return { x: ofInput, h: ofRecurrent, xh: combinedName(ofInput, ofRecurrent) }[over];
}

/** The bias of one gate, or where the reset gate multiplies products of n over h; null without biases. */
export function biasOf(bias: Slice | null, gate: GruGate | 'nh', hidden: number): Slice | null {
  const at = [...gruGates, 'nh'].indexOf(gate);
  return bias && { vector: bias.vector, from: at * hidden, length: hidden };
}
