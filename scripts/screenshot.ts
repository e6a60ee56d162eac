// Takes a picture of a page of `bbsim report`: `npx tsx scripts/screenshot.ts page.html picture.png`, and its
// options: --size 1200x800, --scheme dark, --at "#id" (from that element on), --click "text" (of a button).
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: '1200x800' },
    scheme: { type: 'string', default: 'light' },
    at: { type: 'string' },
    click: { type: 'string' },
  },
});
const [page, picture] = positionals;
if (page === undefined || picture === undefined) throw new Error('expected a page and a picture');
const [width, height] = values.size.split('x').map(Number);
const browser = await chromium.launch({
  executablePath: process.env.BBSIM_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
try {
  const tab = await browser.newPage({
    viewport: { width, height },
    colorScheme: values.scheme === 'dark' ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  await tab.goto(pathToFileURL(resolve(page)).href);
  await tab.waitForSelector('html[data-ready="true"]');
  if (values.click !== undefined) await tab.getByRole('button', { name: values.click }).first().click();
  if (values.at !== undefined)
    await tab.locator(values.at).evaluate((element) => element.scrollIntoView({ block: 'start' }));
  await tab.waitForTimeout(500);
  mkdirSync(dirname(picture), { recursive: true });
  await tab.screenshot({ path: picture });
} finally {
  await browser.close();
}
