import { execFileSync } from 'node:child_process';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { renderPdf, renderPng, renderSvg } from '../../../src/report/charts/render.ts';
import type { ChartSpec, ComparedBarsSpec } from '../../../src/report/charts/spec.ts';
import { casesOf } from '../../drawn.ts';
import { arrayMap, designLines, designScatter } from '../sweep/chart-examples.ts';
import { conflictMap, designTradeOff, latencyLines, stallBars } from './examples.ts';

const comparedBars: ComparedBarsSpec = {
  kind: 'compared-bars',
  title: 'Latency, simulated and published',
  subtitle: stallBars.subtitle,
  configHash: stallBars.configHash,
  toolVersion: stallBars.toolVersion,
  value: { title: 'Latency', unit: 'us' },
  digits: 1,
  tickName: 'published',
  bars: [
    { name: 'BBS', value: 3, ticks: [2.4], isCalibrated: false },
    { name: 'ESE', value: 82.7, ticks: [80, 85], isCalibrated: true },
  ],
};
const charts: readonly ChartSpec[] = [
  stallBars,
  conflictMap(16, 16),
  latencyLines(3, 'log'),
  comparedBars,
  designScatter(100, 9),
  designLines(40, 7),
  arrayMap(6, 7),
  designTradeOff(8),
];
const size = { widthPx: 640, heightPx: 420 };

describe('a chart as SVG', () => {
  it.each(charts)('is a picture of the size, with letters as outlines: $kind', async (spec) => {
    const svg = await renderSvg(spec, size, 'paths');
    expect(svg).toMatch(/^<\?xml[^>]*>\s*<svg [^>]*width="640" height="420"/);
    expect(svg.trimEnd()).toMatch(/<\/svg>$/);
    expect(svg).not.toMatch(/<text|<image|NaN|Infinity/);
    expect(svg.match(/<path/g)?.length).toBeGreaterThan(20);
    const ids = [...svg.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, used] of svg.matchAll(/url\(#([^)]*)\)/g)) expect(ids).toContain(used);
  });

  it.each(charts)(
    'has the same text whenever it is drawn, whatever was drawn before: $kind',
    async (spec) => {
      const first = await renderSvg(spec, size);
      await renderSvg(stallBars, { widthPx: 700, heightPx: 500 });
      expect(await renderSvg(spec, size)).toBe(first);
      expect(await renderSvg({ ...spec, configHash: 'another' }, size)).not.toBe(first);
    },
  );

  it.each(charts)('has its texts as text, whole, which can be found and edited: $kind', async (spec) => {
    const texts = [...(await renderSvg(spec, size)).matchAll(/<text [^>]*>([^<]*)<\/text>/g)];
    const found = texts.map(([, text]) => text);
    expect(found.join(' ').replaceAll('&gt;', '>')).toContain(spec.title);
    expect(found).toContain(`bbsim ${spec.toolVersion}, configuration ${spec.configHash}`);
    for (const [element] of texts) {
      expect(element).toMatch(/ font-family="DejaVu Sans, [^"]*sans-serif" font-size="[\d.]+"/);
      expect(element).toMatch(/ x="-?[\d.]+" y="-?[\d.]+" /);
    }
  });

  it('has the letters of texts as they were written: no ligature, no lost character, no mark-up', async () => {
    const title = 'fits <office> & 漢字  flow';
    const svg = await renderSvg({ ...stallBars, title }, size);
    expect(svg).toContain('xml:space="preserve">fits &lt;office&gt; &amp; 漢字  flow</text>');
  });

  it('has the same text in another process, and so has one as PDF', async () => {
    const drawing = `
      import { renderPdf, renderSvg } from './src/report/charts/render.ts';
      let input = '';
      for await (const part of process.stdin) input += part;
      for (const spec of JSON.parse(input)) {
        process.stdout.write(await renderSvg(spec, ${JSON.stringify(size)}));
        process.stdout.write(Buffer.from(await renderPdf(spec, ${JSON.stringify(size)})).toString('base64'));
      }`;
    const flags = ['--import', 'tsx', '--input-type=module', '--eval', drawing];
    const drawn = charts.slice(0, casesOf(2, charts.length));
    const elsewhere = execFileSync(process.execPath, flags, {
      input: JSON.stringify(drawn),
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    let here = '';
    for (const spec of drawn) {
      here += await renderSvg(spec, size);
      here += Buffer.from(await renderPdf(spec, size)).toString('base64');
    }
    expect(elsewhere === here).toBe(true);
  });

  it('does not change the picture as PNG', async () => {
    const spec = charts[4];
    const before = await renderPng(spec, size);
    await renderSvg(spec, size);
    expect(Buffer.compare(await renderPng(spec, size), before)).toBe(0);
  });
});

/** The streams of a PDF, unpacked, one after the other. */
function streamsOf(pdf: Uint8Array): string {
  const whole = Buffer.from(pdf);
  let found = '';
  for (let at = whole.indexOf(' stream\n'); at >= 0; at = whole.indexOf(' stream\n', at + 1)) {
    found += inflateSync(whole.subarray(at + 8)).toString('latin1');
  }
  return found;
}

describe('a chart as PDF', () => {
  it.each(charts)(
    'is one page of the size, drawn with lines and letters, without a date: $kind',
    async (spec) => {
      const pdf = await renderPdf(spec, size);
      const text = Buffer.from(pdf).toString('latin1');
      expect(text).toMatch(/^%PDF-1\.[\s\S]*\/MediaBox \[0 0 640 420\][\s\S]*\/Count 1\n/);
      expect(text).toMatch(/\/FontFile2 /);
      expect(text).not.toMatch(/\/Subtype \/Image|CreationDate|ModDate|\/ID/);
      const drawn = streamsOf(pdf);
      expect(/\bTj\b/.test(drawn)).toBe(true);
      // What is searched for is letters: no ligature stands for two of them.
      expect(/<FB0[0-6]>/.test(drawn)).toBe(false);
    },
  );

  it('has the same bytes whenever it is drawn', async () => {
    const first = await renderPdf(charts[4], size);
    await renderPdf(charts[0], size);
    expect(Buffer.compare(await renderPdf(charts[4], size), first)).toBe(0);
  });
});
