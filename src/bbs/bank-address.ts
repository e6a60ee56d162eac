/** B: bits that name one of `banks` banks, ceil(log2 banks). docs/timing.md section 1. */
export function bankBits(banks: number): number {
  return 32 - Math.clz32(banks - 1);
}

/**
 * 2^B: how far the addresses of neighbouring words of a bank are apart. With a number of banks that is no
 * power of two, addresses of banks that do not exist lie in between, and nothing asks for them.
 */
export function bankStride(banks: number): number {
  return 1 << bankBits(banks);
}

/** The vector buffer address of a word of a bank: the word, and in its B low bits the bank. */
export function bankAddress(banks: number, bank: number, word: number): number {
  return word * bankStride(banks) + bank;
}

/** The bank of an address. */
export function bankOf(banks: number, address: number): number {
  return address & (bankStride(banks) - 1);
}

/** The word of an address in its bank. */
export function wordOf(banks: number, address: number): number {
  return address >>> bankBits(banks);
}
