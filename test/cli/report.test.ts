import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { folder, matrixFile, put, session, smallBbs, smallCsr, vectorFile } from './session.ts';

const here = folder();
const bbs = put(here, 'bbs.yaml', smallBbs);
const csr = put(here, 'csr.yaml', smallCsr);
const A = put(here, 'A.npy', matrixFile([[1, 0, 2, 0]]));
const x = put(here, 'x.npy', vectorFile([1, 2, 3, 4]));

/** Commands that write results, by the folders that they write them to. */
const written: Readonly<Record<string, string>> = {
  run: `run tiny --accelerator ${bbs} --set name=lines`,
  compare: `compare tiny --accelerators ${bbs},${csr}`,
  diff: `diff ${join(here, 'run')} ${join(here, 'run')}`,
  explain: `explain tiny --accelerator ${bbs}`,
  spmv: `spmv --matrix ${A} --vector ${x} --accelerator ${csr}`,
  inspect: 'inspect examples/agreement-lm/model.npz',
  banks: 'study banks tiny --banks 4,8',
};

beforeAll(async () => {
  for (const [name, line] of Object.entries(written)) {
    const { code, err } = await session(...line.split(' '), '--out', join(here, name));
    expect(code, err).toBe(0);
  }
});

/** The page that a command line writes. */
async function pageOf(...words: readonly string[]): Promise<string> {
  const out = join(here, 'page.html');
  rmSync(out, { force: true });
  const { code, out: printed, err } = await session('report', ...words, '--out', out);
  expect([code, printed], err).toEqual([0, '']);
  return readFileSync(out, 'utf8');
}

/** What ends a report before it writes anything. */
async function refusal(...words: readonly string[]): Promise<string> {
  const out = join(here, 'nothing.html');
  const { code, out: printed, err } = await session('report', ...words, '--out', out);
  expect([code, printed, existsSync(out)], err).toEqual([2, '', false]);
  return err;
}

describe('bbsim report', () => {
  it.each(Object.keys(written))(
    'makes a page of what `bbsim %s --out` wrote, with its figures',
    async (name) => {
      const html = await pageOf(join(here, name));
      const result = JSON.parse(readFileSync(join(here, name, 'result.json'), 'utf8'));
      expect(html).toContain(result.configHash ?? result.sides.a.configHash);
      expect(/>(?:undefined|NaN|\[object Object\])</.test(html)).toBe(false);
      expect(html.match(/<section /g)?.length).toBeGreaterThan(0);
    },
  );

  it.each(Object.keys(written))(
    'begins the chapter of %s with what was asked and ends it with what it stands on, under short titles',
    async (name) => {
      const html = await pageOf(join(here, name));
      const titles = Array.from(html.matchAll(/<h2[^>]*>([^<]*)<\/h2>/g), ([, title]) => title);
      expect([titles[0], titles.at(-1)]).toEqual(['What was asked', 'Assumptions and their marks']);
      expect(new Set(titles).size).toBe(titles.length);
      expect(titles.filter((title) => title.length > 40)).toEqual([]);
    },
  );

  it('says beside energies without measured toggle rates that a run has others', async () => {
    const html = await pageOf(join(here, 'explain'));
    expect(html).toMatch(/ uJ without a measured toggle rate of the words of the vector/);
    expect(html.match(/Energies are without a measured toggle rate/g)).toHaveLength(2);
    expect(html).toContain('the assumed one of the technology');
    expect(html).toContain('figures marked “assumption”');
  });

  it('says of a product that its clock was not judged, and what its conflicts are part of', async () => {
    const html = await pageOf(join(here, 'spmv'));
    expect(html).toContain('whether the array reaches it was not judged');
    expect(html).toContain('of issue: conflict [cycles]');
    expect(html).toContain('Conflict: those of them beyond one for each beat');
    // Nothing of it is of a device: no list of figures follows.
    expect(html).not.toContain('figures marked');
  });

  it('takes a result.json as well as its folder, and makes the same page of it', async () => {
    expect(await pageOf(join(here, 'run', 'result.json'))).toBe(await pageOf(join(here, 'run')));
  });

  it('makes the same bytes of the same inputs', async () => {
    const once = await pageOf(join(here, 'compare'), join(here, 'run'));
    expect(await pageOf(join(here, 'compare'), join(here, 'run'))).toBe(once);
  });

  it('has a chapter for each result, under the title that is asked for', async () => {
    const html = await pageOf(join(here, 'compare'), join(here, 'diff'), '--title', 'Review <1>');
    expect(html).toContain('<h1>Review &lt;1&gt;</h1>');
    expect(html.match(/<h2 class="chapter"/g)).toHaveLength(2);
  });

  it('shows the latest date that the files of accelerators and workload record', async () => {
    const dated = put(here, 'dated.yaml', `${smallCsr}date: 2026-11-03\n`);
    const out = join(here, 'dated');
    await session('run', 'tiny', '--no-values', '--accelerator', dated, '--out', out);
    const html = await pageOf(out);
    expect(html).toContain('<dd>2026-11-03</dd>');
    expect(html).toContain('input of 2026-11-03</text>');
  });

  it('refuses what is no result, naming it', async () => {
    expect(await refusal(join(here, 'missing'))).toContain('missing: no such file or folder');
    mkdirSync(join(here, 'empty'), { recursive: true });
    expect(await refusal(join(here, 'empty'))).toContain('expected a folder of --out with a result.json');
    expect(await refusal(put(here, 'text.json', 'hello'))).toContain(
      'text.json: expected the JSON of a result',
    );
    expect(await refusal(put(here, 'list.json', '[]'))).toContain('list.json: expected a result of bbsim;');
    const newer = put(here, 'newer.json', '{"schemaVersion": 3, "version": "9", "command": "run"}');
    expect(await refusal(newer)).toContain('newer.json: expected a result of bbsim; schemaVersion:');
  });

  it('refuses a result of a run that lacks a field, naming the field', async () => {
    const result = JSON.parse(readFileSync(join(here, 'run', 'result.json'), 'utf8'));
    delete result.cycles.total;
    expect(await refusal(put(here, 'cut.json', JSON.stringify(result)))).toMatch(
      /cut\.json: expected the result of bbsim run \(it says version .*\); (?:cycles|phases)/,
    );
  });

  it('writes an .html file and nothing else', async () => {
    const { code, err } = await session('report', join(here, 'run'), '--out', join(here, 'page.pdf'));
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('--out: expected a file name that ends with .html'),
    ]);
    expect((await session('report', join(here, 'run'))).err).toContain('expected --out <file.html>');
  });
});
