import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ChartSpec } from '../../../src/report/charts/spec.ts';
import type { PageChapter } from '../../../src/report/page/document.ts';
import { chapterHtml, pageHtml } from '../../../src/report/page/html/page-html.ts';
import { tableHtml } from '../../../src/report/page/html/table-html.ts';
import type { HeatData } from '../../../src/report/page/page-data.ts';
import { namedBars } from './named-bars.ts';

const facts = { configHash: '0123456789ab', toolVersion: '0.1.0', inputDate: '2026-11-03' };
const assets = { script: 'run();', style: 'p { margin: 0 }\n' };
const hostile = '</script><script>alert(1)</script><img src=x onerror=alert(2)>"\'&\u0007\u202e';

const svg = (text: string) =>
  `<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="x" width="1200" height="700">\n<clipPath id="cl_0"/><g clip-path="url(#cl_0)"><text>${text}</text></g></svg>`;

const heat = (title: string): HeatData => ({
  part: 'heat',
  title,
  subtitle: 'waits',
  ...facts,
  value: { title: 'cycles', unit: '' },
  rows: { title: 'PE', count: 1, first: 0, step: 1 },
  columns: { title: 'bank', count: 2, first: 0, step: 1 },
  values: [0, 5],
});

const chapter = (title: string): PageChapter => ({
  title,
  facts,
  sections: [
    {
      title,
      blocks: [
        { kind: 'sentences', sentences: [title] },
        { kind: 'notes', notes: [title] },
        { kind: 'command', command: title },
        { kind: 'table', table: { title, columns: [{ key: 'a', title }], rows: [{ a: title }] } },
        { kind: 'chart', chart: namedBars(title) },
        { kind: 'part', data: heat(title) },
        { kind: 'picture', name: title, png: new Uint8Array([1, 2]) },
      ],
    },
  ],
});

const drawn = async (...chapters: readonly PageChapter[]) => {
  const made = [];
  for (const [place, one] of chapters.entries())
    made.push(await chapterHtml(one, place, async () => svg('picture')));
  return made;
};

describe('a page', () => {
  it('shows names as text, whatever stands in them, in every kind of block', async () => {
    const { html } = pageHtml(hostile, await drawn(chapter(hostile), chapter(hostile)), assets);
    // The only tags of scripts are the page's own and those of its data, which are in base64.
    expect(html.match(/<script[^>]*>/g)).toEqual([
      '<script type="application/json" id="s1-1-6-data">',
      '<script type="application/json" id="s2-1-6-data">',
      '<script>',
    ]);
    for (const never of ['<img src=x', 'onerror=alert(2)>"', '\u0007', '\u202e'])
      expect(html).not.toContain(never);
    expect(html).toContain('&lt;/script&gt;&lt;script&gt;alert(1)');
  });

  it('runs its own script and no other, and loads nothing', async () => {
    const { html, csp } = pageHtml('A page', await drawn(chapter('a')), assets);
    expect(csp).toBe(
      "default-src 'none'; script-src 'sha256-vUOElbTHLp1UxxGV/I6teJfpCV5vgaasYjEhPKN2fqQ='; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'",
    );
    expect(html).toContain(`content="${csp.replaceAll("'", '&#39;')}"`);
    expect(html).not.toMatch(/(?:src|href)="(?!#|data:)/);
  });

  it('asks its own server for news where it is served, and nobody else', async () => {
    const { html, csp } = pageHtml('A page', await drawn(chapter('a')), assets, 'r1');
    expect(csp).toContain("connect-src 'self'");
    expect(html).toContain('<html lang="en" data-revision="r1">');
  });

  it('has title, configuration, version and input date at its top, and with each chart', async () => {
    const { html } = pageHtml('A page', await drawn(chapter('a')), assets);
    for (const fact of ['<h1>A page</h1>', '<dd>0123456789ab</dd>', '<dd>0.1.0</dd>', '<dd>2026-11-03</dd>'])
      expect(html).toContain(fact);
    expect(html).toContain(
      '<p class="foot">bbsim 0.1.0, configuration 0123456789ab, input of 2026-11-03</p>',
    );
  });

  it('says that no date is recorded rather than give one', async () => {
    const undated = { ...chapter('a'), facts: { ...facts, inputDate: null } };
    expect(pageHtml('A page', await drawn(undated), assets).html).toContain('<dd>none recorded</dd>');
  });

  it('is the same bytes for the same chapters', async () => {
    const once = pageHtml('A page', await drawn(chapter('a'), chapter('b')), assets).html;
    expect(pageHtml('A page', await drawn(chapter('a'), chapter('b')), assets).html).toBe(once);
  });

  it('leads to its chapters and their sections, each id once', async () => {
    const { html } = pageHtml('A page', await drawn(chapter('a'), chapter('b')), assets);
    const ids = Array.from(html.matchAll(/ id="([^"]+)"/g), ([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
    expect(ids).toContain('s2-1-5-clip-0');
  });

  it('holds the data of a part deflated, as the page reads it', async () => {
    const { html } = pageHtml('A page', await drawn(chapter('a')), assets);
    const [, packed] = /id="s1-1-6-data">([^<]*)</.exec(html) ?? ['', ''];
    expect(JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8'))).toEqual(heat('a'));
  });

  it('has a place for buttons below each picture, those that lie beside a result too', async () => {
    const [{ sections }] = await drawn(chapter('a'));
    expect(sections[0].html).toMatch(/<img [^>]*><\/div><div class="actions"><\/div><\/figure>/);
  });

  it('shows names in a chart that look like numbers that are none, or like names of its own', async () => {
    const blocks = [{ kind: 'chart', chart: namedBars('BaNaNa', 'NaN') }] as const;
    const named = { ...chapter('a'), sections: [{ title: 'a', blocks }] };
    const { sections } = await chapterHtml(named, 0, async () => svg('BaNaNa of NaN, cl_0'));
    expect(sections[0].html).toContain('<text>BaNaNa of NaN, cl_0</text>');
    expect(sections[0].html).toContain('clip-path="url(#s1-1-1-clip-0)"');
  });

  it('is refused with a chart of what is no number, naming its field', async () => {
    const drawnOf = (values: number[], picture: string) => {
      const { file, spec } = namedBars('Cycles');
      const chart = { file, spec: { ...spec, bars: [{ name: 'a', values }] } as ChartSpec };
      const sections = [{ title: 'a', blocks: [{ kind: 'chart', chart }] }] as const;
      return chapterHtml({ ...chapter('a'), sections }, 0, async () => picture);
    };
    await expect(drawnOf([3, Number.NaN], svg(''))).rejects.toThrow(
      'the chart "Cycles": bars.0.values.1 is NaN, expected a number',
    );
    await expect(drawnOf([3, 1], svg('').replace('<text>', '<text x="NaN">'))).rejects.toThrow(RangeError);
  });

  it('has the numbers of a chart below it', async () => {
    const [{ sections }] = await drawn(chapter('a'));
    expect(sections[0].html).toMatch(/<summary>Data<\/summary>.*<td>bbs<\/td><td class="number">3<\/td>/s);
  });
});

describe('a folded table', () => {
  it('has a line that says what it is, and is left off paper where it is very long', async () => {
    const table = { columns: [{ key: 'a', title: 'a' }], rows: [{ a: 1 }] };
    const blocks = [
      { kind: 'table', table, folded: 'Every field' },
      { kind: 'table', table, folded: 'Every source', isOnScreenOnly: true },
    ] as const;
    const [{ sections }] = await drawn({ ...chapter('a'), sections: [{ title: 'a', blocks }] });
    expect(sections[0].html).toContain('<details class="data"><summary>Every field</summary>');
    expect(sections[0].html).toContain('<details class="data on-screen"><summary>Every source</summary>');
  });
});

describe('a table on a page', () => {
  const rows = (count: number) => Array.from({ length: count }, (_, a) => ({ a }));
  const columns = [{ key: 'a', title: 'cycles', unit: 'us' }];

  it('shows 500 rows, and says of how many', () => {
    expect(tableHtml({ columns, rows: rows(500) })).not.toContain('The first');
    const html = tableHtml({ columns, rows: rows(501) });
    expect(html.match(/<tr>/g)).toHaveLength(501);
    expect(html).toContain('The first 500 of 501 rows.');
  });

  it('can be sorted from four rows and three columns on', () => {
    const wide = (count: number) => Array.from({ length: count }, (_, c) => ({ key: `${c}`, title: 'c' }));
    const table = (width: number, count: number) => ({
      columns: wide(width),
      rows: Array.from({ length: count }, () => ({ 0: 1, 1: 2, 2: 3 })),
    });
    expect(tableHtml(table(3, 3))).not.toContain('sortable');
    expect(tableHtml(table(2, 4))).not.toContain('sortable');
    expect(tableHtml(table(3, 4))).toContain('class="sortable"');
  });

  it('is shown as several where it is wider than paper, each with its first column', () => {
    const many = Array.from({ length: 30 }, (_, c) => ({ key: `${c}`, title: `column${c}` }));
    const row = Object.fromEntries(many.map(({ key }) => [key, `cell${key}`]));
    const html = tableHtml({ title: 'Wide', columns: many, rows: [row, row] });
    expect(html.match(/<table/g)?.length).toBeGreaterThan(1);
    expect(html.match(/<th scope="col">column0</g)).toHaveLength(html.match(/<table/g)?.length ?? 0);
    for (const { key } of many) expect(html).toContain(`cell${key}</td>`);
    expect(html.match(/<caption>/g)).toHaveLength(1);
  });

  it('has about as many columns in each of several tables, and not one that is left over', () => {
    const many = Array.from({ length: 14 }, (_, c) => ({ key: `${c}`, title: `column${c}` }));
    const row = Object.fromEntries(many.map(({ key }) => [key, 'cell']));
    const tables = tableHtml({ columns: many, rows: [row, row] })
      .split('<table')
      .slice(1);
    expect(tables.map((table) => table.match(/<th /g)?.length)).toEqual([8, 7]);
  });

  it('stays one where its long texts fit beside each other in narrow columns', () => {
    const text = 'words of a source that is far longer than a column is wide';
    const four = ['name', 'figure', 'mark', 'source'].map((key) => ({ key, title: key }));
    const row = { name: text, figure: text, mark: text, source: text };
    expect(tableHtml({ columns: four, rows: [row, row] }).match(/<table/g)).toHaveLength(1);
    const long = { ...row, figure: 'x'.repeat(60), source: 'y'.repeat(60) };
    expect(tableHtml({ columns: four, rows: [long, row] }).match(/<table/g)?.length).toBeGreaterThan(1);
  });

  it('of one row stands upright', () => {
    const html = tableHtml({
      columns: ['a', 'b', 'c', 'd'].map((key) => ({ key, title: `the ${key}` })),
      rows: [{ a: 1, b: 2, c: 3, d: 4 }],
    });
    expect(html).toContain('<tr><td>the b</td><td>2</td></tr>');
  });

  it('of one row has the name of the row above it, where it is no figure', () => {
    const columns = ['layer', 'load', 'issue', 'total'].map((key) => ({ key, title: key }));
    const html = tableHtml({ title: 'Cycles', columns, rows: [{ layer: '0', load: 2, issue: 3, total: 5 }] });
    expect(html).toContain('<caption>Cycles: layer 0</caption>');
    expect(html).not.toContain('<td>layer</td>');
    expect(html).toContain('<tr><td>load</td><td>2</td></tr>');
  });

  it('has the label of a command outside of what is copied', () => {
    const html = tableHtml({
      columns,
      rows: rows(1),
      commands: ['Best change: bbsim run tiny', 'bbsim list'],
    });
    expect(html).toContain('<li>Best change:</li>');
    expect(html).toContain('<code>bbsim run tiny</code>');
    expect(html).toContain('<code>bbsim list</code>');
  });

  it('aligns numbers, and names its unit', () => {
    expect(tableHtml({ columns, rows: rows(1) })).toContain(
      '<th scope="col" class="number">cycles [us]</th>',
    );
  });

  it('is refused where a value is missing, or is no value', () => {
    expect(() => tableHtml({ columns, rows: [{}] })).toThrow(TypeError);
    expect(() => tableHtml({ columns, rows: [{ a: {} as never }] })).toThrow('no value of cycles');
    expect(tableHtml({ columns, rows: [{ a: null }] })).toContain('<td>-</td>');
  });
});
