/**
 * Colours that people with any of the three colour vision deficiencies can tell apart: the eight of Okabe
 * and Ito (2008), black as a dark grey, with a light grey and the wine of Tol's muted scheme. Yellow comes
 * last, since it is faint as a line.
 */
export const PALETTE: readonly string[] = [
  '#0072B2', // blue
  '#D55E00', // vermilion
  '#E69F00', // orange
  '#56B4E9', // sky blue
  '#222222', // dark grey
  '#009E73', // green
  '#CC79A7', // purple
  '#882255', // wine
  '#BBBBBB', // light grey
  '#F0E442', // yellow
];

/**
 * Colour of the item at a place in a list; from the eleventh on the colours repeat and
 * `isHatched` tells the two apart.
 */
export function paletteColour(place: number): string {
  return PALETTE[place % PALETTE.length];
}

/** Whether a colour is used for the second time, and has to be hatched (bars) or dashed (lines). */
export function isHatched(place: number): boolean {
  return Math.floor(place / PALETTE.length) % 2 === 1;
}

/** Black or white, whichever can be read on a colour #rrggbb (the larger contrast ratio of WCAG 2). */
export function inkOn(colour: string): string {
  return relativeLuminance(colour) > 0.179 ? '#111111' : '#FFFFFF';
}

/** A colour #rrggbb with a part 0..1 of it replaced by white. */
export function paler(colour: string, part: number): string {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const mixed = channels.map((level) => Math.round(level + (255 - level) * part));
  return `#${mixed.map((level) => level.toString(16).padStart(2, '0')).join('')}`;
}

/** Relative luminance of a colour #rrggbb, 0 (black) to 1 (white), per WCAG 2. */
export function relativeLuminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) =>
    linear(Number.parseInt(colour.slice(at, at + 2), 16) / 255),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

/** Colours of what is not data. */
export const INK = {
  text: '#1A1A1A',
  faint: '#5F5F5F',
  axis: '#8C8C8C',
  grid: '#E4E4E4',
  paper: '#FFFFFF',
} as const;
