import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from './browser.ts';
import { busyTimeline, pageAround, patternMap } from './harness.ts';

const PICTURE = `<figure class="chart" id="chart-1" data-title="Energy, by block"><figcaption><strong>Energy, by block</strong>
<span>tiny</span></figcaption><div class="picture">
<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100"><rect fill-opacity="0" width="300" height="100"/>
<rect fill="white" width="300" height="100"/><rect id="bar" fill="#0072B2" x="20" y="20" width="90" height="40"/>
<g clip-path="none"><path id="again" fill="none" stroke="white" stroke-width="1.5" d="M20 60L60 20"/></g>
<path id="cut" fill="white" d="M100 20h20v40h-20z"/><text id="letters" x="30" y="40" fill="white">1</text>
<text id="words" x="20" y="80" fill="#1A1A1A" font-size="12">block</text></svg></div>
<div class="actions"></div><details class="data"><summary>Data</summary><div class="scroll" tabindex="0">
<table><thead><tr><th>block</th><th class="number">nJ</th></tr></thead>
<tbody><tr><td>PE, all</td><td class="number">12.5</td></tr></tbody></table></div></details></figure>`;
const IMAGE = `<figure class="chart" id="image" data-title="masks"><div class="picture"><img alt="masks"
src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
></div><div class="actions"></div></figure>`;
const TABLE = `<div class="scroll" tabindex="0" role="region" aria-label="Latency"><table class="sortable">
<caption>Latency</caption><thead><tr><th>design</th><th class="number">cycles</th></tr></thead><tbody>
<tr><td>b</td><td class="number">100</td></tr><tr><td>a</td><td class="number">20</td></tr>
<tr><td>c</td><td class="number">-</td></tr></tbody></table></div>`;

describe('a page in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bbsim-page-'));
  const problems: string[] = [];
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const path = join(folder, 'page.html');
    const parts = [busyTimeline(9, 40), patternMap(16, 16), patternMap(256, 1024), patternMap(8, 8, 0)];
    writeFileSync(path, pageAround(parts, TABLE + PICTURE + IMAGE));
    browser = await startBrowser();
    // The page's own policy allows no script but its own; axe is one of the test's.
    page = await browser.newPage({ viewport: { width: 1280, height: 900 }, bypassCSP: true });
    await watched(page, path);
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  async function watched(opened: Page, path: string): Promise<void> {
    opened.on('console', (message) => problems.push(message.text()));
    opened.on('pageerror', ({ message }) => problems.push(message));
    opened.on('request', (request) => {
      if (/^(?!file:|data:|blob:)/.test(request.url())) problems.push(request.url());
    });
    await opened.goto(pathToFileURL(path).href);
    await opened.waitForSelector('html[data-ready]');
  }

  /** The text of what a button of a figure saves. */
  async function saved(figure: string, kind: string): Promise<{ name: string; content: Buffer }> {
    const waiting = page.waitForEvent('download');
    await page.locator(`#${figure} > .actions button`, { hasText: kind }).click();
    const file = await waiting;
    return { name: file.suggestedFilename(), content: readFileSync(await file.path()) };
  }

  it('runs under a policy that allows nothing but its own script, without a complaint or a request', async () => {
    const strict = await browser.newPage();
    await watched(strict, join(folder, 'page.html'));
    expect(await strict.locator('.plot canvas').count()).toBe(3);
    await strict.close();
    expect(problems).toEqual([]);
  });

  it('saves a picture in its own colours, its pixels at twice its size, and the table of its data', async () => {
    const svg = await saved('chart-1', 'SVG');
    expect(svg.name).toBe('energy-by-block.svg');
    expect(svg.content.toString()).toContain('fill="#0072B2"');
    const png = (await saved('chart-1', 'PNG')).content;
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([600, 200]);
    expect((await saved('chart-1', 'CSV')).content.toString()).toBe('block,nJ\r\n"PE, all",12.5\r\n');
  });

  it('saves a picture that lies beside a result as the file that it is', async () => {
    const { name, content } = await saved('image', 'PNG');
    expect([name, content.subarray(1, 4).toString()]).toEqual(['masks.png', 'PNG']);
  });

  it('saves a part with its title, its legend and where its data are from', async () => {
    const svg = (await saved('part-0', 'SVG')).content.toString();
    for (const words of ['The step, cycle by cycle', 'bank conflict', 'PE 0', 'input of 2026-11-03']) {
      expect(svg).toContain(words);
    }
    expect((await saved('part-0', 'PNG')).content.length).toBeGreaterThan(10_000);
    expect((await saved('part-0', 'CSV')).content.toString().trimEnd().split('\r\n')).toHaveLength(361);
    expect((await saved('part-3', 'SVG')).content.toString()).toContain('every value of this map is 0');
  });

  it('sorts a table by its headers, numbers by value and empty cells last', async () => {
    const designs = () => page.locator('table.sortable tbody tr td:first-child').allTextContents();
    const header = page.locator('table.sortable th').nth(1);
    await header.getByRole('button').click();
    expect([await designs(), await header.getAttribute('aria-sort')]).toEqual([['a', 'b', 'c'], 'ascending']);
    await header.getByRole('button').click();
    expect([await designs(), await header.getAttribute('aria-sort')]).toEqual([
      ['b', 'a', 'c'],
      'descending',
    ]);
  });

  it('says of an empty map that there is nothing, and of a coarse one that it is', async () => {
    expect(await page.textContent('#part-3 .said')).toBe('No waits: every value of this map is 0.');
    expect(await page.textContent('#part-2 .said')).toMatch(/^Each cell has the largest value of 2 columns/);
    expect(await page.locator('#part-3 .plot').isVisible()).toBe(false);
  });

  const fillOf = (id: string) =>
    page.evaluate((name) => getComputedStyle(document.getElementById(name) as Element).fill, id);

  it('is light or dark as the reader or the system wants, its pictures too', async () => {
    const button = page.getByRole('button', { name: 'Colours' });
    const colours = async () => [await button.textContent(), await fillOf('words')];
    expect(await colours()).toEqual(['Colours: auto', 'rgb(26, 26, 26)']);
    await page.emulateMedia({ colorScheme: 'dark' });
    // The page hears of it in a frame after it.
    await expect.poll(async () => (await colours())[1]).toBe('rgb(230, 231, 232)');
    await button.click();
    expect(await colours()).toEqual(['Colours: light', 'rgb(26, 26, 26)']);
    await page.emulateMedia({ colorScheme: 'light' });
    await button.click();
    expect(await colours()).toEqual(['Colours: dark', 'rgb(230, 231, 232)']);
    await button.click();
  });

  it('has in the dark no paper that shines: what is filled with it has the colour of the page', async () => {
    expect(await fillOf('cut')).toBe('rgb(255, 255, 255)');
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => fillOf('cut')).toBe('rgb(21, 24, 27)');
    expect(await fillOf('letters')).toBe('rgb(255, 255, 255)');
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('is on paper light, hatched and unfolded, with drawings in the place of what the screen has', async () => {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.waitForSelector('.on-paper');
    expect(await fillOf('words')).toBe('rgb(26, 26, 26)');
    expect(await fillOf('bar')).toBe('url("#hatch-0")');
    const again = await page.evaluate(
      () => getComputedStyle(document.querySelector('#again') as Element).stroke,
    );
    expect(again).toBe('url("#hatch-again")');
    // A browser repeats a header on the next sheet where there is no button in it.
    const sorter = page.locator('table.sortable th button').first();
    expect(await sorter.evaluate((button) => getComputedStyle(button).display)).toBe('contents');
    expect(await page.locator('.on-paper svg svg').count()).toBe(3);
    expect(
      await page.locator('canvas:visible, nav:visible, .actions:visible, .controls:visible').count(),
    ).toBe(0);
    // Words and tables are open; the numbers of a chart, which would follow it for pages, are not there.
    expect(await page.locator('details:not([open], figure details)').count()).toBe(0);
    expect(await page.locator('figure details:visible').count()).toBe(0);
    await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
    await page.waitForSelector('.on-paper', { state: 'detached' });
    expect(await page.locator('details[open]').count()).toBe(0);
  });

  it.each(['A4', 'Letter'])('prints to %s', async (format) => {
    const pdf = (await page.pdf({ format })).toString('latin1');
    const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThanOrEqual(3);
    expect(await page.locator('.on-paper').count()).toBe(0);
  });

  it('marks in its contents the section that is being read', async () => {
    const current = page.locator('nav.contents [aria-current="location"]');
    await page.evaluate(() => scrollTo(0, 0));
    await expect.poll(() => current.allTextContents()).toEqual(['The answer']);
    await page.locator('#part-2').scrollIntoViewIfNeeded();
    await expect.poll(() => current.allTextContents()).toEqual(['Where the cycles go']);
    await page.getByRole('link', { name: 'The answer' }).click();
    await expect.poll(() => current.allTextContents()).toEqual(['The answer']);
  });

  it('keeps the letters of a picture on a narrow screen: its box scrolls, and the keyboard reaches it', async () => {
    const box = page.locator('#chart-1 .picture');
    await expect.poll(() => box.getAttribute('tabindex')).toBe(null);
    await page.setViewportSize({ width: 400, height: 800 });
    await expect.poll(() => box.getAttribute('tabindex')).toBe('0');
    expect(await box.getAttribute('aria-label')).toBe('Energy, by block');
    expect((await box.locator('svg').boundingBox())?.width).toBe(720);
    await page.setViewportSize({ width: 1280, height: 900 });
    await expect.poll(() => box.getAttribute('tabindex')).toBe(null);
  });

  it('does not scroll sideways on a narrow screen', async () => {
    await page.setViewportSize({ width: 400, height: 800 });
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    // Parts take the new width in the frames after it.
    await expect.poll(overflow).toBe(0);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it.each(['light', 'dark'] as const)(
    'has no serious fault for people who use it otherwise, %s',
    async (scheme) => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') });
      const faults = await page.evaluate(async () => {
        const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Fault[] }> } };
        interface Fault {
          readonly id: string;
          readonly impact: string;
          readonly nodes: readonly { readonly html: string }[];
        }
        const { violations } = await axe.run();
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 90)).join(' | ')}`);
      });
      expect(faults).toEqual([]);
    },
  );
});
