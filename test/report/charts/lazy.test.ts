import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { renderPng } from '../../../src/report/charts/render.ts';
import { stallBars } from './examples.ts';

const isLoaded = (name: string) =>
  Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes(name));

it('loads the drawing library when the first chart is drawn, not before', async () => {
  expect(isLoaded('napi-rs/canvas')).toBe(false);
  await renderPng(stallBars, { widthPx: 600, heightPx: 400 });
  expect(isLoaded('napi-rs/canvas')).toBe(true);
});
