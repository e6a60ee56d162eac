import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { folder, matrixFile, put, session, smallBbs, smallCsr, vectorFile } from './session.ts';

const here = folder();
const bbs = put(here, 'bbs.yaml', smallBbs);
const csr = put(here, 'csr.yaml', smallCsr);
const A = put(here, 'A.npy', matrixFile([[1, 0, 2, 0]]));
const x = put(here, 'x.npy', vectorFile([1, 2, 3, 4]));

/** Commands that write results, by the folders that they write them to. */
const written: Readonly<Record<string, string>> = {
  run: `run tiny --accelerator ${csr}`,
  compare: `compare tiny --accelerators ${bbs},${csr}`,
  explain: `explain tiny --accelerator ${csr}`,
  diff: `diff ${join(here, 'run')} ${join(here, 'run')}`,
  spmv: `spmv --matrix ${A} --vector ${x} --accelerator ${csr}`,
  inspect: 'inspect examples/agreement-lm/model.npz',
  banks: 'study banks tiny --banks 4,8',
  baselines: 'study baselines tiny',
  patterns: 'study patterns tiny --patterns bank-balanced,block',
  reproduce: 'reproduce fpga19',
};

beforeAll(async () => {
  for (const [name, line] of Object.entries(written)) {
    const { code, err } = await session(...line.split(' '), '--out', join(here, name));
    expect(code, err).toBe(0);
  }
});

/** The result that a command wrote. */
const resultOf = (name: string): string =>
  join(here, name, ...(name === 'reproduce' ? ['reproduction'] : []), 'result.json');

/** The page without its own script, and without the bytes of its pictures and parts, in which any word is. */
const textOf = (html: string): string =>
  html.slice(0, html.lastIndexOf('<script>')).replace(/[A-Za-z0-9+/]{200,}={0,2}/g, '');

describe('bbsim report', () => {
  it.each(Object.keys(written))('makes a page of what `bbsim %s` wrote, with every table', async (name) => {
    const out = join(here, 'page.html');
    const { code, err } = await session('report', join(here, name), '--out', out);
    expect(code, err).toBe(0);
    const html = readFileSync(out, 'utf8');
    expect(/.{0,80}(?:undefined|NaN|\[object Object\]).{0,40}/.exec(textOf(html))?.[0]).toBeUndefined();
    expect(html.match(/<table/g)?.length).toBeGreaterThan(0);
  });
});

/** The paths of all values in a value, lists and mappings among them. */
function pathsIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => [[...path, key], ...pathsIn(one, [...path, key])]);
}

/** The value with another one at a path; undefined: without it. */
function changed(value: unknown, [key, ...rest]: readonly string[], to: unknown): unknown {
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  const fields = copy as Record<string, unknown>;
  const own = rest.length === 0 ? to : changed(fields[key], rest, to);
  if (own === undefined && !Array.isArray(copy)) delete fields[key];
  else fields[key] = own;
  return copy;
}

describe('a result in which a value is missing or another', () => {
  it.each(Object.keys(written))(
    'of bbsim %s is refused with one line, or shown without a value that is none',
    async (name) => {
      const result = JSON.parse(readFileSync(resultOf(name), 'utf8'));
      const paths = pathsIn(result);
      const strange = [undefined, null, -1, 0, 0.5, 1e300, 'text', '<script>x</script>', [], {}, true];
      const cases = fc.record({ at: fc.nat(paths.length - 1), to: fc.constantFrom(...strange) });
      await fc.assert(
        fc.asyncProperty(cases, async ({ at, to }) => {
          const path = join(here, 'strange.json');
          writeFileSync(path, JSON.stringify(changed(result, paths[at], to)));
          const out = join(here, 'strange.html');
          rmSync(out, { force: true });
          const { code, err } = await session('report', path, '--out', out);
          if (code === 2) {
            expect(err).toMatch(/^bbsim: [^\n]*strange\.json[^\n]*\n$/);
            expect(existsSync(out)).toBe(false);
          } else {
            expect([code, err]).toEqual([0, `wrote ${out}\n`]);
            const html = readFileSync(out, 'utf8');
            expect(
              /.{0,80}(?:undefined|NaN|\[object Object\]|<script>x).{0,40}/.exec(textOf(html))?.[0],
            ).toBeUndefined();
          }
        }),
        { numRuns: 25 },
      );
    },
  );
});
