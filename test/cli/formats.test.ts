import { describe, expect, it } from 'vitest';
import { folder, matrixFile, put, session, smallBbs, smallCsr, vectorFile } from './session.ts';

const here = folder();
const csr = put(here, 'csr.yaml', smallCsr);
const bbs = put(here, 'bbs.yaml', smallBbs);
const matrix = put(here, 'A.npy', matrixFile([[1, 0, 2, 0, 0, 3, 0, 4]]));
const vector = put(here, 'x.npy', vectorFile([1, 2, 3, 4, 5, 6, 7, 8]));

const commands = [
  { name: 'compare', words: ['compare', 'tiny', '--accelerators', `${bbs},${csr}`], tables: 1, rules: 3 },
  { name: 'run', words: ['run', 'tiny', '--accelerator', bbs], tables: 9, rules: 10 },
  {
    name: 'spmv',
    words: ['spmv', '--accelerator', csr, '--matrix', matrix, '--vector', vector],
    tables: 1,
    rules: 1,
  },
  { name: 'list', words: ['list'], tables: 1, rules: 1 },
];

async function printed(words: readonly string[], format: string): Promise<string> {
  const { code, out, err } = await session(...words, '--format', format);
  expect(code, err).toBe(0);
  return out;
}

describe.each(commands)('bbsim $name', ({ words, tables, rules }) => {
  it('prints tables for a terminal, in two parts where one is too wide', async () => {
    expect((await printed(words, 'table')).match(/^─+( |$)/gm)).toHaveLength(rules);
  });

  it('prints GitHub tables', async () => {
    const out = await printed(words, 'markdown');
    expect(out.match(/^\| *:?-+:? *\|/gm)?.length).toBe(tables);
    expect(out).not.toContain('─');
  });

  it('prints CSV whose lines have as many fields as the head', async () => {
    const lines = (await printed(words, 'csv')).trimEnd().split('\r\n').map(fieldsOf);
    expect(lines.length).toBeGreaterThan(1);
    for (const fields of lines) expect(fields).toHaveLength(lines[0].length);
  });

  it('prints JSON', async () => {
    expect(JSON.parse(await printed(words, 'json'))).toBeTypeOf('object');
  });

  it('prints the same bytes twice, in every format', async () => {
    for (const format of ['table', 'json', 'csv', 'markdown']) {
      expect(await printed(words, format)).toBe(await printed(words, format));
    }
  });
});

it('bbsim spmv prints exactly these JSON fields, in this order', async () => {
  const [, , { words }] = commands;
  expect(Object.keys(JSON.parse(await printed(words, 'json')))).toEqual([
    'cycles',
    'issueCycles',
    'conflictCycles',
    'busyCycles',
    'bankReads',
    'rowFinishedAtCycle',
    'result',
    'saturations',
  ]);
});

/** The fields of a line of CSV without line ends in its fields. */
function fieldsOf(line: string): string[] {
  return line.match(/("([^"]|"")*"|[^,]*)(,|$)/g)?.slice(0, line.endsWith(',') ? undefined : -1) ?? [];
}
