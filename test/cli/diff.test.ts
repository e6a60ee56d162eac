import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { folder, put, session, smallBbs, smallCsr } from './session.ts';

const here = folder();
const bbs = put(here, 'bbs.yaml', smallBbs);
const csr = put(here, 'csr.yaml', smallCsr);
const runBbs = `run tiny --no-values --accelerator ${bbs}`;
const runCsr = `run tiny --no-values --accelerator ${csr}`;
const [outBbs, outCsr] = [join(here, 'bbs'), join(here, 'csr')];
const file = join(outBbs, 'result.json');

interface Diff {
  readonly inputs: readonly { field: string; a: unknown; b: unknown }[];
  readonly cycles: readonly { cause: string; a: number; b: number }[];
  readonly energy: readonly { component: string; a: number; b: number }[];
  readonly resources: readonly { block: string; resource: string; a: number; b: number }[];
}

async function diff(...words: readonly string[]): Promise<Diff> {
  const { code, out, err } = await session('diff', ...words, '--format', 'json');
  expect([code, err.includes('bbsim:')]).toEqual([0, false]);
  return JSON.parse(out);
}

/** What ends a comparison before it prints or writes anything. */
async function refusal(...words: readonly string[]): Promise<string> {
  const target = join(here, 'nothing');
  const { code, out, err } = await session('diff', ...words, '--out', target);
  expect([code, out]).toEqual([2, '']);
  expect(existsSync(join(target, 'result.json'))).toBe(false);
  return err;
}

beforeAll(async () => {
  for (const [line, out] of [
    [runBbs, outBbs],
    [runCsr, outCsr],
  ] as const) {
    mkdirSync(out);
    put(out, 'result.json', (await session(...line.split(' '), '--format', 'json')).out);
  }
});

describe('bbsim diff', () => {
  it('prints four lists as JSON, each of which sums to the totals of both runs', async () => {
    const found = await diff(outBbs, outCsr);
    expect(Object.keys(found)).toEqual(['inputs', 'cycles', 'energy', 'resources']);
    expect(Object.keys(found.inputs[0])).toEqual(['field', 'a', 'b']);
    expect(Object.keys(found.cycles[0])).toEqual(['cause', 'a', 'b']);
    expect(Object.keys(found.energy[0])).toEqual(['component', 'a', 'b']);
    expect(Object.keys(found.resources[0])).toEqual(['block', 'resource', 'a', 'b']);
    const [a, b] = [outBbs, outCsr].map((out) => JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')));
    const sum = (rows: readonly { a: number; b: number }[], side: 'a' | 'b') =>
      rows.reduce((total, row) => total + row[side], 0);
    expect([sum(found.cycles, 'a'), sum(found.cycles, 'b')]).toEqual([a.cycles.total, b.cycles.total]);
    expect(sum(found.energy, 'b')).toBeCloseTo(b.energy.totalUj, 9);
    const logic = found.resources.filter(({ resource }) => resource === 'logic');
    expect(sum(logic, 'a')).toBe(a.resources.logic.used);
    expect(found.inputs).toContainEqual({ field: 'kind', a: 'bbs', b: 'csr' });
  });

  it('takes a file, a folder of --out, a link to one, or a quoted command, with the same outcome', async () => {
    const link = join(here, 'link');
    symlinkSync(outBbs, link);
    const expected = await diff(outBbs, outCsr);
    for (const one of [
      file,
      link,
      runBbs,
      `bbsim ${runBbs}`,
      `  bbsim  run 'tiny' --no-values --accelerator "${bbs}"`,
    ])
      expect(await diff(one, outCsr)).toEqual(expected);
  });

  it('takes a folder that is called as a command for what it is', async () => {
    const run = join(here, 'run');
    mkdirSync(run);
    expect(await refusal(run, file)).toBe(
      `bbsim: a: ${run} has no result.json, expected a folder of bbsim run --out\n`,
    );
  });

  it('finds what a field costs, and nothing else, between two commands', async () => {
    const found = await diff(runBbs, `${runBbs} --set ewop.lanes=4`);
    expect(found.inputs.map(({ field }) => field)).toEqual(['ewop.lanes', 'configHash']);
    const changed = found.cycles.filter(({ a, b }) => a !== b);
    expect(changed.map(({ cause }) => cause)).toContain('ewop');
    expect(changed.every(({ a, b }) => b > a)).toBe(true);
  });

  it('prints tables that say where it went, and the same as markdown and as one CSV', async () => {
    const { out } = await session('diff', outBbs, outCsr);
    for (const title of [
      'Inputs that differ; a: bbs on tiny, b: csr on tiny',
      'Where the cycles of a step went',
      'Where the energy of a step went',
      'Where blocks and bits went',
    ])
      expect(out).toContain(title);
    expect(out).toMatch(/bank conflict +0 +\d+ +\d+/);
    const csv = (await session('diff', outBbs, outCsr, '--format', 'csv')).out.trimEnd().split(/\r?\n/);
    expect(csv[0]).toBe('part,name,unit,a,b');
    expect(csv).toContain('input,kind,"",bbs,csr');
    expect((await session('diff', outBbs, outBbs)).out).toContain('No input differs.');
  });

  it('writes result.json with a header, and waterfalls of what changed', async () => {
    const out = join(here, 'out');
    const { code } = await session('diff', outBbs, outCsr, '--out', out, '--svg');
    expect(code).toBe(0);
    expect(readdirSync(out)).toEqual(
      expect.arrayContaining([
        'cycles.png',
        'cycles.svg',
        'energy.png',
        'logic.png',
        'result.json',
        'storage-bits.png',
      ]),
    );
    const written = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'));
    expect(written).toMatchObject({ schemaVersion: 2, command: 'diff', ...(await diff(outBbs, outCsr)) });
    expect(readFileSync(join(out, 'cycles.svg'), 'utf8')).toContain('bank conflict');
  });

  it('says whether values are computed, and where only the contents of a file differ', async () => {
    const { inputs } = await diff('run tiny --set pes=8', 'run tiny --set pes=8 --no-values');
    expect(inputs[0]).toEqual({ field: 'values', a: 'computed', b: 'not computed' });
    // What other weights of the same shape would leave of what is known.
    const other = put(
      folder(),
      'result.json',
      JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), configHash: '0'.repeat(12) }),
    );
    expect((await session('diff', file, other)).out).toContain('The contents of a file of weights,');
  });

  it('does not subtract what two devices count in different units', async () => {
    const small = ['run', 'tiny', '--no-values', '--set', 'pes=8'];
    const other = [...small, '--set', 'device=xcku060', '--set', 'technology=fpga-20nm'];
    const out = join(folder(), 'units');
    const { out: printed } = await session('diff', small.join(' '), other.join(' '), '--out', out);
    expect(printed).toMatch(/^logic +ALM; LUT +total +[\d,]+ +[\d,]+ +- +-$/m);
    expect(readdirSync(out)).not.toContain('logic.png');
    expect(readdirSync(out)).toContain('energy.png');
  });

  it('says which side a remark of a run is about', async () => {
    const { err } = await session('diff', file, `${runBbs} --set clockMhz=700 --allow-overflow`);
    expect(err).toMatch(/^b: bbs does not meet timing/);
  });
});

describe('what bbsim diff does not compare', () => {
  it.each([
    [
      'a path where nothing is',
      'nowhere.json',
      'a: expected a result.json, a folder of --out, or a quoted command',
    ],
    ['another command', 'compare tiny', 'found "compare tiny", where no file is'],
    ['a line without its end', "run tiny 'x", "a: a quote or backslash without its end: 'x"],
    ['an unknown preset', 'run tiny --accelerator nope', 'a: unknown accelerator "nope"'],
    ['an option that no run has', 'run tiny --nope', "a: error: unknown option '--nope'"],
    ['help', 'run --help', 'a: expected a command that runs something, found one that asks for help'],
    ['an option without effect', 'run tiny --to 3', 'a: --to has no effect without --vcd'],
    ['an option given twice', 'run tiny --steps 1 --steps 2', 'a: --steps is given twice'],
    ['another format', 'run tiny --format csv', 'a: --format has no effect in a quoted command'],
    ['instructions', 'run tiny --program', 'a: --program has no effect in a quoted command'],
    ['nothing', '', 'a: expected a result.json'],
  ])('is %s', async (_, argument, says) => {
    expect(await refusal(argument, file)).toContain(says);
  });

  const written = (name: string, content: string | Uint8Array) => put(here, name, content);
  it.each([
    ['text', written('text.json', 'no JSON'), 'text.json: expected the JSON of a result of bbsim run'],
    ['bytes', written('bytes.json', Uint8Array.of(0xff, 0xfe)), 'bytes.json: expected UTF-8 text'],
    ['an old result', written('old.json', '{"schemaVersion": 1}'), 'schemaVersion: expected 2, found 1'],
    [
      'a result without fields',
      written('half.json', '{"schemaVersion": 2, "command": "run"}'),
      'version: missing',
    ],
    ['nested lists', written('deep.json', '['.repeat(1e5)), 'deep.json: expected the JSON of a result'],
    [
      'nested mappings',
      written('nested.json', `${'{"config":'.repeat(1e5)}1${'}'.repeat(1e5)}`),
      'schemaVersion',
    ],
  ])('is a file of %s', async (_, path, says) => {
    const err = await refusal(file, path);
    expect(err).toContain(says);
    expect(err).toMatch(/^bbsim: b: /);
  });

  it('is the result of another command, and the message says which is expected', async () => {
    const { out } = await session('compare', 'tiny', '--accelerators', bbs, '--format', 'json');
    expect(await refusal(written('compared.json', out), file)).toContain(
      'command: expected run, found "compare"',
    );
    const own = JSON.stringify({ ...JSON.parse(out), command: 'diff' });
    expect(await refusal(written('own.json', own), file)).toContain('command: expected run, found "diff"');
  });

  it('is not a file that is only long: a terminal shows the head of its lists, a CSV all of them', async () => {
    const result = JSON.parse(readFileSync(file, 'utf8'));
    const fields = Array.from({ length: 5000 }, (_, place) => [`field${place}`, place]);
    const config = { ...result.config, ...Object.fromEntries(fields) };
    const long = written('long.json', JSON.stringify({ ...result, config, accelerator: '\u001b[31mred\n' }));
    const { code, out } = await session('diff', file, long);
    expect([code, out.includes('\u001b')]).toEqual([0, false]);
    expect(out).toContain('1000 of 5001 rows: --format csv prints all of them.');
    expect(out.split('\n').length).toBeLessThan(1200);
    const csv = await session('diff', file, long, '--format', 'csv');
    expect(csv.out.split('\n').length).toBeGreaterThan(5000);
  });

  it('is found before anything runs, and before a folder is made', async () => {
    const { err } = await session('diff', runBbs, 'nowhere', '--out', join(here, 'never'));
    expect(err).toMatch(/^bbsim: b: expected a result\.json/);
    expect(readdirSync(here)).not.toContain('never');
  });
});
