import type { Peepholes } from '../model.ts';
import { type GateMatrix, type LstmLayerShape, recurrentLength } from '../shape.ts';
import { tensorNames } from '../tensor-names.ts';
import type {
  Instruction,
  LoadInstruction,
  MatrixSpec,
  Program,
  RegionSpec,
  Slice,
  SpmvInstruction,
  VectorSpec,
} from './program.ts';

/** The vectors, regions and matrices of a program while it is being lowered. */
export class ProgramStorage {
  readonly vectors: VectorSpec[] = [];
  readonly regions: RegionSpec[] = [];
  readonly matrices: MatrixSpec[] = [];

  /** Adds a vector and returns all of it. */
  vector(name: string, kind: VectorSpec['kind'], length: number): Slice {
    return { vector: this.vectors.push({ name, kind, length }) - 1, from: 0, length };
  }

  /** Adds a matrix with a region of its own, loaded from `sources`. */
  matrix(
    role: MatrixSpec['role'],
    tensor: string,
    rows: number,
    region: string,
    sources: readonly Slice[],
  ): MatrixOperand {
    const length = sources.reduce((sum, source) => sum + source.length, 0);
    const index = this.regions.push({ name: region, length }) - 1;
    const matrix = this.matrices.push({ role, tensor, rows, region: index }) - 1;
    return { matrix, rows, region, load: { op: 'load', phase: 'load', sources, region: index, from: 0 } };
  }
}

/** A matrix, and the LOAD that fills the region it reads. */
export interface MatrixOperand {
  readonly matrix: number;
  readonly rows: number;
  /** Name of the region. */
  readonly region: string;
  readonly load: LoadInstruction;
}

/** What every program of a layer has: its state, its constants and its matrices. */
export interface LayerOperands {
  readonly storage: ProgramStorage;
  readonly x: Slice;
  readonly h: Slice;
  readonly c: Slice;
  readonly bias: Slice | null;
  readonly peepholes: Peepholes<Slice> | null;
  /** One, or the input and the recurrent matrix. */
  readonly gateMatrices: readonly MatrixOperand[];
  /** Where h' is written: the recurrent vector itself without a projection. */
  readonly output: Slice;
  readonly projection: MatrixOperand | null;
}

/** Lays out the operands of layer `layer` (from 0, for the tensors' names). */
export function layOut(shape: LstmLayerShape, gateMatrix: GateMatrix, layer: number): LayerOperands {
  const { inputs, hidden, projection } = shape;
  const names = tensorNames(layer, shape.direction);
  const storage = new ProgramStorage();
  const x = storage.vector('x', 'word', inputs);
  const h = storage.vector('h', 'word', recurrentLength(shape));
  const c = storage.vector('c', 'word', hidden);
  const bias = shape.biases ? storage.vector('bias', 'word', 4 * hidden) : null;
  const peephole = (gate: string) => storage.vector(`p_${gate}`, 'word', hidden);
  const peepholes = shape.peepholes ? { i: peephole('i'), f: peephole('f'), o: peephole('o') } : null;
  const gateMatrices =
    gateMatrix === 'combined'
      ? [storage.matrix('gates', names.combinedGates, 4 * hidden, 'xh', [x, h])]
      : [
          storage.matrix('inputGates', names.inputGates, 4 * hidden, 'x', [x]),
          storage.matrix('recurrentGates', names.recurrentGates, 4 * hidden, 'h', [h]),
        ];
  const output = projection === null ? h : storage.vector('hp', 'word', hidden);
  return {
    storage,
    x,
    h,
    c,
    bias,
    peepholes,
    gateMatrices,
    output,
    projection:
      projection === null ? null : storage.matrix('projection', names.projection, projection, 'hp', [output]),
  };
}

/** Rows `rowFrom ..` of a matrix, as many as the destination has elements. */
export function spmv({ matrix }: MatrixOperand, rowFrom: number, destination: Slice): SpmvInstruction {
  const { length: rows } = destination;
  return { op: 'spmv', phase: 'spmv', matrix, rowFrom, rows, destination, accumulate: false };
}

/** The projection's LOAD of h' and SPMV, in both styles; `sums` are its accumulators. */
export function projectionProduct(
  storage: ProgramStorage,
  projection: MatrixOperand,
): { readonly instructions: readonly [LoadInstruction, SpmvInstruction]; readonly sums: Slice } {
  const sums = storage.vector('projection', 'accumulator', projection.rows);
  return {
    instructions: [
      { ...projection.load, phase: 'projection' },
      { ...spmv(projection, 0, sums), phase: 'projection' },
    ],
    sums,
  };
}

/** The program of some instructions over a layer's operands; `c` is null where the state is h alone. */
export function programOf(
  style: Program['style'],
  {
    storage,
    x,
    h,
    c,
    bias,
    peepholes,
  }: Pick<LayerOperands, 'storage' | 'x' | 'h' | 'bias' | 'peepholes'> & { readonly c: Slice | null },
  instructions: readonly Instruction[],
): Program {
  return {
    style,
    vectors: storage.vectors,
    regions: storage.regions,
    matrices: storage.matrices,
    instructions,
    x: x.vector,
    h: h.vector,
    c: c?.vector ?? null,
    constants: {
      bias: bias?.vector ?? null,
      peepholes: peepholes && { i: peepholes.i.vector, f: peepholes.f.vector, o: peepholes.o.vector },
    },
  };
}
