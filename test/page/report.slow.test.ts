import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folder, session } from '../cli/session.ts';
import { hasBrowser, openPage, startBrowser } from './browser.ts';
import { differingShare } from './pixels.ts';

const here = folder();
const kept = fileURLToPath(new URL('../golden/pages/', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Share of the pixels of a picture that may look different: fonts differ a little between machines. */
const DIFFERING = 0.03;

const sweep = [
  'name: small',
  'accelerators: [bbs, csr]',
  'workloads: [tiny]',
  'axes:',
  '  - { field: pes, values: [2, 4, 8] }',
  '  - { field: banks, values: [4, 8] }',
].join('\n');

/** The pages, by their names, and the folders that each is made of. */
const pages: Readonly<Record<string, readonly string[]>> = {
  run: ['run'],
  compare: ['compare'],
  sweep: ['sweep'],
  review: ['compare', 'run', 'explain', 'sweep'],
};

let browser: Browser;

const addressOf = (name: string): string => pathToFileURL(join(here, `${name}.html`)).href;

beforeAll(async () => {
  writeFileSync(join(here, 'small.yaml'), sweep);
  const small = '--set pes=4 --set banks=8 --set ewop.lanes=4';
  for (const line of [
    `run tiny --accelerator csr ${small} --out ${here}/run`,
    `compare tiny --accelerators bbs,csr ${small} --out ${here}/compare`,
    `explain tiny --accelerator csr ${small} --out ${here}/explain`,
    `sweep ${here}/small.yaml --out ${here}/sweep`,
  ]) {
    const { code, err } = await session(...line.split(' '));
    expect(code, err).toBe(0);
  }
  for (const [name, from] of Object.entries(pages)) {
    const words = [...from.map((one) => join(here, one)), '--out', join(here, `${name}.html`)];
    const { code, err } = await session('report', ...words);
    expect(code, err).toBe(0);
  }
  if (hasBrowser) browser = await startBrowser();
});

afterAll(() => browser?.close());

/** What is looked at of each page besides its head. */
const charts = {
  run: 'figure[data-part="timeline"]',
  compare: 'figure[data-part="heat"]',
  sweep: '.sweep-view:has(.sweep-chart)',
};

/** Compares a picture with the one that is kept, which is written anew where that is asked for. */
async function expectKept(name: string, found: Buffer): Promise<void> {
  const path = join(kept, `${name}.png`);
  if (process.env.BBSIM_UPDATE_PAGES === '1') {
    mkdirSync(kept, { recursive: true });
    writeFileSync(path, found);
  }
  expect(await differingShare(readFileSync(path), found), name).toBeLessThan(DIFFERING);
}

describe.skipIf(!hasBrowser)('a page in a browser', () => {
  it.each(Object.keys(pages))(
    '%s opens from disk without an error, and asks nobody for anything',
    async (name) => {
      const { page, faults } = await openPage(browser, addressOf(name));
      expect(faults).toEqual([]);
      // Every part is drawn: an empty stage would be an empty panel.
      const stages = page.locator('.stage');
      for (const stage of await stages.all()) expect((await stage.innerHTML()).length).toBeGreaterThan(100);
      await page.context().close();
    },
  );

  it.each(
    Object.keys(pages).flatMap((name) =>
      (['light', 'dark'] as const).map((scheme) => [name, scheme] as const),
    ),
  )('%s has no serious fault for who reads it otherwise, in %s', async (name, colorScheme) => {
    const { page } = await openPage(browser, addressOf(name), { colorScheme });
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const { violations } = await (
        globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }
      ).axe.run();
      type Violation = { id: string; impact: string; nodes: { html: string }[] };
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)} (${nodes.length})`);
    });
    expect(found).toEqual([]);
    await page.context().close();
  });

  it.each(
    (['run', 'compare', 'sweep'] as const).flatMap((name) =>
      (['light', 'dark', 'print'] as const).map((look) => [name, look] as const),
    ),
  )('%s looks as it did, in %s', async (name, look) => {
    const { page } = await openPage(browser, addressOf(name), {
      viewport: { width: 1200, height: 900 },
      colorScheme: look === 'dark' ? 'dark' : 'light',
    });
    if (look === 'print') await page.emulateMedia({ media: 'print' });
    await page.waitForTimeout(300);
    await expectKept(`${name}-${look}`, await page.screenshot({ fullPage: false }));
    if (look !== 'print') {
      const chart = page.locator(charts[name]).first();
      await chart.scrollIntoViewIfNeeded();
      await page.waitForTimeout(300);
      await expectKept(`${name}-chart-${look}`, await chart.screenshot());
    }
    await page.context().close();
  });

  it.each(['A4', 'Letter'] as const)(
    'prints on %s, with no chart cut and no text beyond the paper',
    async (format) => {
      const { page } = await openPage(browser, addressOf('review'));
      const pdf = await page.pdf({ format, printBackground: true });
      const count = Number(/\/Count (\d+)/.exec(pdf.toString('latin1'))?.[1]);
      expect(count).toBeGreaterThan(5);
      expect(count).toBeLessThan(60);
      await page.emulateMedia({ media: 'print' });
      // As wide as the paper within its margins, at 96 pixels an inch.
      const width = Math.floor((format === 'A4' ? 210 / 25.4 : 8.5) * 96 - 2 * 38);
      await page.setViewportSize({ width, height: 1000 });
      // Charts take the new width in the frame after next.
      await page.waitForTimeout(300);
      const beyond = await page.evaluate((edge) => {
        const found = [...document.querySelectorAll('main *')].filter((element) => {
          // A picture cuts what is in it itself: bars that leave a zoomed plot.
          if (element instanceof SVGElement && element.ownerSVGElement !== null) return false;
          const { right, width: own } = element.getBoundingClientRect();
          return own > 0 && right > edge + 1 && getComputedStyle(element).visibility !== 'hidden';
        });
        return found.slice(0, 5).map((element) => element.outerHTML.slice(0, 120));
      }, width);
      expect(beyond).toEqual([]);
      const breaks = await page.evaluate(() =>
        [...document.querySelectorAll('.picture, .sweep-view:has(.sweep-chart)')].map(
          (picture) => getComputedStyle(picture).breakInside,
        ),
      );
      expect(new Set(breaks)).toEqual(new Set(['avoid']));
      await page.context().close();
    },
  );
});
