import { mkdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NewestPage } from '../../src/view/newest-page.ts';
import { PinnedFolder } from '../../src/view/pinned-folder.ts';
import { type RunningServer, startServer } from '../../src/view/server.ts';
import { folder, put } from '../cli/session.ts';
import { closed, connectedTo } from './sockets.ts';

const here = folder();
const served = join(here, 'served');
const page = async () => ({ revision: 'a', html: '<p>a</p>', csp: '', sections: {}, parts: {} });

let server: RunningServer;
beforeAll(async () => {
  mkdirSync(served);
  // More than the buffers of a connection hold.
  truncateSync(put(served, 'large.csv', ''), 64 * 2 ** 20);
  const pinned = await PinnedFolder.at(served);
  server = await startServer({ folder: pinned, newest: await NewestPage.of(pinned, page, () => 0) }, null);
});
afterAll(() => server.close());

const host = () => `Host: 127.0.0.1:${server.port}`;
const connected = () => connectedTo(server.port);

describe('a client that holds its connection', () => {
  it('is cut where the head of its request has no end', async () => {
    const socket = await connected();
    socket.resume();
    const drip = setInterval(() => socket.write('X: y\r\n'), 500);
    socket.write(`GET / HTTP/1.1\r\n${host()}\r\n`);
    await closed(socket);
    clearInterval(drip);
    expect(socket.bytesRead).toBeLessThan(200);
  });

  it('is cut where it says nothing at all', async () => {
    const socket = await connected();
    socket.resume();
    await closed(socket);
    expect(socket.bytesWritten).toBe(0);
  });

  it('is cut where it reads nothing of what it asked for', async () => {
    const socket = await connected();
    socket.pause();
    socket.write(`GET /files/large.csv HTTP/1.1\r\n${host()}\r\n\r\n`);
    await new Promise((resolve) => setTimeout(resolve, 25_000));
    socket.resume();
    await closed(socket);
    expect(socket.bytesRead).toBeLessThan(64 * 2 ** 20);
  });

  it('keeps nobody else from the page while there are many', async () => {
    const held = await Promise.all(Array.from({ length: 40 }, connected));
    const socket = await connected();
    socket.write(`GET / HTTP/1.1\r\n${host()}\r\nConnection: close\r\n\r\n`);
    let answer = '';
    socket.on('data', (part) => {
      answer += part;
    });
    await closed(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    for (const one of held) one.destroy();
  });
});
