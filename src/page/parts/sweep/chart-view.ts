import { type EChartsType, init } from '../../echarts.ts';
import { button, newElement, putText } from '../../element.ts';
import { paperInk } from './ink.ts';
import { type PictureOption, savePicture } from './picture.ts';
import type { ShownPoints } from './state.ts';

/** What a chart of the sweep says of itself. */
export interface ChartWords {
  /** The name of its files. */
  readonly file: string;
  readonly title: (shown: ShownPoints) => string;
  /** What is to be seen, in a sentence, for people who do not see it. */
  readonly sentence: (shown: ShownPoints) => string;
  readonly option: (shown: ShownPoints) => PictureOption;
}

/** A chart with its heading, its controls, a sentence, and the buttons of its pictures. */
export interface ChartView {
  readonly section: HTMLElement;
  /** What the chart is drawn in. */
  readonly stage: HTMLElement;
  readonly chart: EChartsType;
  /** Takes other controls, unless they offer what the present ones do: those keep the reader's focus. */
  control(controls: readonly HTMLElement[]): void;
  /** Says what is shown now; pictures are made of it. */
  tell(shown: ShownPoints): void;
  resize(): void;
}

/** An empty chart of so many pixels height. */
export function chartView(words: ChartWords, heightPx: number): ChartView {
  const heading = newElement('h3');
  const controls = newElement('div', { class: 'sweep-controls' });
  const stage = newElement('div', { class: 'sweep-chart', role: 'img' });
  stage.style.height = `${heightPx}px`;
  const sentence = newElement('p', { class: 'sweep-says' });
  let last: ShownPoints | null = null;
  const save = { png: picture('png'), svg: picture('svg') };
  const buttons = newElement('div', { class: 'sweep-buttons' }, save.png, save.svg);
  const section = newElement('section', { class: 'sweep-view' }, heading, controls, stage, sentence, buttons);
  const chart = init(stage, null, { renderer: 'svg', width: 800, height: heightPx });
  return {
    section,
    stage,
    chart,
    control(others) {
      const offered = others.map(({ textContent }) => textContent).join();
      if (controls.dataset.offered === offered) return;
      controls.dataset.offered = offered;
      controls.replaceChildren(...others);
    },
    tell(shown) {
      last = shown;
      putText(heading, words.title(shown));
      putText(sentence, words.sentence(shown));
      stage.setAttribute('aria-label', `${words.title(shown)}. ${words.sentence(shown)}`);
      for (const [kind, made] of Object.entries(save))
        made.setAttribute('aria-label', `${kind.toUpperCase()} of: ${words.title(shown)}`);
    },
    resize() {
      if (stage.clientWidth > 0) chart.resize({ width: stage.clientWidth, height: heightPx });
    },
  };

  function picture(kind: 'png' | 'svg'): HTMLButtonElement {
    return button(kind.toUpperCase(), () => {
      if (last === null) return;
      savePicture(kind, words.file, words.title(last), last.points, words.option({ ...last, ink: paperInk }));
    });
  }
}
