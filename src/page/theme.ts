import { INK, isHatched, PALETTE } from '../report/charts/palette.ts';

/** Colours of a chart that the page's scripts draw. */
export interface ChartTheme {
  readonly text: string;
  readonly faint: string;
  readonly axis: string;
  readonly grid: string;
  readonly paper: string;
  /** What is not selected, or has no value. */
  readonly missing: string;
  readonly isDark: boolean;
  /** Colours of the places in a list of categories, from the first. */
  readonly palette: readonly string[];
}

/** Colours of paper: those of the pictures that the program writes. */
export const PAPER_THEME: ChartTheme = { ...INK, missing: '#B4B4B4', isDark: false, palette: PALETTE };

/** The choices of a reader, in the order of the button; `auto` is what the system asks for. */
const CHOICES = ['auto', 'light', 'dark'] as const;

const listeners = new Set<() => void>();

/** The colours that the page has now, from the variables of its styles. */
export function themeNow(): ChartTheme {
  const root = document.documentElement;
  const style = getComputedStyle(root);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    text: colour('ink'),
    faint: colour('faint'),
    axis: colour('axis'),
    grid: colour('grid'),
    paper: colour('paper'),
    missing: colour('missing'),
    isDark: root.dataset.theme === 'dark',
    palette: PALETTE.map((_unused, place) => colour(`colour-${place}`)),
  };
}

/** Colour of a category by its place in the list; they repeat, hatched, from the eleventh on. */
export function categoryColour({ palette }: ChartTheme, place: number): string {
  return palette[place % palette.length];
}

/** The class of a legend's swatch: hatched where the chart hatches. */
export function swatchClass(place: number): string {
  return isHatched(place) ? 'swatch hatched' : 'swatch';
}

/** Calls the listener after every change of the page's colours. */
export function onThemeChange(listener: () => void): void {
  listeners.add(listener);
}

/** Follows the system's colours, and gives the reader a button, in the block given, that chooses others. */
export function installTheme(actions: Element | null): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const button = document.createElement('button');
  button.type = 'button';
  let choice: (typeof CHOICES)[number] = 'auto';
  const show = () => {
    button.textContent = `Colours: ${choice}`;
    const own = system.matches ? 'dark' : 'light';
    document.documentElement.dataset.theme = choice === 'auto' ? own : choice;
    for (const listener of listeners) listener();
  };
  system.addEventListener('change', show);
  button.addEventListener('click', () => {
    choice = CHOICES[(CHOICES.indexOf(choice) + 1) % CHOICES.length];
    show();
  });
  actions?.append(button);
  show();
}
