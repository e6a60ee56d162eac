import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkedResult } from '../../src/cli/page/checked-result.ts';
import { chapters, hasChapter } from '../../src/report/page/chapters/index.ts';
import { resultCommands } from '../../src/run/result-header.ts';
import { twoLayers } from '../study/prune/files.ts';
import { small, threeLayersIn } from './explained.ts';
import { folder, put, session, smallBbs, smallCsr, smallProduct } from './session.ts';

const here = folder();
const at = (name: string) => join(here, name);
const bbs = put(here, 'bbs.yaml', smallBbs);
const csr = put(here, 'csr.yaml', smallCsr);
const weights = put(here, 'model.npz', twoLayers().bytes);
const stack = threeLayersIn(here);

/** The result that a command line prints as JSON. */
async function printed(...words: readonly string[]): Promise<unknown> {
  const { code, out, err } = await session(...words, '--format', 'json');
  expect(code, err).toBe(0);
  return JSON.parse(out);
}

/** The result that a command line writes to its folder. */
async function written(name: string, ...words: readonly string[]): Promise<unknown> {
  const { code, err } = await session(...words, '--out', at(name));
  expect(code, err).toBe(0);
  return JSON.parse(readFileSync(join(at(name), 'result.json'), 'utf8'));
}

/** The result, by the schema of its command. Throws what a page of it would be refused with. */
function checked(value: unknown): unknown {
  const { command, version } = value as { readonly command: string; readonly version: string };
  const known = resultCommands.find((one) => one === command);
  if (known === undefined || !hasChapter(known)) throw new Error(`no chapter of ${command}`);
  return checkedResult({ shown: 'result.json', version, value }, known);
}

describe('what a command writes', () => {
  it.each([
    ['run', ['run', 'tiny', '--accelerator', bbs]],
    ['compare', ['compare', 'tiny', '--accelerators', `${bbs},${csr}`]],
    ['inspect', ['inspect', weights, '--accelerator', bbs]],
    ['study banks', ['study', 'banks', 'tiny', '--banks', '4,8']],
    ['study baselines', ['study', 'baselines', 'tiny']],
    ['study patterns', ['study', 'patterns', 'tiny', '--patterns', 'bank-balanced,circulant']],
    ['prune', ['prune', weights, '--accelerator', bbs, '--out', at('pruned.npz')]],
  ])('meets the schema that pages of `bbsim %s` are made by', async (command, words) => {
    const value = await printed(...words);
    expect(value).toMatchObject({ command });
    expect(checked(value)).toEqual(value);
  });

  it('meets it for a product of a matrix with an empty row', async () => {
    const value = await written('spmv', 'spmv', ...smallProduct(here, [1, 1, 0, 0]));
    expect(checked(value)).toEqual(value);
  });

  it('meets it for a comparison of designs with different causes and units', async () => {
    const runs = await Promise.all([
      printed('run', 'tiny', '--accelerator', bbs),
      printed('run', 'tiny', '--accelerator', csr, '--set', 'device=xcku060'),
    ]);
    const files = runs.map((run, side) => put(here, `run${side}.json`, JSON.stringify(run)));
    const value = await written('diff', 'diff', ...files);
    expect(checked(value)).toEqual(value);
  });

  it.each([
    ['a small target', ['tiny', '--accelerator', csr, '--target', 'latency=-20%']],
    ['layers on an array that fetches its weights', [stack, ...small, '--set', 'weights=streamed']],
    ['a chain of phases', [stack, '--accelerator', 'bbs-chained', ...small]],
    ['lanes that go on by themselves', ['tiny', '--accelerator', 'csr-shuffle', ...small]],
  ])('meets it for an explanation of %s', async (_, words) => {
    const value = await printed('explain', ...words);
    expect(checked(value)).toEqual(value);
  });

  it('can be asked for of every command that has a chapter', () => {
    expect(resultCommands.filter((command) => !hasChapter(command))).toEqual(['sweep', 'optimize']);
    expect(Object.keys(chapters)).toHaveLength(resultCommands.length - 2);
  });
});

/** A value with another one at a path; undefined: without it. */
function changed(value: unknown, [key, ...rest]: readonly (string | number)[], to: unknown): unknown {
  const of = value as Readonly<Record<string, unknown>>;
  const own = rest.length === 0 ? to : changed(of[key], rest, to);
  return Array.isArray(value) ? value.with(Number(key), own) : { ...of, [key]: own };
}

/** A tree of so many levels, one node each. */
function tower(levels: number): unknown {
  const node = { name: 'part', cycles: 0, energyUj: 0 };
  return { ...node, children: levels === 1 ? [] : [tower(levels - 1)] };
}

describe('a result that is not as its command writes it', () => {
  const results = {
    explain: () => printed('explain', 'tiny', '--accelerator', csr),
    spmv: () => written('product', 'spmv', ...smallProduct(here, [1, 1, 0, 0])),
    banks: () => printed('study', 'banks', 'tiny', '--banks', '4,8'),
    baselines: () => printed('study', 'baselines', 'tiny'),
  };
  const found = new Map<string, unknown>();
  beforeAll(async () => {
    for (const [name, make] of Object.entries(results)) found.set(name, await make());
  });

  it.each([
    [
      'a field is missing',
      'explain',
      ['roofline'],
      undefined,
      'roofline: missing, expected a mapping of fields',
    ],
    [
      'a field has another name',
      'explain',
      ['cycels'],
      1,
      'cycels: unknown field `cycels`, did you mean `cycles`?',
    ],
    [
      'a part is not the sum of its own',
      'explain',
      ['tree', 'children', 0, 'energyUj'],
      0,
      'tree.children.0.energyUj: expected the sum of those of its children',
    ],
    [
      'the path has a gap',
      'explain',
      ['criticalPath', 1, 'from'],
      1,
      'criticalPath: expected spans that follow one another, from 0 to the cycles of the step',
    ],
    [
      'no change is the best one',
      'explain',
      ['bestChange'],
      1000,
      'bestChange: expected the place of one of the changes',
    ],
    ['a count is none', 'spmv', ['cycles'], -1, 'cycles: expected at least 0, found -1'],
    ['a PE has no count', 'spmv', ['busyCycles'], [1], 'busyCycles: expected 2 values, one for each PE'],
    [
      'PEs have other banks',
      'spmv',
      ['bankReads', 1],
      [1, 2, 3],
      'bankReads.1: expected 2 values, one for each bank',
    ],
    ['a row has no result', 'spmv', ['result'], [1], 'result: expected 3 values, one for each row'],
    ['there is nothing to draw', 'banks', ['points'], [], 'points: expected at least 1 items, found 0'],
    [
      'a share is more than all',
      'banks',
      ['points', 0, 'bbs', 'occupancy'],
      2,
      'points.0.bbs.occupancy: expected at most 1, found 2',
    ],
    [
      'points are of other matrices',
      'banks',
      ['points', 1, 'matrices'],
      [],
      'points.1.matrices: expected the matrices of the first point',
    ],
    [
      'a preset has one row',
      'baselines',
      ['rows', 0, 'preset'],
      'mine',
      'rows: expected the same presets at equal kept weights and at equal requested sparsity',
    ],
  ])('is refused where %s, naming the field', (_, name, path, to, message) => {
    const result = changed(found.get(name), path, to);
    expect(() => checked(result)).toThrow(`; ${message}`);
  });

  it('is refused where its tree has more levels than there are, however many', () => {
    const result = changed(found.get('explain'), ['tree'], tower(2000));
    expect(() => checked(result)).toThrow(
      /^result\.json: expected the result of bbsim explain \(it says version \S+\); tree\.children\S+: expected no children: a tree has at most 8 levels$/,
    );
  });
});
