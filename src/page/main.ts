import type { PartData } from '../report/page/page-data.ts';
import { addActions, addTableActions, makeScalable } from './actions.ts';
import { followReading } from './contents.ts';
import { dataOf } from './decode.ts';
import { followServer } from './live.ts';
import type { MountedPart } from './part.ts';
import { mounts } from './parts/index.ts';
import { installPrint } from './print.ts';
import { keepReachable } from './scroll-boxes.ts';
import { makeSortable } from './sorted-tables.ts';
import { installTheme } from './theme.ts';

/** The parts that are on the page, by the names of their figures. */
const mounted = new Map<string, MountedPart>();

/** Draws the parts of the page, in the figures that name them: each has its data in an element beside it. */
async function start(): Promise<void> {
  installTheme(document.querySelector('header .actions'));
  prepare(document);
  for (const figure of document.querySelectorAll<HTMLElement>('figure[data-part]')) {
    const stage = figure.querySelector<HTMLElement>('.stage');
    const packed = document.getElementById(`${figure.id}-data`);
    if (stage === null || packed === null) throw new Error(`${figure.id} has no stage or no data`);
    const part = mountPart(stage, await dataOf(packed));
    mounted.set(figure.id, part);
    addActions(figure, part);
  }
  installPrint(mounted);
  followReading();
  if (document.documentElement.dataset.revision !== undefined) followServer({ mounted, prepare });
  document.documentElement.dataset.ready = 'true';
}

/** Makes tables sortable, gives charts their buttons, and lets the keyboard reach what scrolls. */
function prepare(within: ParentNode): void {
  for (const table of within.querySelectorAll<HTMLTableElement>('table.sortable')) makeSortable(table);
  for (const picture of within.querySelectorAll<SVGElement>('.picture > svg')) makeScalable(picture);
  for (const figure of within.querySelectorAll<HTMLElement>('figure.chart')) {
    addActions(figure);
    const box = figure.querySelector<HTMLElement>('.picture');
    if (box !== null) keepReachable(box, figure.dataset.title ?? 'chart');
  }
  for (const scroll of within.querySelectorAll<HTMLElement>('section > .scroll, section > details > .scroll'))
    addTableActions(scroll);
}

function mountPart<Data extends PartData>(stage: HTMLElement, data: Data): MountedPart {
  const mount = mounts[data.part] as (stage: HTMLElement, data: PartData) => MountedPart;
  return mount(stage, data);
}

void start();
