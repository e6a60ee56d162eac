import { button, newElement, putText } from '../../element.ts';
import type { SweepActions } from './actions.ts';
import { numberText } from './number-text.ts';
import { extentOf, headingOf, type PointTable, type SweptColumn } from './points.ts';
import type { ColumnInterval } from './selection.ts';
import type { ShownPoints } from './state.ts';
import type { SweepView } from './view.ts';

/** What is selected: in sentences, by a condition that is typed, and by intervals of columns. */
export interface AskView extends SweepView {
  /** Says what is wrong with the condition; empty: nothing. */
  setProblem(text: string): void;
}

/** The box with the condition, and the intervals. */
export function askView(actions: SweepActions, id: string): AskView {
  const problem = newElement('p', { class: 'sweep-problem', id: `${id}-problem`, role: 'alert' });
  const hint = newElement('p', { class: 'sweep-says', id: `${id}-hint` });
  const input = newElement('input', {
    type: 'text',
    spellcheck: 'false',
    autocomplete: 'off',
    'aria-describedby': `${id}-hint ${id}-problem`,
  });
  input.addEventListener('input', () => actions.choose({ filter: input.value, page: 0 }));
  const counts = newElement('p', { class: 'sweep-counts' });
  const selected = newElement('p', { role: 'status', 'aria-live': 'polite' });
  const intervals = newElement('div', { class: 'sweep-intervals' });
  const clear = button('Select all points', () => actions.choose({ filter: '', page: 0 }));
  clear.addEventListener('click', () => actions.ask(allOf(last)));
  let last: ShownPoints | null = null;
  const section = newElement(
    'section',
    { class: 'sweep-view sweep-wide sweep-ask' },
    counts,
    newElement('label', {}, 'Points that meet ', input),
    hint,
    problem,
    newElement('details', {}, newElement('summary', {}, 'Intervals of columns'), intervals),
    newElement('div', { class: 'sweep-buttons' }, clear, selected),
  );
  return {
    section,
    resize() {},
    setProblem(text) {
      putText(problem, text);
      input.setAttribute('aria-invalid', String(text !== ''));
    },
    draw(shown) {
      if (last?.points !== shown.points || last.state.parallel !== shown.state.parallel) {
        putText(counts, countsText(shown.points));
        putText(hint, hintText(shown.points));
        intervals.replaceChildren(...askedColumns(shown).map((column) => intervalInputs(column, actions)));
      }
      last = shown;
      if (document.activeElement !== input && input.value !== shown.state.filter)
        input.value = shown.state.filter;
      fillIntervals(intervals, shown);
      putText(selected, selectedText(shown));
    },
  };
}

const allOf = (shown: ShownPoints | null): Record<string, null> =>
  Object.fromEntries([...(shown?.state.intervals.keys() ?? [])].map((name) => [name, null]));

/** How many points there are, and what became of them. */
function countsText({ data: { points } }: PointTable): string {
  const { all, ok, infeasible, failed } = points;
  const parts = [`${numberText(ok)} of ${numberText(all)} points simulated`];
  if (infeasible > 0) parts.push(`${numberText(infeasible)} cannot be built, do not fit or miss a condition`);
  if (failed > 0) parts.push(`${numberText(failed)} failed`);
  const left = all - ok - infeasible - failed;
  if (left > 0) parts.push(`${numberText(left)} still to come`);
  return `${parts.join(', ')}.`;
}

function hintText({ columns }: PointTable): string {
  const axis = columns.find(({ role, words }) => role === 'axis' && words === null);
  const metric = columns.find(({ role, words }) => role === 'metric' && words === null);
  const middle = (column: SweptColumn) => {
    const found = [...column.values].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
    return Number((found[Math.floor(found.length / 2)] ?? 0).toPrecision(2));
  };
  const parts = [axis && `${axis.name} >= ${middle(axis)}`, metric && `${metric.name} < ${middle(metric)}`];
  const example = parts.filter((part) => part !== undefined).join(' and ');
  return `A condition, as in: ${example}. Columns are compared with numbers or texts in quotes; and, or, not and brackets join conditions.`;
}

/** Columns whose intervals can be typed: those of numbers that a view shows. */
function askedColumns({ points, state }: ShownPoints): readonly SweptColumn[] {
  const named = new Set([...state.parallel, state.x, state.y]);
  return points.columns.filter(
    ({ name, role, words }) => words === null && (role === 'axis' || named.has(name)),
  );
}

function intervalInputs(column: SweptColumn, actions: SweepActions): HTMLElement {
  const [least, most] = extentOf(column.values, null) ?? [0, 0];
  const input = (label: string, ghost: number) =>
    newElement('input', {
      type: 'number',
      step: 'any',
      placeholder: String(ghost),
      'aria-label': `${headingOf(column)}, ${label}`,
    });
  const [from, to] = [input('at least', least), input('at most', most)];
  const change = () => {
    const isEmpty = from.value === '' && to.value === '';
    const asked: ColumnInterval = [
      from.value === '' ? Number.NEGATIVE_INFINITY : from.valueAsNumber,
      to.value === '' ? Number.POSITIVE_INFINITY : to.valueAsNumber,
    ];
    actions.ask({ [column.name]: isEmpty ? null : asked });
  };
  from.addEventListener('change', change);
  to.addEventListener('change', change);
  const legend = newElement('legend', {}, headingOf(column));
  return newElement('fieldset', { 'data-column': column.name }, legend, from, ' to ', to);
}

function fillIntervals(into: HTMLElement, { state, points }: ShownPoints): void {
  for (const set of into.querySelectorAll('fieldset')) {
    const name = set.dataset.column ?? '';
    const asked = state.intervals.get(name);
    const inputs = set.querySelectorAll('input');
    [asked?.[0], asked?.[1]].forEach((end, at) => {
      const text = end === undefined || !Number.isFinite(end) ? '' : shortNumber(end);
      if (inputs[at] !== document.activeElement && inputs[at].value !== text) inputs[at].value = text;
    });
    set.disabled = !points.byName.has(name);
  }
}

/** The ends of a drawn rectangle have no more digits than anybody reads. */
const shortNumber = (value: number): string => String(Number(value.toPrecision(6)));

function selectedText({ selected, points, state }: ShownPoints): string {
  const isAll = selected === points.count && state.intervals.size === 0 && state.filter === '';
  return isAll
    ? `All ${numberText(points.count)} points are selected.`
    : `${numberText(selected)} of ${numberText(points.count)} points are selected.`;
}
