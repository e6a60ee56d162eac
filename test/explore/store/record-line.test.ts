import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRecord, encodeRecord, maxLineBytes } from '../../../src/explore/store/record-line.ts';
import { line, record, records } from './records.ts';

/** A line with the right checksum of whatever is in it. */
const signed = (body: string): string => `{"crc":"${crc32(body).toString(16).padStart(8, '0')}",${body}\n`;

const bodyOf = (text: string): string => text.slice('{"crc":"01234567",'.length, -1);

describe('the line of a record', () => {
  it('starts with its checksum and ends with one line end', () => {
    expect(line(3)).toMatch(/^\{"crc":"[0-9a-f]{8}","key":"0{31}3","sweep":"0123456789ab","index":3,.*\}\n$/);
    expect(signed(bodyOf(line(3)))).toBe(line(3));
  });

  it('gives the record back, as text and as bytes', () => {
    fc.assert(
      fc.property(records, (one) => {
        const text = encodeRecord(one);
        expect(decodeRecord(text)).toEqual(one);
        expect(decodeRecord(Buffer.from(text))).toEqual(one);
        expect(text.indexOf('\n')).toBe(text.length - 1);
      }),
    );
  });

  it('is the same in whatever order the fields were made', () => {
    const { axes, ...rest } = record(1);
    const turned = Object.fromEntries(Object.entries(axes).reverse());
    expect(encodeRecord({ axes: turned, ...rest })).toBe(line(1));
  });

  it('is refused when any byte of it is another', () => {
    fc.assert(
      fc.property(records, fc.nat(), fc.integer({ min: 1, max: 255 }), (one, place, change) => {
        const bytes = Buffer.from(encodeRecord(one));
        bytes[place % bytes.length]! ^= change;
        expect(decodeRecord(bytes)).toBeNull();
      }),
      { numRuns: 1000 },
    );
  });

  it('is refused when any bit of it is another', () => {
    const bytes = Buffer.from(line(7));
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      expect(decodeRecord(bytes)).toBeNull();
      bytes[bit >> 3]! ^= 1 << (bit & 7);
    }
    expect(decodeRecord(bytes)).toEqual(record(7));
  });

  it('is refused when it is cut anywhere', () => {
    const bytes = Buffer.from(line(7));
    for (let end = 0; end < bytes.length; end++) {
      expect(decodeRecord(bytes.subarray(0, end))).toBeNull();
      if (end === bytes.length - 1) continue;
      expect(decodeRecord(Buffer.concat([bytes.subarray(0, end), Buffer.from('\n')]))).toBeNull();
    }
  });

  const body = bodyOf(line(7));
  it.each([
    ['a field of another type', body.replace('"index":7', '"index":"7"')],
    ['an index that is no integer', body.replace('"index":7', '"index":7.5')],
    ['an index below 0', body.replace('"index":7', '"index":-7')],
    ['an index that is not exact', body.replace('"index":7', '"index":9007199254740993')],
    ['a key that is too short', body.replace('"key":"00', '"key":"0')],
    ['a sweep in capitals', body.replace('0123456789ab', '0123456789AB')],
    ['another status', body.replace('"ok"', '"done"')],
    ['a reason that is a number', body.replace('"reason":null', '"reason":1')],
    ['a missing field', body.replace('"seed":"1",', '')],
    ['an unknown field', body.replace('"seed":"1",', '"seed":"1","more":1,')],
    ['a field in place of another', body.replace('"seed":', '"sead":')],
    ['a number that is too large', body.replace('"design.channels":8', '"design.channels":1e999')],
    ['a list as a value', body.replace('"design.channels":8', '"design.channels":[8]')],
    ['a list of axes', body.replace(/"axes":\{.*?\}/, '"axes":[]')],
    ['no axes', body.replace(/"axes":\{.*?\}/, '"axes":null')],
    ['a prototype among the axes', body.replace('"design.channels":8', '"__proto__":8')],
    ['a prototype in place of a field', body.replace('"seed":"1"', '"__proto__":{"seed":"1"}')],
    ['a prototype beside the fields', body.replace('"seed":"1"', '"seed":"1","__proto__":{}')],
    ['something behind it', `${body}{}`],
    ['a list', `${body.slice(0, -1)}]`],
  ])('is refused with a right checksum and %s', (_what, changed) => {
    expect(changed).not.toBe(body);
    expect(decodeRecord(signed(changed))).toBeNull();
    expect(decodeRecord(signed(body))).toEqual(record(7));
  });

  it('is not longer than readers take', () => {
    const reason = 'x'.repeat(maxLineBytes - Buffer.byteLength(line(7)) + 'null'.length - '""'.length);
    expect(decodeRecord(line(7, { reason }))).toEqual(record(7, { reason }));
    expect(() => line(7, { reason: `${reason}x` })).toThrow(
      'point 7: expected a record of at most 1048576 bytes',
    );
  });

  it('is not made of what is not JSON', () => {
    expect(() => line(7, { metrics: { latency_us: Number.NaN } })).toThrow('NaN has no canonical JSON');
    const axes = Object.fromEntries([['__proto__', 1]]);
    expect(() => line(7, { axes })).toThrow('a field of a record cannot be called __proto__');
  });
});
