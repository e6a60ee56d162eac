import type { MatrixRole } from '../gate-parts.ts';
import type { Direction } from '../shape.ts';

/**
 * A vector of the element-wise unit's register file: words (W bits, F fraction) or
 * accumulators (2F fraction bits).
 */
export interface VectorSpec {
  readonly name: string;
  readonly kind: 'word' | 'accumulator';
  readonly length: number;
}

/** Elements `from .. from + length - 1` of a vector, by its index in `Program.vectors`. */
export interface Slice {
  readonly vector: number;
  readonly from: number;
  readonly length: number;
}

/**
 * A region of the vector buffers (x, h, h' or the combined [x, h]): the operand of the matrices that read it.
 */
export interface RegionSpec {
  readonly name: string;
  readonly length: number;
}

/** A matrix of the layer, by the role it plays; its columns are the elements of `region`. */
export interface MatrixSpec {
  readonly role: MatrixRole;
  readonly tensor: string;
  readonly rows: number;
  readonly region: number;
}

/** The phase that an instruction's cycles are reported under. */
export type Phase = 'load' | 'spmv' | 'ewop' | 'projection';

/** LOAD: the source slices, one after another, are broadcast into a region of every vector buffer. */
export interface LoadInstruction {
  readonly op: 'load';
  readonly phase: Phase;
  readonly sources: readonly Slice[];
  readonly region: number;
  /** First element of the region that is written; the sources' lengths sum to the elements loaded. */
  readonly from: number;
}

/**
 * SPMV: rows `rowFrom .. rowFrom + rows - 1` of a matrix times its region. With `accumulate` the products are
 * added to what the destination holds.
 */
export interface SpmvInstruction {
  readonly op: 'spmv';
  readonly phase: Phase;
  readonly matrix: number;
  readonly rowFrom: number;
  readonly rows: number;
  readonly destination: Slice;
  readonly accumulate: boolean;
}

/**
 * One element-wise vector operation, docs/timing.md section 5. `sum` of `add`: 'wrap' joins two
 * SpMV results in an accumulator register (wraps to its bits), 'exact' adds to an accumulator
 * without loss, 'saturate' adds words. `point` of `copy`: where an accumulator that does not fit a word
 * is counted; not given: as a projection.
 */
export interface ElementInstruction {
  readonly op: 'add' | 'multiply' | 'complement' | 'sigmoid' | 'tanh' | 'copy';
  readonly phase: Phase;
  readonly operands: readonly Slice[];
  readonly destination: Slice;
  readonly sum?: 'wrap' | 'exact' | 'saturate';
  readonly point?: 'preActivation' | 'projection';
}

/**
 * The chained element-wise pipeline over a whole layer, docs/timing.md section 4:
 * gate accumulators in, c and h out.
 */
export interface CellInstruction {
  readonly op: 'cell';
  readonly phase: Phase;
  readonly hidden: number;
  readonly gates: Slice;
  readonly bias: Slice | null;
  readonly peepholes: { readonly i: Slice; readonly f: Slice; readonly o: Slice } | null;
  readonly cell: Slice;
  readonly output: Slice;
}

/**
 * The chained pipeline of a GRU up to r h, which the products of the candidate are made with where the reset
 * gate comes before them. docs/timing.md section 4.
 */
export interface GruResetInstruction {
  readonly op: 'gruReset';
  readonly phase: Phase;
  readonly hidden: number;
  /** Sums of r, H. */
  readonly gate: Slice;
  readonly bias: Slice | null;
  readonly h: Slice;
  readonly output: Slice;
}

/**
 * The chained pipeline of a GRU up to the new h. `overH` null: the reset gate came before the products, and
 * `gates` and `bias` are those of z and n, 2H. Else it multiplies products over h: `gates` are the sums of r,
 * z, n over x, `overH` those over h, 3H each, and `bias` is stacked r, z, n over x, n over h, 4H.
 * docs/timing.md section 4.
 */
export interface GruCellInstruction {
  readonly op: 'gruCell';
  readonly phase: Phase;
  readonly hidden: number;
  readonly gates: Slice;
  readonly overH: Slice | null;
  readonly bias: Slice | null;
  readonly h: Slice;
  readonly output: Slice;
}

/**
 * The chained style's projection write-back: accumulators are rounded, saturated and
 * written as the recurrent vector.
 */
export interface WriteBackInstruction {
  readonly op: 'writeBack';
  readonly phase: Phase;
  readonly source: Slice;
  readonly destination: Slice;
}

/** One instruction of a program, whichever style it belongs to. */
export type Instruction =
  | LoadInstruction
  | SpmvInstruction
  | ElementInstruction
  | CellInstruction
  | GruResetInstruction
  | GruCellInstruction
  | WriteBackInstruction;

/** What the SPMV instructions of a program take of one of its matrices, in their order in the matrix. */
export function slicesOf(
  program: Program,
  matrix: number,
): readonly Pick<SpmvInstruction, 'rowFrom' | 'rows'>[] {
  return program.instructions
    .filter((instruction) => instruction.op === 'spmv')
    .filter((instruction) => instruction.matrix === matrix)
    .sort((a, b) => a.rowFrom - b.rowFrom);
}

/**
 * One time step of one layer, lowered. The vectors named by `x`, `h`, `c` carry the input and the state; `h`
 * and `c` hold the new state when the program has run. `c` is null where the state is h alone.
 */
export interface Program {
  readonly style: 'chained' | 'instruction';
  readonly vectors: readonly VectorSpec[];
  readonly regions: readonly RegionSpec[];
  readonly matrices: readonly MatrixSpec[];
  readonly instructions: readonly Instruction[];
  readonly x: number;
  readonly h: number;
  readonly c: number | null;
  /**
   * Of one pass of a bidirectional layer, and of a layer that runs in reverse: its direction. Absent: the
   * layer runs forward alone.
   */
  readonly direction?: Direction;
  /** Constant vectors and what fills them. */
  readonly constants: {
    readonly bias: number | null;
    readonly peepholes: { readonly i: number; readonly f: number; readonly o: number } | null;
  };
}
