import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from './browser.ts';
import { busyTimeline, pageAround } from './harness.ts';
import { slownessOf } from './slowness.ts';

/** What a browser calls a long task is 50 ms; no task of a zoom is longer than this, on a usual machine. */
const LONGEST_MS = 200;

describe('a timeline of 100,000 slices on 67 tracks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bbsim-timeline-'));
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const path = join(folder, 'page.html');
    const data = busyTimeline(67, 1500);
    expect(data.slices.track.length).toBeGreaterThan(100_000);
    writeFileSync(path, pageAround([data]));
    browser = await startBrowser();
    page = await browser.newPage({ viewport: { width: 1280, height: 1200 } });
    await page.goto(pathToFileURL(path).href);
    await page.waitForSelector('html[data-ready]');
    await page.evaluate(() => {
      const seen: number[] = [];
      new PerformanceObserver((list) => {
        seen.push(...list.getEntries().map(({ duration }) => duration));
      }).observe({ type: 'longtask' });
      Object.assign(window, { longTasks: seen });
    });
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  const longTasks = () => page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
  const seen = () => page.textContent('.controls .seen');
  const frames = () =>
    page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

  /** Zooms in every way that there is. Returns the longest task in ms. */
  async function zoomAbout(): Promise<number> {
    await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks.splice(0));
    const whole = await seen();
    const box = await page.locator('.plot canvas').first().boundingBox();
    if (box === null) throw new Error('the timeline is not on screen');
    const middle = [box.x + box.width / 2, box.y + 300] as const;
    await page.mouse.click(...middle);
    for (let turn = 0; turn < 24; turn++) {
      await page.mouse.move(middle[0] + turn * 4, middle[1]);
      await page.mouse.wheel(0, turn < 12 ? -240 : 240);
      await frames();
      if (turn === 11) expect(await seen()).not.toBe(whole);
    }
    await page.keyboard.press('0');
    await frames();
    expect(await seen()).toBe(whole);
    for (const key of ['+', '+', 'ArrowRight', 'ArrowRight', 'ArrowLeft', '-']) {
      await page.keyboard.press(key);
      await frames();
    }
    expect(await seen()).not.toBe(whole);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await page.mouse.move(...middle);
    await page.mouse.down();
    for (let step = 1; step <= 20; step++) {
      await page.mouse.move(middle[0] - 12 * step, middle[1]);
      await frames();
    }
    await page.mouse.up();
    await page.getByRole('button', { name: 'Show the whole step' }).click();
    await frames();
    expect(await seen()).toBe(whole);
    return Math.max(0, ...(await longTasks()));
  }

  it('zooms by the wheel, the keys, the buttons and by dragging with no task over 200 ms', async () => {
    // A machine that does other things makes any task long: the page's own work is in the best of three.
    const tries: number[] = [];
    while (tries.length < 3 && !tries.some((one) => one <= LONGEST_MS)) {
      const before = await slownessOf(page);
      const longestMs = await zoomAbout();
      tries.push(longestMs / Math.max(before, await slownessOf(page)));
    }
    expect(Math.min(...tries), String(tries.map(Math.round))).toBeLessThanOrEqual(LONGEST_MS);
  });

  it('leaves the wheel to the page until the reader has pressed into it', async () => {
    await page.locator('h1').click();
    const box = await page.locator('.plot canvas').first().boundingBox();
    if (box === null) throw new Error('the timeline is not on screen');
    const whole = await seen();
    await page.mouse.move(box.x + 500, box.y + 200);
    await page.mouse.wheel(0, 100);
    await page.waitForFunction(() => scrollY > 0);
    expect(await seen()).toBe(whole);
    await page.evaluate(() => scrollTo(0, 0));
  });

  it('says what is under the pointer: how many slices where they are narrow, which one where it is alone', async () => {
    const box = await page.locator('.plot canvas').first().boundingBox();
    if (box === null) throw new Error('the timeline is not on screen');
    const texts: string[] = [];
    for (let step = 0; step < 30; step++) {
      await page.mouse.move(box.x + 300 + 3 * step, box.y + 300);
      texts.push((await page.textContent('.pointer-note')) ?? '');
    }
    expect(texts.some((text) => /\d+ slices, too narrow/.test(text))).toBe(true);
    await page.locator('.plot').focus();
    for (let press = 0; press < 7; press++) await page.keyboard.press('+');
    await page.mouse.move(box.x + 600, box.y + 300);
    await page.mouse.move(box.x + 602, box.y + 300);
    expect(await page.textContent('.pointer-note')).toMatch(/^gate [ifo].*Cycles? \d+.*PE \d+$/);
  });
});
