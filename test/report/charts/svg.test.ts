import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { renderPng, renderSvg } from '../../../src/report/charts/render.ts';
import type { ChartSpec, ComparedBarsSpec } from '../../../src/report/charts/spec.ts';
import { arrayMap, designLines, designScatter } from '../sweep/chart-examples.ts';
import { conflictMap, latencyLines, stallBars } from './examples.ts';

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
];
const size = { widthPx: 640, heightPx: 420 };

describe('a chart as SVG', () => {
  it.each(charts)('is a picture of the size, with letters as outlines: $kind', async (spec) => {
    const svg = await renderSvg(spec, size);
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

  it('has the same text in another process', async () => {
    const drawing = `
      import { renderSvg } from './src/report/charts/render.ts';
      let input = '';
      for await (const part of process.stdin) input += part;
      for (const spec of JSON.parse(input)) process.stdout.write(await renderSvg(spec, ${JSON.stringify(size)}));`;
    const flags = ['--import', 'tsx', '--input-type=module', '--eval', drawing];
    const elsewhere = execFileSync(process.execPath, flags, {
      input: JSON.stringify(charts),
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    let here = '';
    for (const spec of charts) here += await renderSvg(spec, size);
    expect(elsewhere === here).toBe(true);
  });

  it('does not change the picture as PNG', async () => {
    const spec = charts[4];
    const before = await renderPng(spec, size);
    await renderSvg(spec, size);
    expect(Buffer.compare(await renderPng(spec, size), before)).toBe(0);
  });
});
