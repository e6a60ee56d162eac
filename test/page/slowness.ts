import type { Page } from 'playwright-core';

/** What the loop below takes on a desktop machine of 2020 that does nothing else, in milliseconds. */
const REFERENCE_MS = 25;

/** What two frames take there in which the page is painted anew, in milliseconds. */
const FRAMES_MS = 34;

/**
 * How many times slower a page runs and is painted now than on a machine of the reference, at least 1: limits
 * in milliseconds hold for that machine, and a test that shares its processors with others would fail by
 * them.
 */
export async function slownessOf(page: Page): Promise<number> {
  return Math.max(1, (await loopMs(page)) / REFERENCE_MS, (await framesMs(page)) / FRAMES_MS);
}

/** The longest of some pairs of frames: a browser without a screen is painted by processes of its own. */
function framesMs(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    let longestMs = 0;
    for (let turn = 0; turn < 8; turn++) {
      const startMs = performance.now();
      document.body.style.outline = `${turn + 1}px solid transparent`;
      await frame();
      await frame();
      longestMs = Math.max(longestMs, performance.now() - startMs);
    }
    document.body.style.outline = '';
    return longestMs;
  });
}

/** The longest of some runs of one loop. */
async function loopMs(page: Page): Promise<number> {
  return page.evaluate(() => {
    const tries = Array.from({ length: 5 }, () => {
      const startMs = performance.now();
      let [seed, sum] = [1, 0];
      for (let turn = 0; turn < 1e7; turn++) {
        seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
        sum += seed & 1;
      }
      return sum > 0 ? performance.now() - startMs : 0;
    });
    return Math.max(...tries);
  });
}
