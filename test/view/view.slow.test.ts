import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { folder, session } from '../cli/session.ts';
import { hasBrowser, openPage, startBrowser } from '../page/browser.ts';

const program = fileURLToPath(new URL('../../bin/bbsim.js', import.meta.url));
const here = folder();

const specOf = (pes: string): string =>
  `name: small\naccelerators: [bbs]\nworkloads: [tiny]\naxes:\n  - { field: pes, values: [${pes}] }\n  - { field: banks, values: [4, 8] }\n`;

/** Runs a sweep into a store. */
async function swept(store: string, pes: string): Promise<void> {
  const spec = join(here, `${store}.yaml`);
  writeFileSync(spec, specOf(pes));
  const { code, err } = await session('sweep', spec, '--out', join(here, store));
  expect(code, err).toBe(0);
}

/** A `bbsim view` that has said where it is. */
async function viewed(...words: readonly string[]) {
  const child = spawn(process.execPath, [program, 'view', ...words], { cwd: here });
  const ended = new Promise<{ readonly code: number | null; readonly signal: string | null }>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal })),
  );
  const [address, out] = await new Promise<readonly [string, () => string]>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (part) => {
      text += part;
      if (text.endsWith('\n')) resolve([text.trim(), () => text]);
    });
    let errors = '';
    child.stderr.on('data', (part) => {
      errors += part;
    });
    child.on('close', () => reject(new Error(errors)));
  });
  return { child, ended, address, out };
}

const statusOf = (url: string, headers: Readonly<Record<string, string>> = {}): Promise<number> =>
  new Promise((resolve, reject) => {
    get(url, { headers, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    }).on('error', reject);
  });

describe('bbsim view', () => {
  it.each([
    ['SIGINT', 130, null],
    ['SIGTERM', 130, null],
    ['SIGHUP', null, 'SIGHUP'],
  ] as const)('prints its address alone, answers there, and ends with %s', async (signal, code, by) => {
    await swept('ends', '2');
    const { child, ended, address, out } = await viewed('ends');
    expect(out()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\n$/);
    expect(await statusOf(address)).toBe(200);
    expect(await statusOf(address, { host: 'evil.example' })).toBe(421);
    child.kill(signal);
    expect(await ended).toEqual({ code, signal: by });
    await expect(statusOf(address)).rejects.toThrow('ECONNREFUSED');
  });

  it('takes the port that is asked for, and says when somebody has it', async () => {
    await swept('port', '2');
    const first = await viewed('port');
    const { port } = new URL(first.address);
    await expect(viewed('port', '--port', port)).rejects.toThrow(
      `port ${port} is in use by another program, --port chooses another`,
    );
    first.child.kill('SIGINT');
    await first.ended;
    const second = await viewed('port', '--port', port);
    expect(second.address).toBe(first.address);
    second.child.kill('SIGINT');
    await second.ended;
  });

  it('refuses a folder with no result and no sweep before it serves anything', async () => {
    writeFileSync(join(here, 'file'), '');
    await expect(viewed('.')).rejects.toThrow('expected a folder of --out with a result.json');
    await expect(viewed('missing')).rejects.toThrow('missing: no such file or folder');
    await expect(viewed('file')).rejects.toThrow('file: expected a directory');
  });

  it.skipIf(!hasBrowser)('brings what a sweep writes onto the page that is open, by itself', async () => {
    await swept('live', '2');
    const { child, ended, address } = await viewed('live');
    const browser = await startBrowser();
    try {
      const { page, faults } = await openPage(browser, address);
      await page.waitForSelector('text=2 of 2 points');
      // The same store goes on: as many points again.
      const manifest = join(here, 'live', 'sweep.json');
      const before = readFileSync(manifest, 'utf8');
      await swept('live', '2, 4');
      expect(readFileSync(manifest, 'utf8')).not.toBe(before);
      await page.waitForSelector('text=4 of 4 points');
      // It is another sweep by then, and all of the page says so.
      const after = readFileSync(manifest, 'utf8');
      expect(await page.textContent('dl.facts')).toContain(JSON.parse(after).sweep);
      expect(await page.textContent('footer')).toContain(JSON.parse(after).sweep);
      writeFileSync(manifest, '{');
      await page.waitForSelector('text=This is not the newest state');
      writeFileSync(manifest, after);
      await page.waitForSelector('text=Live: what is new');
      expect(faults.filter((fault) => !fault.includes('/state?after='))).toEqual([]);
      child.kill('SIGINT');
      await ended;
      await page.waitForSelector('text=The server of this page does not answer');
    } finally {
      await browser.close();
      child.kill('SIGKILL');
    }
  });
});
