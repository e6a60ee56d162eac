/** A memory word under construction: fields of bits, printed as `$readmemh` reads it. */
export class HexWord {
  private readonly digits: Uint8Array;

  constructor(bits: number) {
    this.digits = new Uint8Array(Math.max(1, Math.ceil(bits / 4)));
  }

  /**
   * Writes the lowest `width` bits of an integer, in two's complement, from bit `from`
   * upwards. Bits are written once.
   */
  put(from: number, width: number, value: number): void {
    let rest = value;
    for (let bit = from; bit < from + width && rest !== 0; bit++) {
      const half = Math.floor(rest / 2);
      if (rest !== 2 * half) this.digits[bit >> 2] |= 1 << (bit & 3);
      rest = half;
    }
  }

  /** Hexadecimal digits, the highest first. */
  toString(): string {
    let text = '';
    for (let i = this.digits.length - 1; i >= 0; i--) text += this.digits[i].toString(16);
    return text;
  }
}

/** One integer as a memory word of `bits` bits. */
export function hexOf(value: number, bits: number): string {
  const word = new HexWord(bits);
  word.put(0, bits, value);
  return word.toString();
}

/** Bits of an index below `count`, at least one. */
export function indexWidth(count: number): number {
  return count > 1 ? Math.ceil(Math.log2(count)) : 1;
}
