/** A set of PEs as bits, 32 to a word, that finds the next member in ascending order. */
export class PeSet {
  private readonly words: Int32Array;

  constructor(pes: number) {
    this.words = new Int32Array(Math.ceil(pes / 32));
  }

  /** Puts a PE into the set. */
  add(pe: number): void {
    this.words[pe >> 5] |= 1 << (pe & 31);
  }

  /** Takes a PE out of the set. */
  remove(pe: number): void {
    this.words[pe >> 5] &= ~(1 << (pe & 31));
  }

  /** The lowest member at or above `from`, or -1. */
  nextFrom(from: number): number {
    const { words } = this;
    let index = from >> 5;
    if (index >= words.length) return -1;
    let word = words[index] & (-1 << (from & 31));
    while (word === 0) {
      if (++index >= words.length) return -1;
      word = words[index];
    }
    return (index << 5) + 31 - Math.clz32(word & -word);
  }
}
