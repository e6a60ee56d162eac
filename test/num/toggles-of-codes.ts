import { addToggles, noToggles, type ToggleCount, toggledBits } from '../../src/num/toggled-bits.ts';

/** Every code beside the one before it, of codes that pass one register one after the other. */
export function togglesOfCodes(codes: ArrayLike<number>, width: number): ToggleCount {
  const count = noToggles();
  for (let i = 1; i < codes.length; i++)
    addToggles(count, { changed: toggledBits(codes[i - 1], codes[i], width), bits: width });
  return count;
}
