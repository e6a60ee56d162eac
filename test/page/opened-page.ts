import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { PartData } from '../../src/report/page/page-data.ts';

const script = 'dist/page/page.js';

/** Builds the scripts of pages where they are older than their sources. */
async function buildScripts(): Promise<void> {
  const written = existsSync(script) ? statSync(script).mtimeMs : 0;
  const sources = readdirSync('src/page', { recursive: true, encoding: 'utf8' }).map((path) =>
    join('src/page', path),
  );
  const newest = Math.max(...[...sources, 'scripts/page.ts'].map((path) => statSync(path).mtimeMs));
  if (newest >= written) await import('../../scripts/page.ts');
}

/** The HTML of a page with a part and nothing else. */
function pageWith(data: PartData): string {
  const packed = deflateRawSync(JSON.stringify(data)).toString('base64');
  const scripts = readFileSync(script, 'utf8').replaceAll('</script', '<\\/script');
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title>',
    `<style>${readFileSync('dist/page/page.css', 'utf8')} body { font-family: sans-serif; max-width: 1200px }</style>`,
    `</head><body><main><h1>Page</h1><h2>Part</h2><figure id="part" data-part="${data.part}"><div class="stage"></div></figure></main>`,
    `<script type="application/octet-stream" id="part-data">${packed}</script><script>${scripts}</script>`,
    '</body></html>',
  ].join('\n');
}

/** Opens pages with a part from a disk in a browser, which is started before the tests of a file. */
export function pageOpener(): (data: PartData) => Promise<{ page: Page; problems: string[] }> {
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), 'bbsim-page-'));
  let pages = 0;
  beforeAll(async () => {
    await buildScripts();
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });
  return async (data) => {
    const path = join(folder, `${pages++}.html`);
    writeFileSync(path, pageWith(data));
    const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    const problems: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(String(error)));
    await page.goto(pathToFileURL(path).href);
    await page.waitForSelector('html[data-ready]', { state: 'attached' });
    return { page, problems };
  };
}
