import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { partHtml } from '../../src/report/page/html/figure-html.ts';
import type { PartData, TimelineData } from '../../src/report/page/page-data.ts';

/** A page around the built scripts and styles: parts, and other figures and tables as HTML. */
export function pageAround(parts: readonly PartData[], more = ''): string {
  const [script, style] = ['page.js', 'page.css'].map((name) => readFileSync(`dist/page/${name}`, 'utf8'));
  const hash = createHash('sha256').update(script).digest('base64');
  const policy = `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; img-src data: blob:`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}"><title>Review</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${style}</style></head><body>
<header class="top"><h1>Review of a design</h1><dl class="facts"><div><dt>configuration</dt><dd>8f5a2c</dd></div>
<div><dt>bbsim</dt><dd>0.1.0</dd></div><div><dt>input date</dt><dd>2026-11-03</dd></div></dl>
<div class="actions"></div></header>
<nav class="contents" aria-label="Contents"><ol><li><a href="#answer">The answer</a></li>
<li><a href="#cycles">Where the cycles go</a></li></ol></nav>
<main><section id="answer"><h2>The answer</h2><p>A sentence with <a href="#cycles">numbers</a>.</p></section>
<section id="cycles"><h2>Where the cycles go</h2>${more}${parts.map((data, place) => partHtml(`part-${place}`, data)).join('')}</section></main>
<footer>Made from the files of the run.</footer><script>${script}</script></body></html>`;
}

const facts = { configHash: '8f5a2c', toolVersion: '0.1.0', inputDate: '2026-11-03' };

/** A timeline of busy tracks: slices of 1 to 7 cycles, one after another, in categories that vary. */
export function busyTimeline(tracks: number, slicesPerTrack: number): TimelineData {
  const slices = { track: [], from: [], cycles: [], category: [], name: [] } as Record<
    keyof TimelineData['slices'],
    number[]
  >;
  let [last, seed] = [0, 1];
  for (let track = 0; track < tracks; track++) {
    let at = 1;
    for (let slice = 0; slice < slicesPerTrack; slice++) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      const cycles = 1 + (seed >>> 29);
      slices.track.push(track);
      slices.from.push(at);
      slices.cycles.push(cycles);
      slices.category.push((seed >>> 20) % 5);
      slices.name.push(slice % 3);
      at += cycles + ((seed >>> 10) % 3 === 0 ? 1 : 0);
    }
    last = Math.max(last, at);
  }
  return {
    ...facts,
    part: 'timeline',
    title: 'The step, cycle by cycle',
    subtitle: 'made for a test, 200 MHz',
    cycles: last,
    clockMhz: 200,
    tracks: Array.from({ length: tracks }, (_unused, track) =>
      track < 3
        ? { name: ['sequencer', 'element-wise unit', 'memory'][track], group: 'units' }
        : { name: `PE ${track - 3}`, group: 'PEs' },
    ),
    categories: ['multiplying', 'bank conflict', 'waiting for weights', 'pipeline fill', 'element-wise'],
    names: ['gate i', 'gate f', 'gate o'],
    slices,
  };
}

/** A map of counts in a pattern; with a factor of 0 it is empty. */
export function patternMap(rows: number, columns: number, factor = 1): PartData {
  return {
    ...facts,
    part: 'heat',
    title: factor === 0 ? 'Waits of a design without conflicts' : `Waits by bank, ${rows} x ${columns}`,
    subtitle: 'made for a test',
    value: { title: 'waits', unit: 'cycles' },
    rows: { title: 'bank', count: rows, first: 0, step: 1 },
    columns: { title: columns > 100 ? 'cycle' : 'PE', count: columns, first: columns > 100 ? 1 : 0, step: 1 },
    values: Array.from({ length: rows * columns }, (_unused, place) => {
      const [row, column] = [Math.floor(place / columns), place % columns];
      return factor * ((row * column) % 17 > 12 ? (row * 7 + column * 3) % 23 : 0);
    }),
  };
}
