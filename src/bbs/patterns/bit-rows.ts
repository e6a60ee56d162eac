/** A matrix of bits, each row in `words` words of 32 columns, column c in bit c mod 32 of word c / 32. */
export interface BitRows {
  readonly words: number;
  readonly bits: Int32Array;
}

/** The ones of a row-major mask. */
export function bitRows(mask: Uint8Array, rows: number, cols: number): BitRows {
  const words = Math.ceil(cols / 32);
  const bits = new Int32Array(rows * words);
  for (let row = 0, i = 0; row < rows; row++) {
    const first = row * words;
    for (let col = 0; col < cols; col++, i++) {
      if (mask[i] !== 0) bits[first + (col >>> 5)] |= 1 << (col & 31);
    }
  }
  return { words, bits };
}

/** How many columns a row of one matrix and a row of another have both; matrices of as many columns. */
export function commonOnes(one: BitRows, row: number, other: BitRows, otherRow: number): number {
  const { words, bits } = one;
  const otherBits = other.bits;
  let ones = 0;
  for (let i = row * words, j = otherRow * words, end = i + words; i < end; i++, j++) {
    ones += onesOfWord(bits[i] & otherBits[j]);
  }
  return ones;
}

/** The ones of a word of 32 bits: sums of pairs, of fours, of bytes, then of all four bytes. */
function onesOfWord(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
