import { beforeAll, describe, expect, it } from 'vitest';
import { type Measure, openCanvas } from '../../../src/report/charts/canvas.ts';
import type { ChartSpec } from '../../../src/report/charts/spec.ts';
import type { Deck, WordSlide } from '../../../src/report/slides/deck.ts';
import { slidesIn } from '../../../src/report/slides/layout.ts';
import { type Box, type PlacedSlide, SLIDE } from '../../../src/report/slides/placed-slide.ts';
import { latencyLines, stallBars } from '../charts/examples.ts';

let measure: Measure;
beforeAll(async () => {
  ({ measure } = await openCanvas());
});

const sentence = 'the clock is that of the published design, since nobody placed this one; ';
const long = sentence.repeat(40);

/** What runs over an edge of its slide, or into the line at its foot. */
function overruns(slides: readonly PlacedSlide[]): string[] {
  return slides.flatMap(({ texts, chart }, at) => {
    const footTop = Math.min(...texts.filter(({ role }) => role === 'footer').map(({ topPt }) => topPt));
    const body: readonly (Box & { role?: string })[] = chart === null ? texts : [...texts, chart];
    return body.flatMap(({ role = 'chart', leftPt, topPt, widthPt, heightPt }) => {
      const isFoot = role === 'footer' || role === 'number';
      const bottom = isFoot ? SLIDE.heightPt : footTop;
      const isIn =
        leftPt >= 0 && leftPt + widthPt <= SLIDE.widthPt && topPt >= 0 && topPt + heightPt <= bottom;
      return isIn ? [] : [`${role} of slide ${at + 1}`];
    });
  });
}

/** Lines that are wider than their box. */
function wideLines(slides: readonly PlacedSlide[]): string[] {
  return slides.flatMap(({ texts }) =>
    texts.flatMap(({ paragraphs, style, widthPt, indentPt }) =>
      paragraphs
        .flatMap(({ lines }) => lines)
        .filter(
          (line) => measure(line, style.sizePt, style.isBold ? 'bold' : 'normal') > widthPt - indentPt + 0.01,
        ),
    ),
  );
}

const origin = 'bbsim 0.1.0, configuration 9f2c1e7ab04d55c3';
const words = (look: WordSlide['look'], title: string, lines: readonly string[]): WordSlide => ({
  kind: 'words',
  look,
  title,
  lines,
});
const chart = (spec: ChartSpec) => ({ kind: 'chart', chart: { file: 'a', spec } }) as const;
const deckWith = (slide: Deck['slides'][number] | WordSlide | ReturnType<typeof chart>): Deck => ({
  title: 'a',
  slides: [{ origin, notes: [], ...slide }],
});
const bodiesOf = (slides: readonly PlacedSlide[]) =>
  slides.map(({ texts }) => texts.find(({ role }) => role === 'body')?.paragraphs ?? []);

describe('the layout of slides', () => {
  it.each<{ name: string; shown: Deck }>([
    { name: 'a short answer', shown: deckWith(words('answer', 'a', ['It takes 4 cycles.'])) },
    { name: 'a chart', shown: deckWith(chart(latencyLines(4, 'log'))) },
    { name: 'forty bullets', shown: deckWith(words('list', 'a', Array(40).fill(sentence.repeat(3)))) },
    { name: 'texts without an end', shown: deckWith(words('list', long, [long, long])) },
    { name: 'an answer without an end', shown: deckWith(words('answer', long, [long, long, long])) },
    { name: 'wide letters', shown: deckWith(words('list', 'W'.repeat(300), [`${'WWWW '.repeat(300)}`])) },
    { name: 'words without an end', shown: deckWith(words('list', 'x'.repeat(2000), ['y'.repeat(2000)])) },
    {
      name: 'a chart with a long title',
      shown: deckWith(chart({ ...stallBars, title: long, subtitle: long })),
    },
    {
      name: 'an origin without an end',
      shown: deckWith({ ...chart(stallBars), origin: 'f'.repeat(900), notes: [] }),
    },
  ])('keeps $name inside of the slides', ({ shown }) => {
    const slides = slidesIn(shown, measure);
    expect(overruns(slides)).toEqual([]);
    expect(wideLines(slides)).toEqual([]);
  });

  it('splits a list over as many slides as it takes, and loses nothing', () => {
    const lines = Array.from({ length: 40 }, (_unused, at) => `Assumption ${at}: ${sentence}`.trim());
    const slides = slidesIn(deckWith(words('list', 'Assumptions', lines)), measure);
    expect(slides.length).toBeGreaterThan(2);
    expect(
      bodiesOf(slides)
        .flat()
        .map(({ text }) => text),
    ).toEqual(lines);
    expect(slides[1].texts[0].paragraphs[0].text).toBe(`Assumptions (2 of ${slides.length})`);
  });

  it('shows an answer in the largest letters with which it fits on one slide, else on several', () => {
    const shown = (lines: readonly string[]) => slidesIn(deckWith(words('answer', 'a', lines)), measure);
    const sizeOf = ([{ texts }]: readonly PlacedSlide[]) =>
      texts.find(({ role }) => role === 'body')?.style.sizePt ?? 0;
    const [short, longer] = [shown(['It takes 4 cycles.']), shown(Array(3).fill(sentence.repeat(5)))];
    expect([short.length, longer.length]).toEqual([1, 1]);
    expect(sizeOf(longer)).toBeLessThan(sizeOf(short));
    expect(shown(Array(9).fill(sentence.repeat(6))).length).toBeGreaterThan(1);
  });

  it('draws a chart of many bars on a higher sheet, smaller and as wide as its height allows', () => {
    const bars = Array.from({ length: 60 }, (_unused, at) => ({ ...stallBars.bars[0], name: `bar ${at}` }));
    const crowded = slidesIn(deckWith(chart({ ...stallBars, bars })), measure);
    const [usual] = slidesIn(deckWith(chart(stallBars)), measure);
    const { widthPx, heightPx } = crowded[0].chart?.size ?? { widthPx: 0, heightPx: 0 };
    expect(heightPx).toBeGreaterThan(usual.chart?.size.heightPx ?? Number.POSITIVE_INFINITY);
    const { widthPt, heightPt } = crowded[0].chart ?? { widthPt: 0, heightPt: 1 };
    expect(widthPt / heightPt).toBeCloseTo(widthPx / heightPx, 6);
    expect(overruns(crowded)).toEqual([]);
  });

  it('numbers the slides, also those that come of one', () => {
    const slides = slidesIn(deckWith(words('list', 'a', Array(40).fill(sentence.repeat(3)))), measure);
    expect(slides.map(({ texts }) => texts[texts.length - 1].paragraphs[0].text)).toEqual(
      slides.map((_, at) => `${at + 1} / ${slides.length}`),
    );
  });
});
