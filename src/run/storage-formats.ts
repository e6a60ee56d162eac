import { csbStorage, encodeCsb } from '../bbs/formats/csb.ts';
import { cscStorage, encodeCsc } from '../bbs/formats/csc.ts';
import { csrStorage, encodeCsr } from '../bbs/formats/csr.ts';
import { denseStorage, encodeDense } from '../bbs/formats/dense.ts';
import type { StorageBits } from '../bbs/formats/storage.ts';
import type { StoredMatrix } from '../bbs/matrix.ts';
import { placeColumns } from '../bbs/placement.ts';
import { BadInput } from '../errors/bad-input.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import type { StoredLayer } from '../lstm/stored-layer.ts';

/** Bits of the relative row index of interleaved CSC, as ESE stores it (Han et al., FPGA 2017). */
const CSC_INDEX_BITS = 4;

/** The same stored weights in every format: what the choice of a format costs. */
export interface FormatStorage {
  readonly format: 'CSB' | 'CSR' | 'CSC' | 'dense';
  /** Null when the format cannot hold the matrices: CSB, when they are not bank-balanced over the accelerator's banks. */
  readonly storage: StorageBits | null;
  /** Zeros stored only because the format needs them; null as `storage`. */
  readonly padding: number | null;
}

/** Storage of all matrices of a model in each format, CSC interleaved over the accelerator's PEs. */
export function storageByFormat(layers: readonly StoredLayer[], config: AcceleratorConfig): FormatStorage[] {
  const matrices = layers.flatMap(({ gates, projection }) => [...gates, ...(projection ? [projection] : [])]);
  const { bits } = config.number;
  return [
    inAll('CSB', matrices, (matrix) => inCsb(matrix, config)),
    inAll('CSR', matrices, (matrix) => ({ storage: csrStorage(encodeCsr(matrix), bits), padding: 0 })),
    inAll('CSC', matrices, (matrix) => {
      const csc = encodeCsc(matrix, { pes: config.pes, indexBits: CSC_INDEX_BITS });
      return { storage: cscStorage(csc, bits), padding: csc.padding };
    }),
    inAll('dense', matrices, (matrix) => ({
      storage: denseStorage(encodeDense(matrix), bits),
      padding: matrix.rows * matrix.cols - matrix.codes.length,
    })),
  ];
}

interface Stored {
  readonly storage: StorageBits;
  readonly padding: number;
}

function inCsb(matrix: StoredMatrix, { placement, banks, number }: AcceleratorConfig): Stored | null {
  try {
    const csb = encodeCsb(
      matrix,
      placeColumns(placement === 'cyclic' ? 'even' : placement, matrix.cols, banks),
    );
    return { storage: csbStorage(csb, number.bits), padding: csb.padding };
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
}

function inAll(
  format: FormatStorage['format'],
  matrices: readonly StoredMatrix[],
  store: (matrix: StoredMatrix) => Stored | null,
): FormatStorage {
  const total = { valueBits: 0, indexBits: 0, pointerBits: 0, totalBits: 0 };
  let padding = 0;
  for (const matrix of matrices) {
    const stored = store(matrix);
    if (!stored) return { format, storage: null, padding: null };
    padding += stored.padding;
    for (const name of Object.keys(total) as (keyof StorageBits)[]) total[name] += stored.storage[name];
  }
  return { format, storage: total, padding };
}
