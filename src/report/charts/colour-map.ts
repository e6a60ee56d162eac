/**
 * Coefficients (constant term first; red, green, blue) of the polynomial that M. Zucker fitted to the
 * colour map viridis of S. van der Walt and N. Smith: perceptually uniform, readable with a colour
 * vision deficiency and in grey.
 */
const VIRIDIS: readonly (readonly [number, number, number])[] = [
  [0.2777273272, 0.0054073445, 0.3340998053],
  [0.1050930431, 1.4046135299, 1.3845901627],
  [-0.3308618287, 0.2148475595, 0.095095163],
  [-4.634230499, -5.799100973, -19.332440956],
  [6.22826994, 14.1799333668, 56.6905526007],
  [4.7763849977, -13.745145378, -65.3530326334],
  [-5.4354558559, 4.6458526122, 26.3124352496],
];

const STEPS = 256;

/** Colour of the value 0: no part of the scale, so that "never" and "seldom" differ. */
export const ZERO_COLOUR = '#FFFFFF';

const TABLE: readonly string[] = Array.from({ length: STEPS }, (_unused, step) =>
  viridis(1 - step / (STEPS - 1)),
);

/** Colour #rrggbb of a value on a scale 0..max: pale yellow for little, dark violet for much, white for 0. */
export function heatColour(value: number, max: number): string {
  if (value === 0 || max === 0) return ZERO_COLOUR;
  return TABLE[Math.min(STEPS - 1, Math.floor((value / max) * STEPS))];
}

/**
 * Colour #rrggbb of a place 0..1 on a scale that does not begin at 0: pale yellow at its low
 * end, dark violet at its high end.
 */
export function scaleColour(part: number): string {
  return TABLE[Math.min(STEPS - 1, Math.max(0, Math.floor(part * STEPS)))];
}

function viridis(at: number): string {
  const channels = [0, 1, 2].map((channel) =>
    VIRIDIS.reduceRight((sum, term) => sum * at + term[channel], 0),
  );
  return `#${channels.map((level) => byte(level).toString(16).padStart(2, '0')).join('')}`;
}

function byte(level: number): number {
  return Math.round(255 * Math.min(1, Math.max(0, level)));
}
