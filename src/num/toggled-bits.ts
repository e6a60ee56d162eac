/** Bits that were seen twice in succession, and those of them that changed. */
export interface ToggleCount {
  changed: number;
  bits: number;
}

/** Nothing seen yet. */
export function noToggles(): ToggleCount {
  return { changed: 0, bits: 0 };
}

/** Bits in which two codes differ, of the lowest `width` (1 to 32) of their two's complement. */
export function toggledBits(a: number, b: number, width: number): number {
  let x = (a ^ b) & (width === 32 ? -1 : (1 << width) - 1);
  x -= (x >>> 1) & 0x55555555;
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  x = (x + (x >>> 4)) & 0x0f0f0f0f;
  return Math.imul(x, 0x01010101) >>> 24;
}

/** What two counts say together. */
export function addToggles(to: ToggleCount, { changed, bits }: ToggleCount): void {
  to.changed += changed;
  to.bits += bits;
}

/** The share of bits that changed; null where no two codes followed each other. */
export function toggleShare({ changed, bits }: ToggleCount): number | null {
  return bits === 0 ? null : changed / bits;
}
