import { type ChartTheme, categoryColour, PAPER_THEME, themeNow } from '../../theme.ts';

/** Colours of a picture, for paper or for a screen, light or dark. */
export interface Ink extends Pick<ChartTheme, 'isDark' | 'text' | 'faint' | 'paper'> {
  /** Whether it is for paper, on which browsers leave out what was painted just before. */
  readonly isPaper: boolean;
  readonly line: string;
  /** Points that are not selected. */
  readonly ghost: string;
  /** The colour of a series, by its place. */
  readonly series: (place: number) => string;
}

/** The colours of paper, and of pictures that are exported. */
export const paperInk: Ink = inkOf(PAPER_THEME, true);

/** The colours that the page has now. */
export function screenInk(): Ink {
  return inkOf(themeNow(), false);
}

function inkOf(theme: ChartTheme, isPaper: boolean): Ink {
  const { isDark, text, faint, paper, grid: line, missing: ghost } = theme;
  return {
    isDark,
    isPaper,
    text,
    faint,
    paper,
    line,
    ghost,
    series: (place) => categoryColour(theme, place),
  };
}
