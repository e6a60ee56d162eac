import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { madeOf } from '../../src/cli/page/checked-result.ts';
import { BadInput } from '../../src/errors/bad-input.ts';
import { folder, put, session, smallBbs, smallCsr } from './session.ts';

const here = folder();
const bbs = put(here, 'bbs.yaml', smallBbs);
const csr = put(here, 'csr.yaml', smallCsr);
const pruned = join(here, 'pruned.npz');

beforeAll(async () => {
  const lines = [
    `run tiny --no-values --accelerator ${csr} --out ${join(here, 'run')}`,
    `compare tiny --accelerators ${bbs},${csr} --out ${join(here, 'compare')}`,
  ];
  for (const line of lines) {
    const { code, err } = await session(...line.split(' '));
    expect(code, err).toBe(0);
  }
});

/** A value of JSON, to be changed at a path. */
type Json = Record<string, unknown>;

const read = (path: string): Json => JSON.parse(readFileSync(join(here, path), 'utf8'));

/** Changes the value at a path; `to` may be made of the value that is there. */
function change(data: Json, path: string, to: unknown): Json {
  const steps = path.split('.');
  const last = steps.pop() as string;
  const within = steps.reduce<Json>((at, step) => at[step] as Json, data);
  within[last] = typeof to === 'function' ? to(within[last]) : to;
  return data;
}

let folders = 0;

/** What ends the report of a result and what was recorded of its step. */
async function refusal(result: Json, step: Json | null = null): Promise<string> {
  const of = join(here, `changed-${folders++}`);
  mkdirSync(of);
  writeFileSync(join(of, 'result.json'), JSON.stringify(result));
  if (step !== null) writeFileSync(join(of, 'step.json'), JSON.stringify(step));
  const out = join(of, 'page.html');
  const { code, err } = await session('report', of, '--out', out);
  expect([code, existsSync(out)], err).toEqual([2, false]);
  return err;
}

const zeros = (values: readonly number[]) => values.map(() => 0);

describe('what a run recorded of its step', () => {
  it.each([
    ['command', 'compare', 'command: expected "run" as in the result beside it, found "compare"'],
    ['version', '9.9.9', 'version: expected '],
    ['configHash', 'dead', 'configHash: expected '],
    ['timeline.cycles', 1e9, 'timeline.cycles: expected '],
    ['timeline.tracks', [], 'timeline.tracks: expected at least 1 items'],
    ['timeline.slices.from', zeros, 'timeline.slices.from: expected cycles from 1 on, found 0'],
    ['timeline.slices.from', (from: number[]) => from.map(() => 1e6), 'expected slices that end by cycle'],
    ['conflicts.waits', [], 'conflicts.waits: expected at least 1 items'],
    ['conflicts.waits', [[1, 2], [1]], 'conflicts.waits: expected as many bins of every bank'],
    ['conflicts.waits', [[1], [1]], 'banks of conflicts.waits: expected 4 as in the result beside it'],
    ['bounds.bankCycles', 1e300, 'bounds.bankCycles: expected a number of at most 1e+50'],
  ])('is refused by its file where %s is %j', async (path, to, says) => {
    const err = await refusal(read('run/result.json'), change(read('run/step.json'), path, to));
    expect(err).toMatch(/^bbsim: [^\n]*step\.json: [^\n]*\n$/);
    expect(err).toContain(says);
  });

  it('is a file', async () => {
    const of = join(here, 'step-folder');
    mkdirSync(join(of, 'step.json'), { recursive: true });
    writeFileSync(join(of, 'result.json'), JSON.stringify(read('run/result.json')));
    const { code, err } = await session('report', of, '--out', join(here, 'x.html'));
    expect([code, err]).toEqual([2, expect.stringContaining('step.json: expected a file, found a folder')]);
  });
});

describe('a result that no command writes', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`);
  it.each([
    ['weights.requestedSparsity', 5, 'weights.requestedSparsity: expected at most 1, found 5'],
    ['layers', [], 'layers: expected at least 1 items'],
    ['steps', [], 'steps: expected at least 1 items'],
    ['accelerator', '', 'accelerator: expected at least 1 characters'],
    ['cycles.total', 0, 'cycles.total: expected more than 0'],
    ['detail.fpgaArray.bankWaitCycles', [[1, 2], [1]], 'bankWaitCycles: expected as many banks of every PE'],
    ['config', {}, 'config.kind: missing, expected '],
    ['config', deep, 'config.a.a.a: expected at most 64 levels of lists and mappings, found more'],
    ['latencyUs', 1e300, 'latencyUs: expected a number of at most 1e+50, found 1e+300'],
    ['schemaVersion', 1, 'expected 2, found 1: an earlier bbsim wrote it: run its command again'],
    ['schemaVersion', 3, 'expected 2, found 3: a newer bbsim wrote it'],
  ])('is refused by its field where %s of a run is another', async (path, to, says) => {
    expect(await refusal(change(read('run/result.json'), path, to))).toContain(says);
  });

  it.each([
    ['savings.design', 'other', 'savings.design: expected the label of a row, found "other"'],
    ['savings.baseline', 'bbs', 'savings.baseline: expected another row than that of the design'],
    ['referenceRow', 'other', 'referenceRow: expected the label of a row'],
    ['rows', [], 'rows: expected at least 1 items'],
    ['rows.1.run.workload', 'other', 'rows.1.run.workload: expected the workload of the comparison'],
    ['rows.1.run.config', { kind: 'csr' }, 'rows.1.run.config.pes: missing'],
  ])('is refused by its field where %s of a comparison is another', async (path, to, says) => {
    const result = read('compare/result.json');
    const savings = { design: 'bbs', baseline: 'csr' };
    expect(await refusal(change({ ...result, savings }, path, to))).toContain(says);
  });
});

describe('what cannot be made of a result', () => {
  it.each([
    [
      new TypeError("Cannot read properties of undefined (reading 'x')"),
      'fields of it do not fit each other',
    ],
    [new RangeError('Maximum call stack size exceeded'), 'fields of it do not fit each other'],
    [new RangeError('a report cannot show Infinity'), 'a figure made of its numbers is Infinity'],
    [new RangeError('a is nested too deep'), 'not a whole result of bbsim: a is nested too deep'],
    [new BadInput('no room for 300 bars'), 'a/result.json: no room for 300 bars'],
    [new BadInput('a/result.json: x'), 'a/result.json: x'],
  ])('is told with its file and without words of JavaScript: %s', async (error, says) => {
    const made = madeOf('a/result.json', () => Promise.reject(error));
    await expect(made).rejects.toThrow(BadInput);
    await expect(made).rejects.toThrow(says);
    await expect(made).rejects.toThrow(/^a\/result\.json: (?!.*a\/result)/);
  });
});

describe('what bbsim prune prints as JSON', () => {
  it('is made a page of, known by the file that was written', async () => {
    const words = ['examples/agreement-lm/model.npz', '--banks', '16', '--out', pruned, '--format', 'json'];
    const { out: printed } = await session('prune', ...words);
    const page = join(here, 'prune.html');
    const { code, err } = await session('report', put(here, 'prune.json', printed), '--out', page);
    expect(code, err).toBe(0);
    const [{ sha256 }] = JSON.parse(printed).files;
    expect(readFileSync(page, 'utf8')).toContain(`sha256 ${sha256.slice(0, 12)} of the written file`);
  });
});
