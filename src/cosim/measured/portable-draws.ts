/**
 * The draws from which inputs of measured points are made, the same in every language: the linear
 * congruential generator s = s * 1664525 + 1013904223 mod 2^32, whose draw is s without its lowest 8 bits.
 */
export function portableDraws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
}
