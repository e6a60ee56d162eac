import { describe, expect, it } from 'vitest';
import { writeNpy } from '../../src/tensors/npy/npy.ts';
import { folder, matrixFile, put, session, smallBbs, smallCsr } from './session.ts';

const into = folder();
const bbs = put(into, 'small-bbs.yaml', smallBbs);
const csr = put(into, 'small-csr.yaml', smallCsr);
const withArbiter = put(into, 'arbiter.yaml', `${smallBbs}arbiter: rotating\n`);
const matrix = put(into, 'm.npy', matrixFile([[1, 2, 3, 4]]));
const vector = put(into, 'x.npy', writeNpy([4], Int16Array.of(1, 2, 3, 4)));
const operands = ['--matrix', matrix, '--vector', vector];

const spec = (name: string, accelerators: string, axis: string) =>
  put(into, name, `name: s\naccelerators: [${accelerators}]\nworkloads: [tiny]\naxes: [${axis}]\n`);
const arbiterAxis = '{ field: arbiter, values: [fixed, rotating] }';

describe('a field that the kind of an accelerator does not have', () => {
  const lacking = 'bbs has no `arbiter`; csr, csr-shared, csr-window have it';
  it.each([
    ['run', ['run', 'tiny']],
    ['spmv', ['spmv', ...operands]],
    ['cosim', ['cosim', 'tiny']],
    ['rtl', ['rtl', 'tiny', '--out', `${into}/rtl`]],
  ])('%s refuses it, in a file and by --set, and names the kinds that have it', async (_, words) => {
    const bySet = await session(...words, '--accelerator', bbs, '--set', 'arbiter=rotating');
    expect(bySet).toMatchObject({ code: 2, out: '' });
    expect(bySet.err).toContain(lacking);
    const byFile = await session(...words, '--accelerator', withArbiter);
    expect(byFile).toMatchObject({ code: 2, out: '' });
    expect(byFile.err).toContain(lacking);
    expect(byFile.err).toContain('arbiter.yaml:4:1');
  });

  const compare = ['compare', 'tiny', '--format', 'json', '--accelerators'];
  it('compare gives it to those that have it, and says in a line which do not', async () => {
    const { code, err, out } = await session(...compare, `${bbs},${csr}`, '--set', 'ports=2');
    expect(code).toBe(0);
    expect(err.split('\n').filter((line) => line.includes('no such field'))).toEqual([
      `--set ports=2 has no effect on ${bbs}: no such field there`,
    ]);
    const configs = JSON.parse(out).rows.map(({ run }: { run: { config: object } }) => run.config);
    expect(configs[0]).not.toHaveProperty('ports');
    expect(configs[1]).toMatchObject({ ports: 2 });
  });

  it('compare refuses one that none has', async () => {
    const { code, err } = await session(...compare, `${bbs},dense`, '--set', 'ports=2');
    expect(code).toBe(2);
    expect(err).toContain('bbs has no `ports`');
  });

  it('a study gives it to the array that has it', async () => {
    const { code, err } = await session(
      ...['study', 'banks', 'tiny', '--banks', '4', '--set', 'ports=2', '--set', 'pes=2', '--set', 'banks=4'],
    );
    expect(code).toBe(0);
    expect(err).toContain('--set ports=2 has no effect on bbs: no such field there\n');
  });

  it.each([
    ['sweep --dry-run', (path: string) => ['sweep', path, '--dry-run', '--jobs', '1']],
    ['sweep', (path: string) => ['sweep', path, '--out', `${path}.store`, '--jobs', '1']],
    [
      'optimize',
      (path: string) => [
        ...['optimize', path, '--out', `${path}.search`, '--jobs', '1'],
        ...['--minimize', 'latency_us', '--budget', '4'],
      ],
    ],
  ])('%s takes an axis for those that have it, and refuses one that none has', async (name, words) => {
    const some = spec(`${name.replace(/\W/g, '')}-some.yaml`, `${bbs}, ${csr}`, arbiterAxis);
    const { code, err } = await session(...words(some));
    expect(code).toBe(0);
    expect(err).toContain('axis arbiter has no effect on small-bbs: no such field there\n');
    const none = spec(`${name.replace(/\W/g, '')}-none.yaml`, `${bbs}, dense`, arbiterAxis);
    const refused = await session(...words(none));
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('bbs has no `arbiter`; csr, csr-shared, csr-window have it');
  });
});

describe('a field that another one leaves without effect', () => {
  const remark = (names: string) => `dram.gbPerS has no effect on ${names}: the weights are resident\n`;
  const own = put(into, 'own.yaml', `${smallBbs}dram: { gbPerS: 5 }\n`);
  const small = ['--set', 'pes=2', '--set', 'banks=4'];

  it('gets a line in run when a user set it, by --set or in a file', async () => {
    const run = ['run', 'tiny', '--no-values'];
    expect(await session(...run, ...small, '--set', 'dram.gbPerS=5')).toMatchObject({
      code: 0,
      err: remark('bbs'),
    });
    expect(await session(...run, '--accelerator', own)).toMatchObject({ code: 0, err: remark('own') });
  });

  it('gets none when only a preset says it, nor where it has an effect', async () => {
    expect((await session('run', 'tiny', '--no-values')).err).toBe('');
    const sets = ['--set', 'dram.gbPerS=5', '--set', 'weights=streamed'];
    expect((await session('run', 'tiny', '--no-values', ...small, ...sets)).err).toBe('');
  });

  it('gets a line in spmv, compare and a study of banks', async () => {
    expect((await session('spmv', ...operands, '--accelerator', own)).err).toBe(remark('own'));
    const sets = [...small, '--set', 'dram.gbPerS=5'];
    const compared = await session('compare', 'tiny', '--accelerators', 'bbs,csr', ...sets);
    expect(compared.err).toContain(remark('bbs, csr'));
    const studied = await session('study', 'banks', 'tiny', '--banks', '4', ...sets);
    expect(studied.err).toContain(remark('bbs, csr'));
  });

  const dramAxis = '{ field: dram.gbPerS, values: [1, 5] }';
  const setTo = (weights: string) => `{ use: ${bbs}, set: { weights: ${weights} } }, ${csr}`;
  it.each([
    {
      what: 'in a sweep over it',
      accelerators: setTo('resident'),
      axes: dramAxis,
      line: remark('small-bbs'),
    },
    {
      what: 'in a sweep of a file that sets it',
      accelerators: `{ use: ${own}, set: { weights: resident } }`,
      axes: '{ field: pes, values: [2] }',
      line: remark('own'),
    },
    { what: 'not where the weights may be streamed', accelerators: setTo('auto'), axes: dramAxis, line: '' },
    {
      what: 'not where they are at one level of an axis',
      accelerators: setTo('resident'),
      axes: `${dramAxis}, { field: weights, values: [resident, streamed] }`,
      line: '',
    },
  ])('gets a line $what', async ({ what, accelerators, axes, line }) => {
    const path = spec(`${what.replace(/\W/g, '')}.yaml`, accelerators, axes);
    const { code, err } = await session('sweep', path, '--dry-run', '--jobs', '1');
    expect(code).toBe(0);
    expect(
      err
        .split('\n')
        .filter((text) => text.includes('no effect'))
        .join('\n'),
    ).toBe(line.trimEnd());
  });
});
