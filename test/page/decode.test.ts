import { deflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { dataOf } from '../../src/page/decode.ts';

it('data of a part come back from deflated JSON in base64', async () => {
  const packed = deflateRawSync(JSON.stringify({ part: 'heat', title: 'Conflicts: 5 µs' })).toString(
    'base64',
  );
  const element = { textContent: packed } as HTMLElement;
  expect(await dataOf(element)).toEqual({ part: 'heat', title: 'Conflicts: 5 µs' });
});
