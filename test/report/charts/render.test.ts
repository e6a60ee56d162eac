import { describe, expect, it } from 'vitest';
import { openCanvas } from '../../../src/report/charts/canvas.ts';
import { renderPng } from '../../../src/report/charts/render.ts';
import type { ChartSpec } from '../../../src/report/charts/spec.ts';
import { conflictMap, latencyLines, stallBars } from './examples.ts';

const charts: readonly ChartSpec[] = [stallBars, conflictMap(16, 16), latencyLines(3, 'log')];

describe('a chart as PNG', () => {
  it.each(charts)(
    'has the size that was asked for and the same bytes whenever it is drawn: $kind',
    async (spec) => {
      const first = await renderPng(spec, { widthPx: 640, heightPx: 400 });
      const header = Buffer.from(first.buffer, first.byteOffset, 24);
      expect(header.toString('latin1', 1, 4)).toBe('PNG');
      expect([header.readUInt32BE(16), header.readUInt32BE(20)]).toEqual([640, 400]);
      const between = Buffer.from(await renderPng(charts[0], { widthPx: 600, heightPx: 420 }));
      expect([between.readUInt32BE(16), between.readUInt32BE(20)]).toEqual([600, 420]);
      expect(Buffer.compare(await renderPng(spec, { widthPx: 640, heightPx: 400 }), first)).toBe(0);
      const other = { ...spec, configHash: 'another' };
      expect(Buffer.compare(await renderPng(other, { widthPx: 640, heightPx: 400 }), first)).not.toBe(0);
    },
  );

  it('does not mix charts that are drawn at once', async () => {
    const size = { widthPx: 640, heightPx: 400 };
    const one = await Promise.all(charts.map((spec) => renderPng(spec, size)));
    for (const [i, spec] of charts.entries())
      expect(Buffer.compare(await renderPng(spec, size), one[i])).toBe(0);
  });

  it('is written in DejaVu Sans, regular and bold, which it brings along', async () => {
    const { measure } = await openCanvas();
    expect(measure('M', 2048)).toBeCloseTo(1767, 0);
    expect(measure('M', 2048, 'bold')).toBeCloseTo(2038, 0);
  });
});
