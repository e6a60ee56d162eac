import { type EChartsType, init } from '../../echarts.ts';
import { button, newElement, putText } from '../../element.ts';
import { keepReachable } from '../../scroll-boxes.ts';
import { paperInk } from './ink.ts';
import { paintedLayer } from './painted.ts';
import { type PictureOption, savePicture } from './picture.ts';
import type { ShownPoints } from './state.ts';

/** Where a chart is painted: its axes, and the size of its stage in pixels. */
export interface PaintedChart {
  readonly chart: EChartsType;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** What a chart of the sweep is, and what it says of itself. */
export interface SweepChart {
  /** The name of its files. */
  readonly file: string;
  readonly title: (shown: ShownPoints) => string;
  /** What is to be seen, in a sentence, for people who do not see it. */
  readonly sentence: (shown: ShownPoints) => string;
  /** How it is used, in sentences; empty: it is only looked at. They are for a screen alone. */
  readonly use: string;
  /** The whole chart, as it is exported. */
  readonly option: (shown: ShownPoints) => PictureOption;
  /** Paints what changes with the selection behind the axes, on a screen. */
  readonly paint: (pen: CanvasRenderingContext2D, shown: ShownPoints, painted: PaintedChart) => void;
}

/** A chart with its heading, its controls, a sentence, and the buttons of its pictures. */
export interface ChartView {
  readonly section: HTMLElement;
  /** What the chart is drawn in. */
  readonly stage: HTMLElement;
  readonly chart: EChartsType;
  /**
   * Takes other controls, unless they offer what the present ones do: those keep the reader's focus, and take
   * what the others have chosen.
   */
  control(controls: readonly HTMLElement[]): void;
  /** Says what is shown now; pictures are made of it. */
  tell(shown: ShownPoints): void;
  /** Paints what it was told last, behind its axes. */
  paint(): void;
  /** Takes the width that there is now. */
  resize(): void;
}

/** An empty chart of so many pixels height. */
export function chartView(kind: SweepChart, heightPx: number): ChartView {
  const heading = newElement('h3');
  const controls = newElement('div', { class: 'sweep-controls' });
  const stage = newElement('div', { class: 'sweep-chart', role: 'img' });
  stage.style.height = `${heightPx}px`;
  const scroll = newElement('div', { class: 'sweep-scroll' }, stage);
  const sentence = newElement('span');
  const use = newElement('span', { class: 'on-screen' }, ` ${kind.use}`);
  const says = newElement('p', { class: 'sweep-says' }, sentence, use);
  let last: ShownPoints | null = null;
  const save = (['png', 'svg'] as const).map((file) => saveButton(file, kind, () => last));
  const buttons = newElement('div', { class: 'sweep-buttons' }, ...save);
  const section = newElement('section', { class: 'sweep-view' }, heading, controls, scroll, says, buttons);
  const chart = init(stage, null, { renderer: 'svg', width: 800, height: heightPx });
  const layer = paintedLayer(stage);
  return {
    section,
    stage,
    chart,
    control: (others) => takeControls(controls, others),
    tell(shown) {
      last = shown;
      const [title, said] = [kind.title(shown), kind.sentence(shown)];
      putText(heading, title);
      putText(sentence, said);
      stage.setAttribute('aria-label', `${title}. ${said}`);
      if (stage.style.getPropertyValue('--least') !== '') keepReachable(scroll, title);
      for (const made of save) made.setAttribute('aria-label', `${made.textContent} of: ${title}`);
    },
    paint,
    resize() {
      // What is said below changes with every selection, and the height of the page with it.
      const width = stage.clientWidth;
      if (width === 0 || width === chart.getWidth()) return;
      chart.resize({ width, height: heightPx });
      paint();
    },
  };

  function paint(): void {
    const shown = last;
    if (shown === null || section.hidden) return;
    const widthPx = chart.getWidth();
    layer.paint(widthPx, heightPx, (pen) => {
      if (!shown.ink.isPaper) kind.paint(pen, shown, { chart, widthPx, heightPx });
    });
  }
}

/** Replaces controls, or sets the choices of those that offer the same. */
function takeControls(controls: HTMLElement, others: readonly HTMLElement[]): void {
  const offered = others.map(({ textContent }) => textContent).join();
  if (controls.dataset.offered !== offered) {
    controls.dataset.offered = offered;
    controls.replaceChildren(...others);
    return;
  }
  const present = controls.querySelectorAll('select');
  const chosen = others.flatMap((other) => [...other.querySelectorAll('select')]);
  for (const [at, { value }] of chosen.entries()) if (present[at].value !== value) present[at].value = value;
}

/** Saves a chart as a file, as it is on paper; nothing before it was told what to show. */
function saveButton(
  file: 'png' | 'svg',
  kind: SweepChart,
  shownNow: () => ShownPoints | null,
): HTMLButtonElement {
  return button(file.toUpperCase(), () => {
    const shown = shownNow();
    if (shown === null) return;
    savePicture(file, kind.file, kind.title(shown), shown.points, kind.option({ ...shown, ink: paperInk }));
  });
}
