import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import { BadInput } from '../errors/bad-input.ts';
import { cannot } from '../errors/file-error.ts';
import { Connections } from './connections.ts';
import { fileIn, type ServedFile } from './folder-files.ts';
import type { NewestPage } from './newest-page.ts';
import { newsBytes, pageBytes } from './page-bytes.ts';
import type { PinnedFolder } from './pinned-folder.ts';
import { askedBy, type PageRequest } from './request.ts';

/** What is served. */
export interface Served {
  readonly folder: PinnedFolder;
  readonly newest: NewestPage;
}

/** A server that answers. */
export interface RunningServer {
  readonly port: number;
  /** Where a browser finds it. */
  readonly address: string;
  /** Ends when it answers no more. */
  close(): Promise<void>;
}

/** What a server answers. */
interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array | ServedFile;
  readonly csp?: string;
}

/** Only this machine reaches it. */
const HOST = '127.0.0.1';

/** A browser asks in an instant; whoever asks slower than this only holds a connection. */
const timesMs = { headers: 5_000, request: 10_000, idle: 5_000, stalled: 10_000 };

/**
 * Serves a page on 127.0.0.1, which only this machine reaches, on a port of the system's choice or the one
 * asked for. Throws BadInput where the port cannot be had.
 */
export async function startServer(served: Served, port: number | null): Promise<RunningServer> {
  const server = createServer({
    headersTimeout: timesMs.headers,
    requestTimeout: timesMs.request,
    keepAliveTimeout: timesMs.idle,
    connectionsCheckingInterval: 1_000,
    maxHeaderSize: 8192,
  });
  const connections = new Connections();
  server.on('connection', (socket) => connections.add(socket));
  await listening(server, port);
  const { port: own } = server.address() as AddressInfo;
  server.on('request', (request, response) => {
    connections.inTurn(request.socket, response, () => {
      void answerTo(request, served, own).then((answer) => send(response, answer, request.method === 'HEAD'));
    });
  });
  return {
    port: own,
    address: `http://${HOST}:${own}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, port: number | null): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new BadInput(`port ${port} is in use by another program, --port chooses another`)
          : cannot('listen on', `port ${port} of ${HOST}`, error, '--port'),
      ),
    );
    server.listen({ host: HOST, port: port ?? 0 }, () => resolve());
  });
}

const plain = (status: number, says: string): Answer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: Buffer.from(`${says}\n`),
});

async function answerTo(request: IncomingMessage, served: Served, port: number): Promise<Answer> {
  // Nobody sends us anything.
  request.resume();
  const asked = askedBy(request, port);
  if (asked.kind === 'refused') return plain(asked.status, asked.says);
  try {
    return await answered(asked, served);
  } catch (error) {
    return plain(500, (error as Error).message);
  }
}

async function answered(asked: PageRequest, { folder, newest }: Served): Promise<Answer> {
  if (asked.kind === 'file') {
    const file = await fileIn(folder, asked.name);
    return file === null ? plain(404, 'nothing is there') : { status: 200, type: file.type, body: file };
  }
  const now = newest.now();
  return asked.kind === 'page'
    ? { status: 200, type: 'text/html; charset=utf-8', body: pageBytes(now.page), csp: now.page.csp }
    : { status: 200, type: 'application/json; charset=utf-8', body: newsBytes(now, asked.after) };
}

/** Nothing is kept, guessed, framed or told to others; what is no page may do nothing at all. */
function send(response: ServerResponse, { status, type, body, csp }: Answer, isHead: boolean): void {
  // Who takes an answer and reads none of it only holds memory. A page may take longer to be made.
  response.setTimeout(timesMs.stalled, () => response.destroy());
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': body.length,
    'Content-Security-Policy': `${csp ?? "default-src 'none'; sandbox"}; frame-ancestors 'none'`,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  });
  if (body instanceof Uint8Array) response.end(isHead ? undefined : body);
  else if (isHead || body.length === 0 || response.destroyed) {
    void body.close();
    response.end();
  } else sendFile(response, body);
}

/** In parts, as fast as they are taken. One that has become shorter is no whole answer. */
function sendFile(response: ServerResponse, file: ServedFile): void {
  const parts = file.read();
  parts.once('end', () => {
    if (parts.bytesRead < file.length) response.destroy();
  });
  // Whoever is gone, or the file: there is nobody left to say it to.
  pipeline(parts, response, () => {});
}
