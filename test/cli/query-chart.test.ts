import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { run, small, specIn } from '../explore/engine/specs.ts';
import { folder, session } from './session.ts';

const here = folder();
const dir = join(here, 'small');
const chart = (...words: readonly string[]) => session('query', dir, '--chart', ...words);

beforeAll(async () => {
  await run(specIn(here, small), dir);
});

const kinds = ['heat', 'pareto', 'lines', 'stalls', 'parallel'];
const pngStart = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

describe('query --chart', () => {
  it.each(kinds)('draws %s as PNG, SVG and PDF, the same bytes every time', async (kind) => {
    for (const ending of ['png', 'svg', 'pdf']) {
      const [first, second] = ['a', 'b'].map((name) => join(here, `${kind}-${name}.${ending}`));
      const { code, out, err } = await chart(kind, '--out', first);
      expect([code, out, err]).toEqual([0, '', `writing ${first}\n`]);
      await chart(kind, '--out', second);
      const bytes = readFileSync(first);
      expect(bytes.equals(readFileSync(second))).toBe(true);
      if (ending === 'png') expect(bytes.subarray(0, 4)).toEqual(pngStart);
      else expect(bytes.toString('utf8')).toMatch(/^<\?xml|^<svg|^%PDF-/);
    }
  });

  const differ = async (kind: string, ...words: readonly string[]) => {
    const [plain, changed] = ['plain', 'changed'].map((name) => join(here, `${name}.png`));
    await chart(kind, '--out', plain);
    const { code, err } = await chart(kind, ...words, '--out', changed);
    expect(err).toBe(`writing ${changed}\n`);
    expect(code).toBe(0);
    return !readFileSync(plain).equals(readFileSync(changed));
  };

  it.each([
    { kind: 'heat', words: ['--x', 'clockMhz', '--y', 'pes,accelerator'] },
    { kind: 'heat', words: ['--value', 'utilisation', '--of', 'mean'] },
    { kind: 'pareto', words: ['--x', 'dsp', '--y', 'max:gops'] },
    { kind: 'lines', words: ['--x', 'clockMhz', '--family', 'accelerator,ports', '--of', 'max'] },
    { kind: 'stalls', words: ['--x', 'banks'] },
    { kind: 'parallel', words: ['--columns', 'pes,accelerator,latency_us', '--value', 'pes'] },
    { kind: 'heat', words: ['--where', 'accelerator == "csr"'] },
    { kind: 'heat', words: ['--size', '900x600'] },
  ])('takes $words for $kind', async ({ kind, words }) => {
    expect(await differ(kind, ...words)).toBe(true);
  });

  it('has the size that is asked for', async () => {
    const out = join(here, 'sized.png');
    await chart('lines', '--out', out, '--size', '800x500');
    const bytes = readFileSync(out);
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([800, 500]);
  });

  it('is drawn as other kinds beside the first, under a title of its own', async () => {
    const out = join(here, 'all.png');
    const { err } = await chart(
      'lines',
      '--out',
      out,
      '--svg',
      '--pdf',
      '--title',
      'Rev B',
      '--text',
      'text',
    );
    expect(err).toBe(['png', 'svg', 'pdf'].map((kind) => `writing ${join(here, 'all')}.${kind}\n`).join(''));
    const svg = readFileSync(join(here, 'all.svg'), 'utf8');
    expect(svg).toContain('>Rev B</text>');
    expect(svg).toMatch(/>Latency by [^<]*; /);
    expect(readFileSync(join(here, 'all.pdf'), 'latin1')).toMatch(/^%PDF-/);
  });

  const file = join(here, 'none.png');
  it.each([
    { words: ['heat'], says: '--chart: expected --out <file.png, .svg or .pdf> beside it' },
    {
      words: ['heat', '--out', 'a.eps'],
      says: '--out: expected a file name that ends with .png, .svg or .pdf, found a.eps',
    },
    { words: ['heat', '--out', file, '--text', 'paths'], says: '--text has no effect without an SVG' },
    {
      words: ['heat', '--out', file.replace('.png', '.svg'), '--svg'],
      says: '--svg has no effect with --out ',
    },
    { words: ['hat', '--out', file], says: 'Allowed choices are heat, pareto, lines, stalls, parallel' },
    {
      words: ['heat', '--out', file, '--x', 'bank'],
      says: '--x: unknown column `bank`, did you mean `banks`?',
    },
    {
      words: ['heat', '--out', file, '--value', 'latency'],
      says: '--value: unknown column `latency`, did you mean `latency_us`?',
    },
    {
      words: ['pareto', '--out', file, '--y', 'accelerator'],
      says: '--y: `accelerator` is text, expected numbers',
    },
    {
      words: ['pareto', '--out', file, '--y', 'latency_us'],
      says: '--x and --y: expected two columns, found latency_us twice',
    },
    {
      words: ['lines', '--out', file, '--family', 'prots'],
      says: '--family: unknown column `prots`, did you mean `ports`?',
    },
    { words: ['lines', '--out', file, '--x', 'accelerator'], says: '--x: `accelerator` is text' },
    { words: ['parallel', '--out', file, '--columns', 'pes'], says: 'have 2 to 14 columns, found 1' },
    {
      words: ['parallel', '--out', file, '--columns', 'pes,banks', '--value', 'ports'],
      says: '--value: unknown column `ports`; there are pes, banks',
    },
    {
      words: ['heat', '--out', file, '--x', 'pes', '--y', 'banks,pes'],
      says: 'expected different columns, found pes in both',
    },
    { words: ['heat', '--out', file, '--of', 'median'], says: 'Allowed choices are best, min, max, mean' },
    { words: ['heat', '--out', file, '--size', 'large'], says: 'expected pixels as 1200x700' },
    { words: ['heat', '--out', file, '--size', '100x100'], says: 'chart size 100 x 100 px' },
    { words: ['heat', '--out', file, '--where', 'pes > 99'], says: 'no ok point meets --where pes > 99' },
    {
      words: [
        'heat',
        '--out',
        file,
        '--where',
        'pes == 2 and banks == 2 and ports == 1 and clockMhz == 100 and accelerator == "bbs"',
      ],
      says: 'expected two axes with more than one level',
    },
  ])('is refused: $words', async ({ words, says }) => {
    const { code, out, err } = await chart(...words);
    expect(err.replace(/\s+/g, ' ')).toContain(says);
    expect([code, out]).toEqual([2, '']);
    expect(existsSync(file)).toBe(false);
  });
});
