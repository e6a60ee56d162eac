import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/errors/bad-input.ts';
import { JsonScanner } from '../../src/tensors/json-scanner.ts';
import { refusal } from '../config/refusal.ts';

const scannerOf = (text: string) => new JsonScanner(new TextEncoder().encode(text), 'x.json');

/** Any value, as JSON.parse reads it but for the order of members. */
function readValue(scanner: JsonScanner): unknown {
  const next = scanner.peek();
  if (next === '{') {
    const members: [string, unknown][] = [];
    scanner.members((name) => members.push([name, readValue(scanner)]));
    return new Map(members);
  }
  if (next === '[') {
    const items: unknown[] = [];
    scanner.items(() => items.push(readValue(scanner)));
    return items;
  }
  if (next === '"') return scanner.text();
  if (next !== 'n') return scanner.numberOrBoolean();
  scanner.skip();
  return null;
}

/** What JSON.parse gives, in the same form. */
const parsed = (text: string) =>
  JSON.parse(text, (_, value) => {
    if (typeof value === 'boolean') return Number(value);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return new Map(Object.entries(value));
  });

const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value, null, 1));

describe('JSON from left to right', () => {
  it('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(json, (text) => {
        const scanner = scannerOf(`\ufeff ${text} `);
        expect(readValue(scanner)).toEqual(parsed(text));
        scanner.end();
        const again = scannerOf(text);
        again.skip();
        again.end();
      }),
    );
  });

  it('is read or refused with line and column, however damaged', () => {
    const edited = fc.tuple(json, fc.nat(), fc.string({ maxLength: 3 })).map(([text, at, by]) => {
      const here = at % (text.length + 1);
      return text.slice(0, here) + by + text.slice(here + 1);
    });
    fc.assert(
      fc.property(edited, (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        try {
          const scanner = scannerOf(text);
          readValue(scanner);
          scanner.end();
          expect(isJson).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(BadInput);
          expect((error as BadInput).message).toMatch(/^x\.json: line \d+, column \d+: /);
        }
      }),
    );
  });

  it.each([
    ['[1, NaN]', 'line 1, column 5: found NaN, expected a number'],
    ['[\n -Infinity]', 'line 2, column 2: found -Infinity, expected a number'],
    ['[01]', 'line 1, column 2: found 01, expected a number'],
    ['[1.]', 'line 1, column 2: found 1., expected a number'],
    ['[+1]', 'line 1, column 2: found +1, expected a number'],
    ['[1e999]', 'line 1, column 2: 1e999 is beyond float64'],
    [`[${'1'.repeat(500)}]`, 'line 1, column 2: a number of 500 characters'],
    ['[1 2]', 'line 1, column 4: found 2, expected , or ]'],
    ['[1,]', 'line 1, column 4: found ], expected a number'],
    ['{"a" 1}', 'line 1, column 6: found 1, expected :'],
    ["{'a': 1}", "line 1, column 2: found ', expected a string"],
    ['{"a": 1, "a": 2}', 'line 1, column 10: the name a stands twice in an object'],
    ['"abc', 'line 1, column 1: a string without an end'],
    ['"abc\\', 'line 1, column 1: a string without an end'],
    ['"a\nb"', 'line 1, column 1: a string with a wrong escape, a control character or what is not UTF-8'],
    ['"\\x"', 'line 1, column 1: a string with a wrong escape, a control character or what is not UTF-8'],
    ['[1', 'line 1, column 3: found the end, expected , or ]'],
    ['[\u0001', 'line 1, column 2: found \\u0001, expected a number'],
    [`${'['.repeat(65)}1`, 'line 1, column 65: more than 64 levels'],
    [`${'['.repeat(1_000_000)}`, 'line 1, column 65: more than 64 levels'],
  ])('names the place of what is wrong: %s', (text, message) => {
    expect(refusal(() => readValue(scannerOf(text)))).toBe(`x.json: ${message}`);
  });

  it('has no more names in an object than can be told apart', () => {
    const text = `{${Array.from({ length: 2 ** 18 + 1 }, (_, i) => `"${i}":0`).join()}}`;
    expect(refusal(() => scannerOf(text).members(() => undefined))).toContain('found 0, expected');
    const scanner = scannerOf(text);
    expect(refusal(() => scanner.members(() => scanner.skip()))).toContain(
      'an object of more than 262144 members',
    );
  });
});
