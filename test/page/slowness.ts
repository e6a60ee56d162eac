import type { Page } from 'playwright-core';

/** What the loop below takes on a desktop machine of 2020 that does nothing else, in milliseconds. */
const REFERENCE_MS = 25;

/**
 * How many times slower scripts of a page run now than on a machine of the reference, at least 1: limits in
 * milliseconds hold for that machine, and a test that shares its processors with others would fail by them.
 */
export async function slownessOf(page: Page): Promise<number> {
  const tookMs = await page.evaluate(() => {
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
  return Math.max(1, tookMs / REFERENCE_MS);
}
