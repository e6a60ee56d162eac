import { download } from '../../download.ts';
import { button, newElement, putText } from '../../element.ts';
import type { SweepActions } from './actions.ts';
import { csvOf } from './csv.ts';
import { numberText } from './number-text.ts';
import { orderedRows } from './order.ts';
import { cellText, headingOf, type SweptColumn } from './points.ts';
import type { ShownPoints } from './state.ts';
import type { SweepView } from './view.ts';

/** Rows of a page, and rows of the front that go on paper. */
const PAGE_ROWS = 50;
const PAPER_ROWS = 40;
/** The paper's rows are made when the reader rests. */
const REST_MS = 200;

/** The selected points in a table, page by page, sorted by any column. */
export function tableView(actions: SweepActions): SweepView {
  const head = newElement('thead');
  const body = newElement('tbody');
  const caption = newElement('caption');
  const paper = newElement('table', { class: 'sweep-paper' });
  const place = newElement('span', { 'aria-live': 'polite' });
  let last: ShownPoints | null = null;
  let rest: ReturnType<typeof setTimeout> | undefined;
  const turn = (by: number) => () => last && actions.choose({ page: last.state.page + by });
  const back = button('Previous page', turn(-1));
  const on = button('Next page', turn(1));
  const save = button('CSV of the selected points', () => {
    if (last) download('points.csv', new Blob([csvOf(last.points, last.mask)], { type: 'text/csv' }));
  });
  const section = newElement(
    'section',
    { class: 'sweep-view sweep-wide' },
    newElement('h3', {}, 'Points'),
    newElement(
      'div',
      { class: 'sweep-table', tabindex: '0', role: 'region', 'aria-label': 'Points, a table' },
      newElement('table', { class: 'sweep-screen' }, caption, head, body),
      paper,
    ),
    newElement('div', { class: 'sweep-buttons' }, back, on, place, save),
  );
  return {
    section,
    resize() {},
    draw(shown) {
      last = shown;
      const columns = tableColumns(shown);
      fillHead(head, columns, shown, actions);
      const order = orderOf(shown);
      const pages = Math.max(1, Math.ceil(order.length / PAGE_ROWS));
      const page = Math.min(shown.state.page, pages - 1);
      const rows = order.subarray(page * PAGE_ROWS, (page + 1) * PAGE_ROWS);
      body.replaceChildren(...Array.from(rows, (row) => rowOf(row, columns, shown, actions)));
      putText(caption, `${numberText(order.length)} selected points`);
      putText(place, `Page ${numberText(page + 1)} of ${numberText(pages)}`);
      back.disabled = page === 0;
      on.disabled = page === pages - 1;
      clearTimeout(rest);
      rest = setTimeout(() => fillPaper(paper, columns, shown), REST_MS);
    },
  };
}

/** What tells the points apart, and the figures that other views show. */
function tableColumns({ points, state }: ShownPoints): readonly SweptColumn[] {
  const { heat } = state;
  const asked = new Set([state.x, state.y, heat?.value, ...state.parallel, ...state.intervals.keys()]);
  const isTold = ({ name, role }: SweptColumn) =>
    name !== 'reason' && (role !== 'metric' || asked.has(name) || name === state.sort.column);
  const order = ['identity', 'axis', 'metric'];
  return points.columns.filter(isTold).sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
}

function orderOf({ points, state, mask }: ShownPoints): Int32Array {
  const column = points.byName.get(state.sort.column) ?? points.columns[0];
  return orderedRows(column, state.sort.isDescending, mask);
}

function fillHead(
  head: HTMLElement,
  columns: readonly SweptColumn[],
  { state: { sort } }: ShownPoints,
  actions: SweepActions,
): void {
  const key = JSON.stringify([columns.map(({ name }) => name), sort]);
  if (head.dataset.key === key) return;
  const focused =
    document.activeElement instanceof HTMLElement ? document.activeElement.dataset.sorts : undefined;
  head.dataset.key = key;
  const cells = columns.map((column) => {
    const isSorted = column.name === sort.column;
    const direction = isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none';
    const sorts = () =>
      actions.choose({
        sort: { column: column.name, isDescending: isSorted && !sort.isDescending },
        page: 0,
      });
    const sorter = button(headingOf(column), sorts, { 'data-sorts': column.name });
    return newElement('th', { scope: 'col', 'aria-sort': direction, class: classOf(column) }, sorter);
  });
  head.replaceChildren(newElement('tr', {}, ...cells));
  if (focused === undefined) return;
  const again = [...head.querySelectorAll('button')].find(({ dataset }) => dataset.sorts === focused);
  again?.focus();
}

function rowOf(
  row: number,
  columns: readonly SweptColumn[],
  { points, clickedRow }: ShownPoints,
  actions: SweepActions,
): HTMLTableRowElement {
  const show = button(String(points.numbers[row]), () => actions.click(row), {
    'aria-label': `Show point ${points.numbers[row]}`,
  });
  const cells = columns.map((column) =>
    column.name === 'index'
      ? newElement('th', { scope: 'row' }, show)
      : newElement('td', { class: classOf(column) }, cellText(column, row)),
  );
  return newElement('tr', { 'aria-current': row === clickedRow ? 'true' : null }, ...cells);
}

/** Numbers stand one below the other by their last digits. */
const classOf = ({ words }: SweptColumn): string | null => (words === null ? 'sweep-number' : null);

/** On paper there is the front, or how it begins. */
function fillPaper(paper: HTMLElement, columns: readonly SweptColumn[], { front }: ShownPoints): void {
  const rows = front.slice(0, PAPER_ROWS);
  const more = front.length > rows.length ? `, the first ${rows.length} of ${front.length}` : '';
  paper.replaceChildren(
    newElement('caption', {}, `The front of the selected points${more}`),
    newElement(
      'thead',
      {},
      newElement(
        'tr',
        {},
        ...columns.map((column) => newElement('th', { class: classOf(column) }, headingOf(column))),
      ),
    ),
    newElement(
      'tbody',
      {},
      ...rows.map((row) =>
        newElement(
          'tr',
          {},
          ...columns.map((column) => newElement('td', { class: classOf(column) }, cellText(column, row))),
        ),
      ),
    ),
  );
}
