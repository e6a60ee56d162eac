import type { HeatData } from '../../report/page/page-data.ts';
import { type EChartsType, init } from '../echarts.ts';
import { addElement, addFoldedTable, pointerNote } from '../element.ts';
import type { ChartDrawing } from '../framed-picture.ts';
import type { MountedPart, MountPart } from '../part.ts';
import { onThemeChange, PAPER_THEME, themeNow } from '../theme.ts';
import { coarseness, type HeatCells, heatCells } from './heat/cells.ts';
import { HEAT_LAYOUT, heatOption } from './heat/option.ts';
import { cellWords, heatRows, heatSummary, sumsOfRows } from './heat/words.ts';

/** Width of a map on paper and in a file, in pixels. */
const PAPER_WIDTH = 900;

/** A map of counts. */
export const mountHeat: MountPart<HeatData> = (stage, data) => new MountedHeat(stage, data);

class MountedHeat implements MountedPart<HeatData> {
  #data: HeatData;
  #cells: HeatCells;
  readonly #stage: HTMLElement;
  readonly #plot: HTMLElement;
  readonly #chart: EChartsType;
  readonly #said: HTMLElement;
  #table: HTMLElement | null = null;

  constructor(stage: HTMLElement, data: HeatData) {
    this.#stage = stage;
    this.#data = data;
    this.#plot = addElement(stage, 'div', 'plot');
    this.#plot.setAttribute('role', 'img');
    this.#said = addElement(stage, 'p', 'said');
    this.#plot.style.height = `${heightOf(data)}px`;
    this.#chart = init(addElement(this.#plot, 'div', 'canvas'), null, { renderer: 'canvas' });
    this.#cells = this.#draw();
    this.#listen();
  }

  update(data: HeatData): void {
    this.#data = data;
    this.#plot.style.height = `${heightOf(data)}px`;
    this.#chart.resize();
    this.#cells = this.#draw();
  }

  drawing(): ChartDrawing {
    const [width, height] = [PAPER_WIDTH, heightOf(this.#data)];
    const cells = cellsIn(this.#data, width, height);
    const note = noteOf(this.#data, cells);
    if (cells.max === 0) return { svg: '', width, height: 0, legend: [], note };
    const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
    chart.setOption(heatOption(this.#data, cells, PAPER_THEME, { width, height }));
    const svg = chart.renderToSVGString();
    chart.dispose();
    return { svg, width, height, legend: [], note };
  }

  rows(): readonly (readonly string[])[] {
    return heatRows(this.#data);
  }

  #draw(): HeatCells {
    const data = this.#data;
    const [width, height] = [this.#chart.getWidth(), this.#chart.getHeight()];
    const cells = cellsIn(data, width, height);
    const empty = cells.max === 0;
    this.#plot.hidden = empty;
    this.#said.textContent = noteOf(data, cells);
    this.#said.hidden = this.#said.textContent === '';
    this.#plot.setAttribute('aria-label', heatSummary(data));
    if (!empty) this.#chart.setOption(heatOption(data, cells, themeNow(), { width, height }), true);
    this.#table?.remove();
    this.#table = addFoldedTable(this.#stage, `${data.value.title} by ${data.rows.title}`, sumsOfRows(data));
    return cells;
  }

  #listen(): void {
    onThemeChange(() => {
      this.#cells = this.#draw();
    });
    new ResizeObserver(() => {
      if (this.#plot.clientWidth === this.#chart.getWidth() || this.#plot.clientWidth === 0) return;
      this.#chart.resize();
      this.#cells = this.#draw();
    }).observe(this.#plot);
    const note = pointerNote(this.#plot);
    const pointer = this.#chart.getZr();
    pointer.on('mousemove', ({ offsetX, offsetY }) =>
      note(this.#wordsAt(offsetX, offsetY), offsetX, offsetY),
    );
    pointer.on('globalout', () => note([], 0, 0));
  }

  /** What is under the pointer, in lines. */
  #wordsAt(x: number, y: number): readonly string[] {
    const { left, right, top, bottom } = HEAT_LAYOUT;
    const across = (x - left) / (this.#chart.getWidth() - left - right);
    const down = (y - top) / (this.#chart.getHeight() - top - bottom);
    if (across < 0 || across >= 1 || down < 0 || down >= 1) return [];
    const { rows, columns } = this.#cells;
    return cellWords(this.#data, this.#cells, Math.floor(down * rows), Math.floor(across * columns));
  }
}

/** What has to be said below a map. */
function noteOf(data: HeatData, cells: HeatCells): string {
  if (cells.max > 0) return coarseness(data, cells);
  return `No ${data.value.title}: every value of this map is 0.`;
}

/** Height of a map in pixels: rows of up to 14, and room for its colour bar. */
function heightOf({ rows }: HeatData): number {
  return HEAT_LAYOUT.top + HEAT_LAYOUT.bottom + Math.min(512, Math.max(120, 14 * rows.count));
}

/** The cells that have room: none is narrower than a pixel. */
function cellsIn(data: HeatData, width: number, height: number): HeatCells {
  const { left, right, top, bottom } = HEAT_LAYOUT;
  return heatCells(data, Math.max(1, height - top - bottom), Math.max(1, width - left - right));
}
