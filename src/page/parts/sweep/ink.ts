import { PALETTE, paletteColour } from '../../../report/charts/palette.ts';

/** Colours of a picture, for paper or for a screen, light or dark. */
export interface Ink {
  readonly isDark: boolean;
  /** Whether it is for paper, on which browsers leave out what was painted just before. */
  readonly isPaper: boolean;
  readonly text: string;
  readonly faint: string;
  readonly paper: string;
  readonly line: string;
  /** Points that are not selected. */
  readonly ghost: string;
  /** The colour of a series, by its place. */
  readonly series: (place: number) => string;
}

/** Black on white, for paper and pictures that are exported. */
export const paperInk: Ink = { ...inkOf(false, (_name, otherwise) => otherwise), isPaper: true };

/** The colours that the page has where `stage` is. */
export function screenInk(stage: HTMLElement): Ink {
  const style = getComputedStyle(stage);
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
  return inkOf(isDark, (name, otherwise) => style.getPropertyValue(name).trim() || otherwise);
}

function inkOf(isDark: boolean, of: (name: string, otherwise: string) => string): Ink {
  return {
    isDark,
    isPaper: false,
    text: of('--ink', isDark ? '#ececec' : '#1a1a1a'),
    faint: of('--faint', isDark ? '#b5b5b5' : '#5f5f5f'),
    paper: of('--paper', isDark ? '#16181b' : '#ffffff'),
    line: of('--line', isDark ? '#44484d' : '#d5d5d5'),
    ghost: isDark ? '#5a5e64' : '#c4c4c4',
    series: (place) => {
      const colour = paletteColour(place);
      // The dark grey of the palette is for white paper.
      return isDark && colour === PALETTE[DARK_GREY] ? '#e8e8e8' : colour;
    },
  };
}

/** Place of the one colour that is as dark as dark paper. */
const DARK_GREY = 4;
