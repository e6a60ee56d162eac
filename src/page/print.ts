import { PALETTE } from '../report/charts/palette.ts';
import { wordsOf } from './actions.ts';
import { framedPicture } from './framed-picture.ts';
import type { MountedPart } from './part.ts';
import { svgElement } from './svg-text.ts';

/** Where the lines of the hatching of each place in the palette begin and end, on a tile of 8 x 8. */
const HATCHES: readonly string[] = [
  'M-2 2L2 -2M0 8L8 0M6 10L10 6',
  'M-2 6L2 10M0 0L8 8M6 -2L10 2',
  'M0 4H8',
  'M4 0V8',
  '',
  'M0 4H8M4 0V8',
  'M0 0L8 8M8 0L0 8',
  'M0 2H8M0 6H8',
  'M1 2H3M5 6H7',
  'M2 0V8M6 0V8',
];

/**
 * Makes the page ready for paper when it is printed, and for the screen after it: tables that were folded
 * are open, except the numbers of a chart, which would follow it for pages; and each part has, in the place
 * of its stage, a drawing of what it shows.
 */
export function installPrint(parts: ReadonlyMap<string, MountedPart>): void {
  addHatches();
  let undo: (() => void) | null = null;
  const before = () => {
    undo ??= forPaper(parts);
  };
  const after = () => {
    undo?.();
    undo = null;
  };
  addEventListener('beforeprint', before);
  addEventListener('afterprint', after);
  const paper = matchMedia('print');
  paper.addEventListener('change', () => (paper.matches ? before() : after()));
}

function forPaper(parts: ReadonlyMap<string, MountedPart>): () => void {
  const folded = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open], figure details)')];
  for (const details of folded) details.open = true;
  const drawn: HTMLElement[] = [];
  for (const [id, part] of parts) {
    const figure = document.getElementById(id);
    if (figure === null || part.drawing === undefined) continue;
    const words = wordsOf(figure);
    const picture = document.createElement('div');
    picture.className = 'picture on-paper';
    // The drawing's own texts are escaped by the libraries that write it, and those around it here.
    picture.innerHTML = framedPicture({ ...words, title: '', subtitle: '', foot: '' }, part.drawing());
    figure.querySelector('.stage')?.before(picture);
    drawn.push(picture);
  }
  return () => {
    for (const details of folded) details.open = false;
    for (const picture of drawn) picture.remove();
  };
}

/**
 * Over a colour that is used for the second time: paler, and dotted. Its own hatching stays seen, and so does
 * that of a chart, which would make a moire with it.
 */
const SECOND_USE = svgElement(
  'pattern',
  { id: 'hatch-again', width: 6, height: 6, patternUnits: 'userSpaceOnUse' },
  svgElement('rect', { width: 6, height: 6, style: 'fill:#fff;fill-opacity:0.6' }) +
    svgElement('circle', { cx: 1.5, cy: 1.5, r: 1, style: 'fill:#1a1a1a' }) +
    svgElement('circle', { cx: 4.5, cy: 4.5, r: 1, style: 'fill:#1a1a1a' }),
);

/** Adds the patterns that the styles of print fill the palette's colours with. */
function addHatches(): void {
  const patterns = PALETTE.map((colour, place) =>
    svgElement(
      'pattern',
      { id: `hatch-${place}`, width: 8, height: 8, patternUnits: 'userSpaceOnUse' },
      svgElement('rect', { width: 8, height: 8, style: `fill:${colour}` }) +
        svgElement('path', { d: HATCHES[place], style: 'fill:none;stroke:#fff;stroke-width:1.4' }),
    ),
  );
  const holder = document.createElement('div');
  holder.className = 'hatches';
  holder.setAttribute('aria-hidden', 'true');
  holder.innerHTML = svgElement(
    'svg',
    { width: 0, height: 0 },
    svgElement('defs', {}, patterns.join('') + SECOND_USE),
  );
  document.body.append(holder);
}
