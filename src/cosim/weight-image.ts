import { type BeatImage, type BeatMatrix, heldImage } from '../hw/array/beat-matrix.ts';
import { SCALE_BITS } from '../num/row-scale.ts';
import { HexWord, hexOf } from './bench/hex-word.ts';
import type { RtlShape } from './rtl-shape.ts';
import { scaleWords } from './scale-image.ts';
import { type Product, type WeightWords, weightWords } from './weight-words.ts';

/** The memories of the PEs as images: words of PE 0 first, every PE with the same number of them. */
export interface WeightImage {
  readonly weightBeats: number;
  /** Entries of a PE's row table; 0 when every product's rows are in the natural order. */
  readonly rowEntries: number;
  readonly weights: readonly string[];
  readonly rows: readonly string[];
  /** Words of a PE's scale memory; 0 when weights have no scales. */
  readonly scaleEntries: number;
  readonly scales: readonly string[];
  /** Descriptors of PE 0, product by product, then those of PE 1. */
  readonly descriptors: readonly string[];
}

/**
 * Bits of a descriptor of a product: fields of 32, the sixth for where its scales begin, if it has any, the
 * seventh for how far it is to the next row, if some of its beats are not read.
 */
export function descriptorBits({ rescale, isNested }: Pick<RtlShape, 'rescale' | 'isNested'>): number {
  if (isNested) return 224;
  return rescale === null ? 160 : 192;
}

/** The weight and scale memories, row tables and descriptors that rtl/pe_array.sv is filled with. */
export function weightImage(shape: RtlShape, products: readonly Product[], resultBits: number): WeightImage {
  const isNatural = products.every(isNaturalOrder);
  const words = products.map((product) => weightWords(shape, product));
  const pes = Array.from({ length: shape.pes }, (_, pe) => peImage(shape, products, words, pe, resultBits));
  const weightBeats = Math.max(1, ...pes.map(({ weights }) => weights.length));
  const rowEntries = isNatural ? 0 : Math.max(1, ...pes.map(({ rows }) => rows.length));
  const scaleEntries = shape.rescale === null ? 0 : Math.max(1, ...pes.map(({ scales }) => scales.length));
  return {
    weightBeats,
    rowEntries,
    weights: pes.flatMap(({ weights }) => padded(weights, weightBeats, shape.beatBits)),
    rows: isNatural ? [] : pes.flatMap(({ rows }) => padded(rows, rowEntries, resultBits)),
    scaleEntries,
    scales: pes.flatMap(({ scales }) => padded(scales, scaleEntries, SCALE_BITS)),
    descriptors: pes.flatMap(({ descriptors }) => descriptors),
  };
}

/** Whether local row q of PE p has the number q * M + p, so that no table is needed. */
function isNaturalOrder({ order, rowFrom }: Product): boolean {
  for (let pe = 0; pe < order.pes; pe++) {
    for (let q = order.start[pe]; q < order.start[pe + 1]; q++) {
      if (order.rows[q] - rowFrom !== (q - order.start[pe]) * order.pes + pe) return false;
    }
  }
  return true;
}

function peImage(
  shape: RtlShape,
  products: readonly Product[],
  wordsOf: readonly ((pe: number) => WeightWords)[],
  pe: number,
  resultBits: number,
) {
  const weights: string[] = [];
  const rows: string[] = [];
  const { words: scales, first: firstScale } = scaleWords(shape, products, pe);
  const descriptors = products.map((product, k) => {
    const { order, beats, rowFrom } = product;
    const ownRows = order.rows.subarray(order.start[pe], order.start[pe + 1]);
    const { words, beats: count } = wordsOf[k](pe);
    const descriptor = new HexWord(descriptorBits(shape));
    descriptor.put(0, 32, weights.length);
    descriptor.put(32, 32, count);
    descriptor.put(64, 32, ownRows.length);
    descriptor.put(96, 32, rows.length);
    descriptor.put(128, 32, beats.rows === 0 ? 1 : beatsPerRow(beats));
    descriptor.put(160, 32, firstScale[k]);
    if (shape.isNested) descriptor.put(192, 32, rowStep(beats));
    for (const word of words) weights.push(word.toString());
    for (const row of ownRows) rows.push(hexOf(row - rowFrom, resultBits));
    return descriptor.toString();
  });
  return { weights, rows, scales, descriptors };
}

/** Beats of a row of parallel beats, which all have the same number; CSR rows do not read it. */
function beatsPerRow({ entryStart, lanes }: BeatImage): number {
  return Math.max(1, Math.ceil((entryStart[1] - entryStart[0]) / lanes));
}

/** Addresses from the last beat of a row that is read to the first of the next. */
function rowStep(beats: BeatMatrix): number {
  return beats.rows === 0 ? 1 : beatsPerRow(heldImage(beats)) - beatsPerRow(beats) + 1;
}

function padded(words: readonly string[], length: number, bits: number): readonly string[] {
  return [...words, ...Array.from({ length: length - words.length }, () => hexOf(0, bits))];
}
