import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonText } from '../../../src/report/tables/json.ts';

describe('JSON of a result', () => {
  it('keeps an array of numbers on one line', () => {
    expect(jsonText({ cycles: 3, busy: [1, -2.5, 1e-7], empty: [], names: ['a'] })).toBe(
      '{\n  "cycles": 3,\n  "busy": [1, -2.5, 1e-7],\n  "empty": [],\n  "names": [\n    "a"\n  ]\n}\n',
    );
  });

  it('leaves a name alone that looks like an array', () => {
    expect(JSON.parse(jsonText({ name: '[ 1,  2 ]', line: '[\n 1\n]' }))).toEqual({
      name: '[ 1,  2 ]',
      line: '[\n 1\n]',
    });
  });

  it('is the same value to every reader', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(jsonText(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
