import seedrandom from 'seedrandom';

/** A source of uniform numbers in [0, 1). All chance in a run comes from one of these. */
export type Random = () => number;

/** The generator of a seed. Alea (through seedrandom): the same numbers on every platform. */
export function seeded(seed: number | string): Random {
  return seedrandom.alea(String(seed));
}

/**
 * Fills `target` with standard normal numbers times `scale` (Box-Muller, both numbers of each pair are used).
 */
export function fillGaussian(
  target: Float32Array | Float64Array,
  from: number,
  to: number,
  scale: number,
  random: Random,
): void {
  for (let i = from; i < to; i += 2) {
    const radius = scale * Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    target[i] = radius * Math.cos(angle);
    if (i + 1 < to) target[i + 1] = radius * Math.sin(angle);
  }
}
