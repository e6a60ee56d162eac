import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { PartData } from '../../src/report/page/page-data.ts';
import { openPage, startBrowser } from './browser.ts';
import { pageAround } from './harness.ts';

/** Opens pages with a part from a disk in a browser, which is started before the tests of a file. */
export function pageOpener(): (data: PartData) => Promise<{ page: Page; problems: readonly string[] }> {
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), 'bbsim-page-'));
  let pages = 0;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });
  return async (data) => {
    const path = join(folder, `${pages++}.html`);
    writeFileSync(path, pageAround([data]));
    // The page's own policy allows no script but its own; axe is one of the tests'.
    const options = { viewport: { width: 1280, height: 1000 }, bypassCSP: true };
    const { page, faults } = await openPage(browser, pathToFileURL(path).href, options);
    return { page, problems: faults };
  };
}
