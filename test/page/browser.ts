import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Debian's Chromium, or another one that the environment names. */
const path = process.env.BBSIM_CHROMIUM ?? '/usr/bin/chromium';

if (process.env.BBSIM_REQUIRE_BROWSER === '1' && !existsSync(path))
  throw new Error(`${path} is not there, and BBSIM_REQUIRE_BROWSER=1 requires it`);

/** Whether pages can be opened here. */
export const hasBrowser: boolean = existsSync(path);

/** Starts the browser: without a window, and without looking for anything in a network. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--font-render-hinting=none',
    ],
  });
}

/** A page that is open, with all that went wrong on it: errors of its console, and what it asked for. */
export interface OpenPage {
  readonly page: Page;
  readonly faults: readonly string[];
}

/** Opens an address, and waits until the scripts of the page have drawn its parts. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    const asked = request.url();
    if (asked !== url && !/^(?:data|blob):/.test(asked)) faults.push(`asked for ${asked}`);
  });
  await page.goto(url);
  await page.waitForSelector('html[data-ready="true"]');
  return { page, faults };
}
