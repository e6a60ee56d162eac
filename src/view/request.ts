import type { IncomingMessage } from 'node:http';

/** Longer than any address of a page. */
const MOST_URL = 1024;

/** The port of an address that names none. */
const HTTP_PORT = 80;

/** What is asked for: the page, what is new in it, or a file of the folder. */
export type PageRequest =
  | { readonly kind: 'page' }
  | { readonly kind: 'state'; readonly after: string | null }
  | { readonly kind: 'file'; readonly name: string };

/** Why a request gets no answer, and the status that says so. */
export interface Refusal {
  readonly kind: 'refused';
  readonly status: 400 | 403 | 404 | 405 | 414 | 421;
  readonly says: string;
}

const refused = (status: Refusal['status'], says: string): Refusal => ({ kind: 'refused', status, says });

/**
 * What a request asks for. Only this machine's browser may ask, for this server by its own name: a page of
 * another site that makes its name lead here (DNS rebinding) still sends its name, and one that asks across
 * sites says so.
 */
export function askedBy(
  { method, url = '', headers, rawHeaders }: IncomingMessage,
  port: number,
): PageRequest | Refusal {
  // Clients leave the port of HTTP itself out.
  const own = ['127.0.0.1', 'localhost'].flatMap((name) =>
    port === HTTP_PORT ? [name, `${name}:${port}`] : [`${name}:${port}`],
  );
  const hosts = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host');
  if (hosts.length !== 1 || !own.includes(headers.host ?? ''))
    return refused(421, 'another host is asked for');
  if (method !== 'GET' && method !== 'HEAD') return refused(405, 'only GET and HEAD are answered');
  if (headers.origin !== undefined && !own.some((host) => headers.origin === `http://${host}`))
    return refused(403, 'another site asks');
  if (!['same-origin', 'none', undefined].includes(headers['sec-fetch-site'] as string | undefined))
    return refused(403, 'another site asks');
  if (url.length > MOST_URL) return refused(414, 'the address is too long');
  return askedAt(url);
}

function askedAt(url: string): PageRequest | Refusal {
  const [path, query = ''] = url.split('?', 2);
  if (path === '/') return { kind: 'page' };
  if (path === '/state') return { kind: 'state', after: new URLSearchParams(query).get('after') };
  if (!path.startsWith('/files/')) return refused(404, 'nothing is there');
  const name = decoded(path.slice('/files/'.length));
  return name !== null && isPlainName(name) ? { kind: 'file', name } : refused(404, 'nothing is there');
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Whether a name can only be that of a file in the folder itself: nothing leads up or elsewhere. */
function isPlainName(name: string): boolean {
  return name !== '' && !name.startsWith('.') && !/[/\\:%]|\p{C}/u.test(name);
}
