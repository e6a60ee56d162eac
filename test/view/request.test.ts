import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { askedBy } from '../../src/view/request.ts';

/** What a request is answered that a server on a port gets, from a page of `from` where that is said. */
function asked(port: number, host: string, from?: string, scheme = 'http') {
  const headers = { host, ...(from === undefined ? {} : { origin: `${scheme}://${from}` }) };
  const rawHeaders = Object.entries(headers).flat();
  return askedBy({ method: 'GET', url: '/', headers, rawHeaders } as unknown as IncomingMessage, port);
}

describe('a request to the port of HTTP', () => {
  it.each(['127.0.0.1', 'localhost', '127.0.0.1:80', 'localhost:80'])(
    'is answered for %s, whose port clients leave out',
    (host) => {
      expect(asked(80, host)).toEqual({ kind: 'page' });
      expect(asked(80, host, host)).toEqual({ kind: 'page' });
    },
  );

  it.each(['evil.example', '127.0.0.1:81', '0.0.0.0', ''])('is refused for %j', (host) => {
    expect(asked(80, host)).toMatchObject({ kind: 'refused', status: 421 });
  });

  it('is refused to other sites', () => {
    expect(asked(80, 'localhost', 'localhost:81')).toMatchObject({ status: 403 });
    expect(asked(80, 'localhost', 'localhost', 'https')).toMatchObject({ status: 403 });
  });
});

describe('a request to another port', () => {
  it('is refused without that port', () => {
    expect(asked(8080, '127.0.0.1')).toMatchObject({ status: 421 });
    expect(asked(8080, '127.0.0.1:80')).toMatchObject({ status: 421 });
    expect(asked(8080, '127.0.0.1:8080', '127.0.0.1')).toMatchObject({ status: 403 });
  });
});
