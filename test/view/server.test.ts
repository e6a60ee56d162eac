import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BadInput } from '../../src/errors/bad-input.ts';
import type { LivePage } from '../../src/view/live-page.ts';
import { NewestPage } from '../../src/view/newest-page.ts';
import { PinnedFolder } from '../../src/view/pinned-folder.ts';
import { type RunningServer, startServer } from '../../src/view/server.ts';
import { folder, put } from '../cli/session.ts';

const here = folder();
const served = join(here, 'served');

let made = 0;
let problem: string | null = null;
let nowMs = 0;

async function page(): Promise<LivePage> {
  if (problem !== null) throw new BadInput(problem);
  made++;
  return {
    revision: `r${made}`,
    html: `<p>state ${made}</p>`,
    csp: "default-src 'none'",
    sections: { 's1-1': `<h2>state ${made}</h2>` },
    parts: {},
  };
}

let server: RunningServer;
let newest: NewestPage;

/** So many milliseconds later, and after the look at the folder that somebody who asks then brings about. */
async function later(ms: number): Promise<void> {
  nowMs += ms;
  newest.now();
  await newest.looked();
}

beforeAll(async () => {
  mkdirSync(served);
  put(here, 'secret.json', '{"secret": 1}');
  put(served, 'result.json', '{"a": 1}');
  put(served, 'odd name.csv', 'a\r\n');
  put(served, '.bbsim-files.json', '{}');
  put(served, 'notes.txt', 'none');
  mkdirSync(join(served, 'shards'));
  put(join(served, 'shards'), 'a.json', '{}');
  put(served, 'table.csv', '');
  symlinkSync(join(served, 'table.csv'), join(served, 'inside.csv'));
  const pinned = await PinnedFolder.at(served);
  newest = await NewestPage.of(pinned, page, () => nowMs);
  server = await startServer({ folder: pinned, newest }, null);
});

afterAll(() => server.close());

/** What a server answers to the very bytes of a request. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      answer += part;
    });
    socket.on('end', () => resolve(answer)).on('error', reject);
  });
}

const own = (): string => `127.0.0.1:${server.port}`;

/** The answer to a request for an address, with more header lines. */
const ask = (url: string, lines: readonly string[] = [], method = 'GET', host = own()): Promise<string> =>
  raw([`${method} ${url} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...lines, '', ''].join('\r\n'));

const statusOf = (answer: string): number => Number(answer.split(' ')[1]);
const bodyOf = (answer: string): string => answer.slice(answer.indexOf('\r\n\r\n') + 4);

describe('a served page', () => {
  it('is at the address that is printed, and nowhere but on this machine', async () => {
    expect(server.address).toBe(`http://${own()}/`);
    const answer = await ask('/');
    expect([statusOf(answer), bodyOf(answer)]).toEqual([200, `<p>state ${made}</p>`]);
    expect(answer).toContain("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'");
    expect(answer).toContain('X-Content-Type-Options: nosniff');
    expect(answer).toContain('Cache-Control: no-store');
  });

  it('has an answer without a body for HEAD', async () => {
    const answer = await ask('/', [], 'HEAD');
    expect([statusOf(answer), bodyOf(answer)]).toEqual([200, '']);
  });

  it.each([
    ['a name that leads here', 'evil.example'],
    ['another port', '127.0.0.1:1'],
    ['no port', '127.0.0.1'],
    ['the address of all networks', '0.0.0.0:80'],
    ['nothing', ''],
  ])('is refused where the host is %s', async (_what, host) => {
    expect(statusOf(await ask('/', [], 'GET', host))).toBe(421);
  });

  it('is refused where two hosts are asked for, or none', async () => {
    expect(statusOf(await ask('/', ['Host: evil.example']))).toBeGreaterThanOrEqual(400);
    expect(statusOf(await raw('GET / HTTP/1.1\r\nConnection: close\r\n\r\n'))).toBe(400);
    expect(statusOf(await raw('GET / HTTP/1.0\r\n\r\n'))).toBe(421);
  });

  it.each([
    ['Origin: http://evil.example'],
    ['Origin: null'],
    ['Sec-Fetch-Site: cross-site'],
    ['Sec-Fetch-Site: same-site'],
  ])('is refused with %s', async (line) => {
    expect(statusOf(await ask('/state', [line]))).toBe(403);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('is refused to %s', async (method) => {
    expect(statusOf(await ask('/', [], method))).toBe(405);
  });

  it('is not asked for by an address that is longer than any of its own', async () => {
    expect(statusOf(await ask(`/${'a'.repeat(2000)}`))).toBe(414);
  });
});

describe('the files of a served folder', () => {
  it('are what commands write into it, by their names', async () => {
    const answer = await ask('/files/result.json');
    expect([statusOf(answer), bodyOf(answer)]).toEqual([200, '{"a": 1}']);
    expect(answer).toContain('Content-Type: application/json');
    expect(answer).toContain("Content-Security-Policy: default-src 'none'; sandbox");
    expect(statusOf(await ask('/files/odd%20name.csv'))).toBe(200);
  });

  it.each([
    '/files/../secret.json',
    '/files/..%2fsecret.json',
    '/files/..%2Fsecret.json',
    '/files/%2e%2e/secret.json',
    '/files/%2e%2e%2fsecret.json',
    '/files/%252e%252e%252fsecret.json',
    '/files/..\\secret.json',
    '/files/..%5csecret.json',
    '/files//etc/passwd',
    '/files/../../../../../../etc/passwd',
    '/files/%00result.json',
    '/files/result.json%00.png',
    '/files/%0d%0aresult.json',
    '/files/%ff',
    '/files/%',
    '/files/',
    '/files/.',
    '/files/..',
    '/files/.bbsim-files.json',
    '/files/shards',
    '/files/shards/a.json',
    '/files/notes.txt',
    '/files/missing.json',
    '/../../etc/passwd',
    '/result.json',
    '//etc/passwd',
    'http://evil.example/files/result.json',
  ])('are not at %s', async (url) => {
    const answer = await ask(url);
    expect(statusOf(answer)).toBe(404);
    expect(answer).not.toMatch(/secret|root:/);
  });

  it('are no links, wherever they lead', async () => {
    expect(statusOf(await ask('/files/inside.csv'))).toBe(404);
  });

  it('are not those of a folder that is in its place', async () => {
    renameSync(served, `${served}.aside`);
    symlinkSync(here, served);
    const answer = await ask('/files/secret.json');
    rmSync(served);
    renameSync(`${served}.aside`, served);
    expect(answer).not.toContain('{"secret"');
    expect([statusOf(answer), bodyOf(answer)]).toEqual([
      500,
      `${served} is not the folder any more that was there when bbsim view began: begin it again\n`,
    ]);
    expect(statusOf(await ask('/files/result.json'))).toBe(200);
  });
});

describe('the state of a served page', () => {
  const stateAfter = async (revision: string) => JSON.parse(bodyOf(await ask(`/state?after=${revision}`)));

  it('has nothing but its name for who has it already', async () => {
    expect(await stateAfter(`r${made}`)).toEqual({ revision: `r${made}`, problem: null });
  });

  it('has the sections and the data of another one, made once for all who ask', async () => {
    const before = made;
    put(served, 'new.json', '{}');
    await later(1000);
    const states = await Promise.all([1, 2, 3].map(() => stateAfter(`r${before}`)));
    expect(made).toBe(before + 1);
    for (const state of states)
      expect(state).toEqual({
        revision: `r${made}`,
        problem: null,
        sections: { 's1-1': `<h2>state ${made}</h2>` },
        parts: {},
      });
  });

  it('is looked for once a second, and not at 999 milliseconds', async () => {
    const before = made;
    put(served, 'newer.json', '{}');
    await later(999);
    expect((await stateAfter('none')).revision).toBe(`r${before}`);
    await later(1);
    expect((await stateAfter('none')).revision).toBe(`r${before + 1}`);
  });

  it('stays what it was where none can be made, and says why', async () => {
    const before = made;
    put(served, 'newest.json', '{}');
    problem = 'result.json: expected JSON';
    await later(1000);
    expect(await stateAfter(`r${before}`)).toEqual({ revision: `r${before}`, problem });
    problem = null;
    put(served, 'newest.json', '{"a": 1}');
    await later(1000);
    expect((await stateAfter('none')).revision).toBe(`r${before + 1}`);
  });

  it('is not made of what a link leads to outside the folder', async () => {
    symlinkSync(join(here, 'secret.json'), join(served, 'shards', 'out.ndjson'));
    await later(1000);
    const { problem: says } = await stateAfter('none');
    expect(says).toContain('out.ndjson is a link: nothing is served but what lies in the folder itself');
    expect(statusOf(await ask('/files/out.ndjson'))).toBe(404);
  });
});

describe('a port', () => {
  it('that another program has is refused', async () => {
    const again = startServer({ folder: await PinnedFolder.at(here), newest }, server.port);
    await expect(again).rejects.toThrow(
      `port ${server.port} is in use by another program, --port chooses another`,
    );
  });
});
