// Takes a picture of a page of `bbsim report`: `npx tsx scripts/screenshot.ts page.html picture.png`, and its
// options: --size 1200x800, --scheme dark, --at ".selector" (from that element on), --click "name" (of a
// button; repeatable, in order). Of slides, `slides.pdf`, it is that of one slide: --slide 2.
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: '1200x800' },
    scheme: { type: 'string', default: 'light' },
    slide: { type: 'string', default: '1' },
    at: { type: 'string' },
    click: { type: 'string', multiple: true, default: [] },
  },
});
const [shown, picture] = positionals;
if (shown === undefined || picture === undefined) throw new Error('expected a page and a picture');
const [width, height] = values.size.split('x').map(Number);

/** Brings a page of `bbsim report` to where its picture is taken. */
async function openPage(tab: Page): Promise<void> {
  await tab.goto(pathToFileURL(resolve(shown)).href);
  await tab.waitForSelector('html[data-ready="true"]');
  for (const name of values.click) await tab.getByRole('button', { name, exact: true }).first().click();
  if (values.at !== undefined) {
    const from = tab.locator(values.at).first();
    await from.evaluate((element) => element.scrollIntoView({ block: 'start' }));
  }
  await tab.waitForTimeout(500);
}

/** Opens a slide in the browser's viewer of PDF, which does not say when it has drawn one. */
async function openSlide(tab: Page): Promise<void> {
  const view = `#page=${values.slide}&toolbar=0&navpanes=0&view=Fit`;
  await tab.goto(pathToFileURL(resolve(shown)).href + view);
  await tab.waitForTimeout(3000);
}

const browser = await chromium.launch({
  executablePath: process.env.BBSIM_CHROMIUM ?? '/usr/bin/chromium',
  // The viewer of PDF is part of the new headless mode alone.
  ignoreDefaultArgs: ['--headless', '--headless=old'],
  args: [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--font-render-hinting=none',
  ],
});
try {
  const tab = await browser.newPage({
    viewport: { width, height },
    colorScheme: values.scheme === 'dark' ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  await (shown.endsWith('.pdf') ? openSlide(tab) : openPage(tab));
  mkdirSync(dirname(picture), { recursive: true });
  await tab.screenshot({ path: picture });
} finally {
  await browser.close();
}
