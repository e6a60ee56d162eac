import type { ArraySizes } from '../bbs/array-sizes.ts';
import type { Encoded, Format } from '../bbs/formats/format.ts';
import { formats } from '../bbs/formats/index.ts';
import { type StorageBits, sumOfStorage, withScaleBits } from '../bbs/formats/storage.ts';
import type { StoredMatrix } from '../bbs/matrix.ts';
import { BadInput } from '../errors/bad-input.ts';
import { buildArray } from '../hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import type { StoredLayer } from '../lstm/stored-layer.ts';
import type { NumberFormat } from '../num/fixed.ts';
import { scaleBitsOf, weightValueBits } from '../num/row-scale.ts';

/** The same stored weights in every format: what the choice of a format costs. */
export interface FormatStorage {
  readonly format: (typeof formats)[number]['name'];
  /**
   * Null when the format cannot hold the matrices: CSB, when they are not bank-balanced over the
   * accelerator's banks.
   */
  readonly storage: StorageBits | null;
  /** Zeros stored only because the format needs them; null as `storage`. */
  readonly padding: number | null;
}

/** Storage of all matrices of a model in each registered format, for the accelerator's PEs and banks. */
export function storageByFormat(layers: readonly StoredLayer[], config: AcceleratorConfig): FormatStorage[] {
  const matrices = layers.flatMap(({ gates, projection }) => [...gates, ...(projection ? [projection] : [])]);
  const sizes = arraySizesOf(config);
  return formats.map((format) => ({
    format: format.name,
    ...storedIn(format as Format<Encoded>, matrices, sizes, config.number),
  }));
}

/** The sizes of an accelerator that patterns and formats depend on. */
export function arraySizesOf(config: AcceleratorConfig): ArraySizes {
  const { placement, bufferBanks: banks } = buildArray(config);
  return { pes: config.pes, banks, placement: placement === 'replicated' ? 'even' : placement };
}

function storedIn(
  format: Format<Encoded>,
  matrices: readonly StoredMatrix[],
  sizes: ArraySizes,
  number: NumberFormat,
): Pick<FormatStorage, 'storage' | 'padding'> {
  const storages: StorageBits[] = [];
  let padding = 0;
  for (const matrix of matrices) {
    const encoded = heldBy(format, matrix, sizes);
    if (!encoded) return { storage: null, padding: null };
    padding += encoded.values.length - matrix.codes.length;
    const storage = format.storage(encoded, weightValueBits(number));
    storages.push(matrix.scales ? withScaleBits(storage, scaleBitsOf(matrix.rows, number)) : storage);
  }
  return { storage: sumOfStorage(storages), padding };
}

/** The matrix in the format; null when the format cannot hold it. */
function heldBy(format: Format<Encoded>, matrix: StoredMatrix, sizes: ArraySizes): Encoded | null {
  try {
    return format.encode(matrix, sizes);
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
}
