import { mkdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NewestPage } from '../../src/view/newest-page.ts';
import { PinnedFolder } from '../../src/view/pinned-folder.ts';
import { type RunningServer, startServer } from '../../src/view/server.ts';
import { folder, put } from '../cli/session.ts';
import { closed, connectedTo } from './sockets.ts';

const MEBIBYTE = 2 ** 20;
const here = folder();
const served = join(here, 'served');
// More than the buffers of a connection hold.
const html = 'a'.repeat(16 * MEBIBYTE);
const page = async () => ({ revision: 'a', html, csp: '', sections: {}, parts: {} });
let server: RunningServer;

beforeAll(async () => {
  mkdirSync(served);
  put(served, 'a.csv', 'first');
  put(served, 'empty.csv', '');
  truncateSync(put(served, 'huge.csv', ''), 3 * 1024 * MEBIBYTE);
  truncateSync(put(served, 'shrinks.csv', ''), 64 * MEBIBYTE);
  const pinned = await PinnedFolder.at(served);
  server = await startServer({ folder: pinned, newest: await NewestPage.of(pinned, page, () => 0) }, null);
});
afterAll(() => server.close());

const request = (url: string, method = 'GET', more = ''): string =>
  `${method} ${url} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n${more}\r\n`;
const last = 'Connection: close\r\n';

const connected = () => connectedTo(server.port);

/** What comes on a new connection after some bytes. */
async function answerTo(text: string): Promise<string> {
  const socket = await connected();
  const parts: Buffer[] = [];
  socket.on('data', (part) => parts.push(part));
  socket.write(text);
  await closed(socket);
  return Buffer.concat(parts).toString('latin1');
}

describe('a connection', () => {
  it('has the answers to what was asked for at once, one after the other', async () => {
    const urls = ['/files/a.csv', '/files/empty.csv', '/files/missing.csv', '/state?after=a', '/files/a.csv'];
    const text = urls.map((url, i) => request(url, 'GET', i === urls.length - 1 ? last : '')).join('');
    const answers = (await answerTo(text)).split('HTTP/1.1 ').slice(1);
    expect(answers.map((answer) => [answer.slice(0, 3), answer.split('\r\n\r\n')[1]])).toEqual([
      ['200', 'first'],
      ['200', ''],
      ['404', 'nothing is there\n'],
      ['200', '{"revision":"a","problem":null}'],
      ['200', 'first'],
    ]);
  });

  it('is cut where more is asked for than a browser does before it has its answers', async () => {
    expect(await answerTo(request('/').repeat(1300))).not.toContain('HTTP/1.1 200 OK\r\n\r\n');
    const socket = await connected();
    socket.pause();
    socket.write(request('/').repeat(1300));
    socket.resume();
    await closed(socket);
    expect(socket.bytesRead).toBeLessThan(html.length);
  });

  it('is there for who asks while others hold 300 and say nothing', async () => {
    const held = await Promise.all(Array.from({ length: 300 }, connected));
    expect(await answerTo(request('/files/a.csv', 'GET', last))).toMatch(/^HTTP\/1\.1 200 [\s\S]*first$/);
    for (const socket of held) socket.destroy();
  });

  it('on which an answer is being sent is not the one that makes room', async () => {
    const busy = await connected();
    let bytes = 0;
    const begun = new Promise<void>((resolve) => busy.once('data', () => resolve()));
    busy.on('data', (part) => {
      bytes += part.length;
    });
    busy.write(request('/', 'GET', last));
    await begun;
    busy.pause();
    const held = await Promise.all(Array.from({ length: 200 }, connected));
    busy.resume();
    await closed(busy);
    expect(bytes).toBeGreaterThan(html.length);
    for (const socket of held) socket.destroy();
  });
});

describe('a large file', () => {
  it('is not read for HEAD', async () => {
    const answer = await answerTo(request('/files/huge.csv', 'HEAD', last));
    expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*Content-Length: 3221225472\r\n[\s\S]*\r\n\r\n$/);
  });

  it('is sent in parts', async () => {
    const socket = await connected();
    socket.write(request('/files/huge.csv'));
    const begun = await new Promise<string>((resolve) =>
      socket.once('data', (part) => resolve(part.toString('latin1'))),
    );
    expect(begun).toMatch(/^HTTP\/1\.1 200 [\s\S]*Content-Length: 3221225472\r\n/);
    socket.destroy();
  });

  it('that becomes shorter is no whole answer', async () => {
    const socket = await connected();
    socket.write(request('/files/shrinks.csv'));
    await new Promise<void>((resolve) => socket.once('data', () => resolve()));
    socket.pause();
    truncateSync(join(served, 'shrinks.csv'), MEBIBYTE);
    socket.resume();
    await closed(socket);
    expect(socket.bytesRead).toBeLessThan(64 * MEBIBYTE);
  });
});
