import type { SweepData } from '../../../report/page/page-data.ts';
import type { MountedPart } from '../../part.ts';
import { onThemeChange } from '../../theme.ts';
import type { SweepActions } from './actions.ts';
import { askView } from './ask-view.ts';
import { parseFilter, type RowTest } from './filter.ts';
import { rowsOfFront } from './front.ts';
import { heatView } from './heat-view.ts';
import { type Ink, paperInk, screenInk } from './ink.ts';
import { parallelView } from './parallel-view.ts';
import { pointView } from './point-view.ts';
import { type PointTable, pointTable } from './points.ts';
import { scatterView } from './scatter-view.ts';
import { type ColumnInterval, markSelected } from './selection.ts';
import { firstState, keptState, type ShownPoints, type SweepState } from './state.ts';
import { tableView } from './table-view.ts';
import type { SweepView } from './view.ts';

/** Width of the views on paper, in pixels: what A4 and letter have between their margins. */
const PAPER_PX = 660;

/** The first views: what is asked, and three pictures. */
const PICTURES = 4;

/** A brush that stands still for so long rests. */
const REST_MS = 60;

/** Numbers the explorers of a page, so that what is in them has names of its own. */
let explorers = 0;

/** Linked views over the points of a sweep, and over one selection of them. */
export class SweepExplorer implements MountedPart<SweepData> {
  private points: PointTable;
  private state: SweepState;
  private mask: Uint8Array;
  private ink: Ink;
  private test: RowTest | null = null;
  private last: ShownPoints;
  private frame = 0;
  private rest = 0;
  private readonly stage: HTMLElement;
  private readonly ask;
  private readonly views: readonly SweepView[];

  constructor(stage: HTMLElement, data: SweepData) {
    this.stage = stage;
    this.points = pointTable(data);
    this.state = firstState(data);
    this.mask = new Uint8Array(data.count);
    this.ink = screenInk();
    const actions = this.actions();
    this.ask = askView(actions, `sweep-${explorers++}`);
    const [scatter, heat, parallel] = [scatterView(actions), heatView(actions), parallelView(actions)];
    this.views = [this.ask, scatter, heat, parallel, pointView(), tableView(actions)];
    stage.classList.add('sweep');
    stage.replaceChildren(...this.views.map(({ section }) => section));
    this.last = this.shown();
    this.drawAll();
    this.resize();
    this.followsPage();
  }

  update(data: SweepData): void {
    this.points = pointTable(data);
    this.state = keptState(this.state, data);
    this.mask = new Uint8Array(data.count);
    this.readFilter();
    this.draw();
  }

  private actions(): SweepActions {
    return {
      ask: (intervals) => {
        for (const [name, asked] of Object.entries(intervals)) this.askColumn(name, asked);
        this.state.page = 0;
        this.draw();
      },
      choose: (changes) => {
        Object.assign(this.state, changes);
        if (changes.filter !== undefined) this.readFilter();
        this.draw();
      },
      click: (row) => {
        this.state.clicked = this.points.numbers[row];
        this.draw();
      },
    };
  }

  private askColumn(name: string, asked: ColumnInterval | null): void {
    if (asked === null) this.state.intervals.delete(name);
    else this.state.intervals.set(name, asked);
  }

  /** A condition that is wrong asks for nothing until it is right again. */
  private readFilter(): void {
    const found = parseFilter(this.state.filter, this.points.byName);
    this.ask.setProblem('problem' in found ? found.problem : '');
    this.test = 'problem' in found ? null : found.test;
  }

  private draw(): void {
    const shown = this.shown();
    this.last = shown;
    // Once a frame, however often a brush moves.
    this.cancelDrawing();
    this.frame = requestAnimationFrame(() => this.drawViews());
  }

  private drawViews(): void {
    this.cancelDrawing();
    const pictures = this.views.slice(0, PICTURES);
    for (const view of pictures) view.draw(this.last);
    // What is to be read follows when a brush rests: to lay out a table takes as long as all pictures.
    this.rest = window.setTimeout(() => {
      for (const view of this.views.slice(PICTURES)) view.draw(this.last);
    }, REST_MS);
  }

  private cancelDrawing(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.rest);
  }

  private drawAll(): void {
    this.cancelDrawing();
    this.last = this.shown();
    for (const view of this.views) view.draw(this.last);
  }

  private shown(): ShownPoints {
    const { points, state, mask, ink } = this;
    const selected = markSelected(points, state.intervals, this.test, mask);
    const [x, y] = [points.byName.get(state.x), points.byName.get(state.y)];
    const front = x && y ? rowsOfFront(x, y, mask) : [];
    const row = state.clicked === null ? -1 : points.numbers.indexOf(state.clicked);
    // A copy of the state: views compare it with what they have drawn.
    return { points, state: { ...state }, mask, selected, front, clickedRow: row < 0 ? null : row, ink };
  }

  private resize(): void {
    for (const view of this.views) view.resize();
  }

  /** Takes the width and the colours that the page has, on paper those of paper. */
  private followsPage(): void {
    new ResizeObserver(() => this.resize()).observe(this.stage);
    onThemeChange(() => this.paint(screenInk()));
    addEventListener('beforeprint', () => {
      this.stage.classList.add('sweep-on-paper');
      this.stage.style.width = `${PAPER_PX}px`;
      this.resize();
      this.paint(paperInk);
    });
    addEventListener('afterprint', () => {
      this.stage.classList.remove('sweep-on-paper');
      this.stage.style.width = '';
      this.resize();
      this.paint(screenInk());
    });
  }

  private paint(ink: Ink): void {
    this.ink = ink;
    this.drawAll();
  }
}
