import { button, newElement, putText } from '../../element.ts';
import { copied } from './copy.ts';
import { cellText, headingOf, type PointTable, type SweptColumn } from './points.ts';
import type { SweepView } from './view.ts';

/** The configuration of the clicked point, its figures, and the command that gives them. */
export function pointView(): SweepView {
  const heading = newElement('h3', { tabindex: '-1' });
  const content = newElement('div');
  const section = newElement('section', { class: 'sweep-view sweep-wide sweep-point' }, heading, content);
  let key: readonly unknown[] = [];
  return {
    section,
    resize() {},
    draw({ points, state: { clicked }, clickedRow }) {
      const now = [points, clicked];
      if (now.every((one, at) => one === key[at])) return;
      const isOther = clicked !== key[1];
      key = now;
      putText(heading, clicked === null ? 'Configuration of a point' : `Point ${clicked}`);
      const parts =
        clickedRow === null
          ? [newElement('p', {}, missingText(clicked))]
          : partsOf(points, clickedRow, content.querySelector('details')?.open ?? false);
      content.replaceChildren(...parts);
      if (isOther && clickedRow !== null) heading.focus({ preventScroll: true });
    },
  };
}

function missingText(clicked: number | null): string {
  return clicked === null
    ? 'Click a point of the first chart, or its number in the table.'
    : 'This point is not in the data now.';
}

/** The command of a row; null: it has none. */
export function commandOf({ data: { commands } }: Pick<PointTable, 'data'>, row: number): string | null {
  const place = commands.places[row];
  if (!(place >= 0)) return null;
  return `${commands.templates[place]} ${commands.rests[row]}`.trimEnd();
}

function partsOf(points: PointTable, row: number, isOpen: boolean): HTMLElement[] {
  const { columns, data } = points;
  const told = (role: SweptColumn['role']) =>
    columns.filter(
      (column) => column.role === role && column.name !== 'index' && cellText(column, row) !== '',
    );
  const configuration = [
    list('Configuration', [...told('axis'), ...told('identity')], row),
    newElement(
      'div',
      {},
      newElement('h4', {}, 'The same in all points'),
      newElement('dl', {}, ...data.constants.flatMap(({ text, ...of }) => pair(headingOf(of), text))),
    ),
  ];
  const hasAny = (one: HTMLElement) => one.querySelector('dt') !== null;
  // Figures are many: what they are figures of stands beside them in one column.
  const lists = [
    newElement('div', {}, ...configuration.filter(hasAny)),
    list('Figures', told('metric'), row),
  ];
  return [
    ...commandParts(points, row),
    newElement('div', { class: 'sweep-lists' }, ...lists.filter(hasAny)),
    ...baseParts(points, row, isOpen),
  ];
}

function commandParts(points: PointTable, row: number): HTMLElement[] {
  const command = commandOf(points, row);
  if (command === null)
    return [newElement('p', {}, 'There is no command line that gives the figures of this point alone.')];
  const note = newElement('span', { role: 'status', 'aria-live': 'polite' });
  const copy = button('Copy command', async () => {
    putText(note, '');
    putText(note, (await copied(command)) ? 'Copied.' : 'Not copied: select the command and copy it.');
  });
  const { where } = points.data.commands;
  return [
    newElement(
      'pre',
      { class: 'sweep-command', tabindex: '0', 'aria-label': 'Command' },
      newElement('code', {}, command),
    ),
    newElement('div', { class: 'sweep-buttons' }, copy, note),
    ...(where === null ? [] : [newElement('p', { class: 'sweep-says' }, where)]),
  ];
}

function list(title: string, columns: readonly SweptColumn[], row: number): HTMLElement {
  const pairs = columns.flatMap((column) => pair(headingOf(column), cellText(column, row)));
  return newElement('div', {}, newElement('h4', {}, title), newElement('dl', {}, ...pairs));
}

const pair = (title: string, text: string): HTMLElement[] => [
  newElement('dt', {}, title),
  newElement('dd', {}, text),
];

function baseParts(points: PointTable, row: number, isOpen: boolean): HTMLElement[] {
  const name = points.seriesNames[points.series[row]];
  const { bases } = points.data;
  if (!Object.hasOwn(bases, name)) return [];
  const summary = newElement('summary', {}, `Base configuration of ${name}, which the axes change`);
  const text = newElement(
    'pre',
    { tabindex: '0', 'aria-label': `Base configuration of ${name}` },
    bases[name],
  );
  return [newElement('details', { open: isOpen }, summary, text)];
}
