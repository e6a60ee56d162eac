import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BadInput } from '../errors/bad-input.ts';
import { fileIn } from './folder-files.ts';
import type { NewestPage } from './newest-page.ts';
import { askedBy, type PageRequest } from './request.ts';

/** What is served. */
export interface Served {
  readonly folder: string;
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
  readonly body: string | Uint8Array;
  readonly csp?: string;
}

/** Only this machine reaches it. */
const HOST = '127.0.0.1';

/** A browser asks in an instant; whoever asks slower than this only holds a connection. */
const timesMs = { headers: 5_000, request: 10_000, idle: 5_000, stalled: 10_000 };

/** More than the tabs of one person open. */
const MOST_CONNECTIONS = 64;

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
  server.maxConnections = MOST_CONNECTIONS;
  await listening(server, port);
  const { port: own } = server.address() as AddressInfo;
  server.on('request', (request, response) => {
    void answerTo(request, served, own).then((answer) => send(response, answer, request.method === 'HEAD'));
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
      reject(new BadInput(`--port: ${port} cannot be had on ${HOST} (${error.code ?? error.message})`)),
    );
    server.listen({ host: HOST, port: port ?? 0 }, () => resolve());
  });
}

const plain = (status: number, says: string): Answer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: `${says}\n`,
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
    return file === null
      ? plain(404, 'nothing is there')
      : { status: 200, type: file.type, body: file.bytes };
  }
  const { page, problem } = await newest.now();
  if (asked.kind === 'page')
    return { status: 200, type: 'text/html; charset=utf-8', body: page.html, csp: page.csp };
  const { revision, sections, parts } = page;
  const news = asked.after === revision ? {} : { sections, parts };
  return {
    status: 200,
    type: 'application/json; charset=utf-8',
    body: JSON.stringify({ revision, problem, ...news }),
  };
}

/** Nothing is kept, guessed, framed or told to others; what is no page may do nothing at all. */
function send(response: ServerResponse, { status, type, body, csp }: Answer, isHead: boolean): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  // Who takes an answer and reads none of it only holds memory. A page may take longer to be made.
  response.setTimeout(timesMs.stalled, () => response.destroy());
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': bytes.length,
    'Content-Security-Policy': `${csp ?? "default-src 'none'; sandbox"}; frame-ancestors 'none'`,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  });
  response.end(isHead ? undefined : bytes);
}
