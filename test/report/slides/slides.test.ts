import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ASSUMPTIONS, type PageChapter } from '../../../src/report/page/document.ts';
import { type Deck, deckOf } from '../../../src/report/slides/deck.ts';
import { slidesPdf } from '../../../src/report/slides/pdf.ts';
import { slidesPptx } from '../../../src/report/slides/pptx.ts';
import { namedBars } from '../page/named-bars.ts';
import { wellFormed } from './xml.ts';

const facts = { configHash: '0123456789ab', toolVersion: '0.1.0', inputDate: null };
const origin = 'bbsim 0.1.0, configuration 0123456789ab';
const hostile = 'a <b> & "c" \u0007\u202e ]]> \ud800 \uffff';

const chapter = (title: string, answer: readonly string[], notes: readonly string[]): PageChapter => ({
  title,
  facts,
  sections: [
    { title: 'The answer', blocks: [{ kind: 'sentences', sentences: answer }] },
    { title: 'Cycles', blocks: [{ kind: 'chart', chart: namedBars(`Cycles of ${title}`, title) }] },
    { title: ASSUMPTIONS, blocks: [{ kind: 'notes', notes }] },
  ],
});

const deck = (title = 'Review', note = 'Toggle rates are measured.'): Deck =>
  deckOf(title, [{ chapter: chapter(title, ['It takes 4 cycles.'], [note]), origin }]);

/** The files of a presentation. */
const partsOf = (bytes: Uint8Array) => unzipSync(bytes);
const slideTexts = (bytes: Uint8Array): string[] =>
  Object.entries(partsOf(bytes)).flatMap(([name, part]) =>
    /^ppt\/slides\/slide\d+\.xml$/.test(name) ? [strFromU8(part)] : [],
  );
const wordsOf = (xml: string): string[] =>
  Array.from(xml.matchAll(/<a:t>([^<]*)<\/a:t>/g), ([, text]) => text);

describe('the slides of chapters', () => {
  it('are the answer, the charts, and what it stands on, each with its origin', () => {
    const { slides } = deck();
    expect(slides.map((slide) => (slide.kind === 'words' ? slide.title : slide.chart.spec.title))).toEqual([
      'Review',
      'Cycles of Review',
      'Assumptions: Review',
    ]);
    for (const slide of slides) expect(slide.origin).toBe(origin);
  });

  it('have in their notes what they are, and the commands of the chapter with what these do', () => {
    const blocks = [
      { kind: 'notes', notes: ['More PEs save most, simulated by:'] },
      { kind: 'command', command: 'bbsim run tiny --set pes=8' },
    ] as const;
    const known = chapter('a', ['It takes 4 cycles.'], ['A note.']);
    const sections = [...known.sections, { title: 'Advice', blocks }];
    const { slides } = deckOf('a', [{ chapter: { ...known, sections }, origin }]);
    for (const { notes } of slides)
      expect(notes).toEqual([
        `a. ${origin}`,
        'More PEs save most, simulated by:',
        'bbsim run tiny --set pes=8',
      ]);
    expect(slides.at(-1)).toMatchObject({ title: 'Assumptions: a', lines: ['A note.'] });
  });

  it.each([
    [1, 8],
    [4, 5],
    [30, 2],
  ])('are a handful of charts: of each of %d chapters %d of them', (chapters, charts) => {
    const many = {
      ...chapter('a', [], []),
      slideCharts: Array.from({ length: 20 }, (_, i) => namedBars(`${i}`)),
    };
    const { slides } = deckOf('a', Array(chapters).fill({ chapter: many, origin }));
    expect(slides.filter(({ kind }) => kind === 'chart')).toHaveLength(chapters * charts);
  });

  it('begin with the title and what is to come, where that is not said by the only chapter', () => {
    const one = { chapter: chapter('a', ['It takes 4 cycles.'], []), origin };
    expect(deckOf('a', [one]).slides[0]).toMatchObject({ title: 'a', lines: ['It takes 4 cycles.'] });
    expect(deckOf('Review', [one]).slides[0]).toMatchObject({ title: 'Review', lines: [`a (${origin})`] });
    expect(deckOf('a', [one, one]).slides[0]).toMatchObject({
      title: 'a',
      lines: Array(2).fill(`a (${origin})`),
    });
  });

  it('name the figures that are assumed with their values, and how many more there are', () => {
    const rows = Array.from({ length: 18 }, (_, i) => ({ figure: `f${i}`, value: String(i) }));
    const table = { title: 't', columns: [], rows };
    const known = chapter('a', [], []);
    const marked = (mark: string) => ({ kind: 'table', table, mark }) as const;
    const sections = [{ title: ASSUMPTIONS, blocks: [marked('derived'), marked('assumption')] }];
    const [, slide] = deckOf('a', [{ chapter: { ...known, sections }, origin }]).slides;
    const lines = slide.kind === 'words' ? slide.lines : [];
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^Assumed: f0 = 0; f1 = 1; .*; f15 = 15; and 2 more, on the page\.$/);
  });
});

describe('slides as a presentation', () => {
  it('have their words as text that can be edited', async () => {
    const [first, second, third] = slideTexts(await slidesPptx(deck()));
    expect(wordsOf(first)).toEqual(['Review', 'It takes 4 cycles.', origin, '1 / 3']);
    expect(wordsOf(second)).toEqual(['Cycles of Review', 'bbs on tiny', origin, '2 / 3']);
    expect(wordsOf(third)).toEqual(['Assumptions: Review', 'Toggle rates are measured.', origin, '3 / 3']);
  });

  it('have each chart as vectors, with a picture for programs that know no SVG, and a name', async () => {
    const parts = partsOf(await slidesPptx(deck()));
    const media = Object.keys(parts).filter((name) => name.startsWith('ppt/media/'));
    expect(media).toEqual(['ppt/media/image-2-1.png', 'ppt/media/image-2-2.svg']);
    const [, width, height] = /<svg [^>]*width="(\d+)" height="(\d+)"/.exec(strFromU8(parts[media[1]])) ?? [];
    const png = Buffer.from(parts[media[0]]);
    // The same picture, with twice the pixels along each side.
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * Number(width), 2 * Number(height)]);
    // The title is text of the slide, and not outlines in the picture as well.
    expect(Array.from(parts[media[0]].slice(0, 4))).toEqual([0x89, 0x50, 0x4e, 0x47]);
    expect(strFromU8(parts['ppt/slides/slide2.xml'])).toContain('descr="Cycles of Review. bbs on tiny"');
  });

  it('are the same bytes for the same chapters, and know no date', async () => {
    const once = await slidesPptx(deck());
    expect(Buffer.from(await slidesPptx(deck())).equals(Buffer.from(once))).toBe(true);
    expect(strFromU8(partsOf(once)['docProps/core.xml'])).not.toMatch(/created|modified|\d{4}-\d\d-\d\d/);
  });

  it('have a title on each that programs know as one', async () => {
    for (const xml of slideTexts(await slidesPptx(deck()))) expect(xml).toMatch(/<p:ph\b[^>]*\btype="title"/);
  });

  it('show names as they are, whatever stands in them', async () => {
    const parts = partsOf(await slidesPptx(deck(hostile, hostile)));
    for (const [name, part] of Object.entries(parts)) {
      if (!/\.(?:xml|rels|svg)$/.test(name)) continue;
      const text = strFromU8(part);
      expect(wellFormed(text), name).toBe(true);
      for (const never of ['<b>', '\u0007', '\u202e', '& "c"']) expect(text, name).not.toContain(never);
    }
    expect(wordsOf(slideTexts(await slidesPptx(deck(hostile)))[0])[0]).toContain('a &lt;b&gt; &amp;');
  });
});

/** The pages that a PDF says it has. */
const pagesOf = (pdf: Buffer): number => Number(/\/Count (\d+)/.exec(pdf.toString('latin1'))?.[1]);

describe('slides as a PDF', () => {
  it('are a page for each slide, of one document, the same bytes for the same slides', async () => {
    const pdf = Buffer.from(await slidesPdf(deck()));
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pagesOf(pdf)).toBe(3);
    expect(Buffer.from(await slidesPdf(deck())).equals(pdf)).toBe(true);
    expect(pdf.toString('latin1')).not.toMatch(/CreationDate|ModDate/);
  });

  it('leave documents of one page as they are', async () => {
    const { renderPdf } = await import('../../../src/report/charts/render.ts');
    const { spec } = namedBars('a');
    const before = Buffer.from(await renderPdf(spec, { widthPx: 600, heightPx: 400 }));
    await slidesPdf(deck());
    const after = Buffer.from(await renderPdf(spec, { widthPx: 600, heightPx: 400 }));
    expect(after.equals(before)).toBe(true);
    expect(pagesOf(after)).toBe(1);
  });
});
