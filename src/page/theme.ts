import { INK, isHatched, PALETTE } from '../report/charts/palette.ts';

/** Colours of a chart that the page's scripts draw. */
export interface ChartTheme {
  readonly text: string;
  readonly faint: string;
  readonly axis: string;
  readonly grid: string;
  readonly paper: string;
  /** Colours of the places in a list of categories, from the first. */
  readonly palette: readonly string[];
}

/** Colours of paper: those of the pictures that the program writes. */
export const PAPER_THEME: ChartTheme = { ...INK, palette: PALETTE };

/** The choices of a reader, in the order of the button; `auto` is what the system asks for. */
const CHOICES = ['auto', 'light', 'dark'] as const;

const listeners = new Set<() => void>();

/** The colours that the page has now, from the variables of its styles. */
export function themeNow(): ChartTheme {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    text: colour('ink'),
    faint: colour('faint'),
    axis: colour('axis'),
    grid: colour('grid'),
    paper: colour('paper'),
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
  const changed = () => {
    for (const listener of listeners) listener();
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
  if (actions === null) return;
  let choice: (typeof CHOICES)[number] = 'auto';
  const button = document.createElement('button');
  button.type = 'button';
  const show = () => {
    button.textContent = `Colours: ${choice}`;
    if (choice === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
  };
  show();
  button.addEventListener('click', () => {
    choice = CHOICES[(CHOICES.indexOf(choice) + 1) % CHOICES.length];
    show();
    changed();
  });
  actions.append(button);
}
