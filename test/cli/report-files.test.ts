import { existsSync, linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { folder, put, session, smallCsr } from './session.ts';

const here = folder();
const run = join(here, 'run');
const sweep = join(here, 'sweep');
const at = (name: string) => join(here, name);
const csr = put(here, 'csr.yaml', smallCsr);
const spec = `name: small\naccelerators: [${csr}]\nworkloads: [tiny]\naxes: [{field: pes, values: [1, 2]}]\n`;

beforeAll(async () => {
  const lines = [
    ['run', 'tiny', '--no-values', '--accelerator', csr, '--out', run],
    ['sweep', put(here, 'small.yaml', spec), '--out', sweep, '--jobs', '1'],
  ];
  for (const line of lines) {
    const { code, err } = await session(...line);
    expect(code, err).toBe(0);
  }
});

const report = (...words: readonly string[]) => session('report', ...words);

describe('the files of bbsim report', () => {
  it.each([
    ['run/result.json', run],
    ['run/step.json', run],
    ['sweep/sweep.json', sweep],
  ])('are never its input: %s', async (name, input) => {
    const before = readFileSync(at(name));
    for (const [option, link] of [
      ['--out', at(`${name.replace('/', '-')}.html`)],
      ['--slides', at(`${name.replace('/', '-')}.pptx`)],
    ]) {
      symlinkSync(name, link);
      const { code, err } = await report(input, option, link);
      expect([code, err]).toEqual([
        2,
        expect.stringContaining(`${option}: ${link} is ${at(name)}, which is`),
      ]);
    }
    expect(readFileSync(at(name)).equals(before)).toBe(true);
  });

  it('are not a result that has their name', async () => {
    const page = put(here, 'in.html', readFileSync(at('run/result.json')));
    linkSync(page, at('other.html'));
    for (const out of [page, at('other.html')]) {
      const { code, err } = await report(page, '--out', out);
      expect([code, err]).toEqual([2, expect.stringContaining('expected another name')]);
    }
    expect(readFileSync(page, 'utf8')).toContain('"schemaVersion"');
  });

  it('stay as they were where one of them cannot be written', async () => {
    writeFileSync(at('old.html'), 'old');
    mkdirSync(at('folder.pptx'));
    const { code, err } = await report(run, '--out', at('old.html'), '--slides', at('folder.pptx'));
    expect([code, err]).toEqual([2, `bbsim: cannot write ${at('folder.pptx')}: it is a directory\n`]);
    expect(readFileSync(at('old.html'), 'utf8')).toBe('old');
  });

  it('have a chapter for a result that is named twice once', async () => {
    const { code, err } = await report(run, at('run/result.json'), '--out', at('once.html'));
    expect([code, err]).toEqual([
      0,
      `${at('run/result.json')} is named twice: taken once\nwrote ${at('once.html')}\n`,
    ]);
    expect(readFileSync(at('once.html'), 'utf8')).not.toContain('class="chapter"');
  });

  it.each(['   ', '\u200b\u2060', '\t\n'])('have no title that nobody can see: %j', async (title) => {
    const { code, err } = await report(run, '--out', at('blank.html'), '--title', title);
    expect([code, err]).toEqual([2, expect.stringContaining('--title: expected a title that can be seen')]);
    expect(existsSync(at('blank.html'))).toBe(false);
  });

  it('say what of a sweep was left out, and so does the page', async () => {
    const other = join(here, 'torn');
    mkdirSync(join(other, 'shards'), { recursive: true });
    writeFileSync(join(other, 'sweep.json'), readFileSync(join(sweep, 'sweep.json')));
    writeFileSync(join(other, 'shards', 'a.ndjson'), 'no record\nnor this\n');
    const says = '1 unfinished and 1 damaged lines were left out, the first in a.ndjson, line 1';
    const { code, err } = await report(other, '--out', at('torn.html'));
    expect([code, err]).toEqual([0, `${other}: ${says}\nwrote ${at('torn.html')}\n`]);
    expect(readFileSync(at('torn.html'), 'utf8')).toContain(`<li>${says}.</li>`);
  });
});
