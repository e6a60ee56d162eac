import { csvText, tableRows } from './csv.ts';
import { download, pngOf } from './download.ts';
import { addButton, newElement } from './element.ts';
import { fileNameOf } from './file-name.ts';
import { framedPicture } from './framed-picture.ts';
import type { MountedPart } from './part.ts';

/** The picture of a figure as the text of an SVG file, and its data as rows; undefined: it has none. */
interface Exports {
  readonly svg?: () => string;
  readonly rows?: () => readonly (readonly string[])[];
}

/** Gives a figure buttons that save its picture and its data, in its block of actions. */
export function addActions(figure: HTMLElement, part?: MountedPart): void {
  const actions = figure.querySelector<HTMLElement>(':scope > .actions');
  if (actions === null) return;
  // A picture has its title in it, and the figure its name.
  const title = wordsOf(figure).title || (figure.dataset.title ?? 'figure');
  const { svg, rows } = part === undefined ? exportsOfPicture(figure) : exportsOfPart(figure, part);
  if (svg !== undefined) {
    addSaving(actions, title, 'PNG', () => pngOf(svg()));
    addSaving(actions, title, 'SVG', () => new Blob([svg()], { type: 'image/svg+xml' }));
  }
  if (rows !== undefined) addSaving(actions, title, 'CSV', () => csvFile(rows()));
  const image = figure.querySelector<HTMLImageElement>('.picture img');
  if (image !== null) addSaving(actions, title, 'PNG', () => imageFile(image));
}

/** The file that an image holds as data: no page may ask for it by its address. */
function imageFile({ src }: HTMLImageElement): Blob {
  const bytes = Uint8Array.from(atob(src.slice(src.indexOf(',') + 1)), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type: 'image/png' });
}

const csvFile = (rows: readonly (readonly string[])[]): Blob =>
  new Blob([csvText(rows)], { type: 'text/csv' });

/** A button that saves a file of a kind, which is made when it is pressed. */
function addSaving(into: Element, title: string, kind: string, file: () => Blob | Promise<Blob>): void {
  addButton(into, kind, `Save as ${kind}: ${title}`, async () =>
    download(fileNameOf(title, kind.toLowerCase()), await file()),
  );
}

/** Gives a table that stands by itself a button that saves it, below it. */
export function addTableActions(scroll: HTMLElement): void {
  const table = scroll.querySelector('table');
  if (table === null) return;
  const title = table.caption?.textContent?.trim() || (scroll.getAttribute('aria-label') ?? 'table');
  const actions = newElement('div', { class: 'actions' });
  scroll.after(actions);
  addSaving(actions, title, 'CSV', () => csvFile(tableRows(table)));
}

/**
 * Lets a picture be shown at any width: one that states its size only would be cut. It is done once, before
 * anything saves the picture.
 */
export function makeScalable(picture: SVGElement): void {
  const [width, height] = [picture.getAttribute('width'), picture.getAttribute('height')];
  if (picture.hasAttribute('viewBox') || width === null || height === null) return;
  picture.setAttribute('viewBox', `0 0 ${Number.parseFloat(width)} ${Number.parseFloat(height)}`);
}

/** The words of a figure that stand in its picture. */
export function wordsOf(figure: HTMLElement): { title: string; subtitle: string; foot: string } {
  const text = (selector: string) => figure.querySelector(selector)?.textContent?.trim() ?? '';
  return {
    title: text(':scope > figcaption strong'),
    subtitle: text(':scope > figcaption span'),
    foot: text(':scope > .foot'),
  };
}

function exportsOfPicture(figure: HTMLElement): Exports {
  const picture = figure.querySelector<SVGElement>('.picture svg');
  const table = figure.querySelector<HTMLTableElement>('details.data table');
  return {
    ...(picture === null ? {} : { svg: () => new XMLSerializer().serializeToString(picture) }),
    ...(table === null ? {} : { rows: () => tableRows(table) }),
  };
}

function exportsOfPart(figure: HTMLElement, part: MountedPart): Exports {
  const drawing = part.drawing?.bind(part);
  const rows = part.rows?.bind(part);
  return {
    ...(drawing === undefined ? {} : { svg: () => framedPicture(wordsOf(figure), drawing()) }),
    ...(rows === undefined ? {} : { rows }),
  };
}
