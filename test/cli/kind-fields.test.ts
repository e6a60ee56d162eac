import { describe, expect, it } from 'vitest';
import { folder, put, session } from './session.ts';

const files = folder();

/** The fields that a kind once took and never read, and the kinds that have them. */
const gone = [
  {
    field: 'ports',
    value: 2,
    kinds: ['bbs', 'dense', 'banked', 'banked-decoupled', 'replicated'],
    having: 'csr, csr-shared, csr-window have it',
  },
  {
    field: 'arbiter',
    value: 'rotating',
    kinds: ['bbs', 'dense', 'banked', 'banked-decoupled', 'replicated'],
    having: 'csr, csr-shared, csr-window have it',
  },
  {
    field: 'timing.crossbarRegister',
    value: 1,
    kinds: ['bbs', 'dense', 'banked', 'banked-decoupled', 'replicated'],
    having: 'csr, csr-shared, csr-shuffle, csr-window have it',
  },
  {
    field: 'rowOrder',
    value: 'balanced',
    kinds: ['bbs', 'dense'],
    having: 'csr, csr-shared, csr-shuffle, csr-window, banked, banked-decoupled, replicated have it',
  },
  {
    field: 'packRows',
    value: 'true',
    kinds: ['bbs', 'csr-shared', 'banked'],
    having: 'csr, csr-window, replicated have it',
  },
  {
    field: 'placement',
    value: 'blocked',
    kinds: ['replicated'],
    having: 'bbs, csr, csr-shared, csr-shuffle, csr-window, dense, banked, banked-decoupled have it',
  },
].flatMap(({ kinds, ...rest }) => kinds.map((kind) => ({ kind, ...rest })));

describe('a field that a kind does not read', () => {
  it.each(gone)('$kind has no $field: run refuses it', async ({ kind, field, value, having }) => {
    const { code, err } = await session('run', 'tiny', '--accelerator', kind, '--set', `${field}=${value}`);
    expect([code, err]).toEqual([
      2,
      `bbsim: --set ${field}=${value}: ${kind} has no \`${field}\`; ${having}\n`,
    ]);
  });

  it('is refused in a file, with its place', async () => {
    const path = put(files, 'ports.yaml', 'kind: bbs\npes: 2\nports: 2\ntiming:\n  crossbarRegister: 1\n');
    const { code, err } = await session('run', 'tiny', '--accelerator', path);
    expect(code).toBe(2);
    expect(err).toBe(
      [
        `bbsim: ${path}:3:1: bbs has no \`ports\`; csr, csr-shared, csr-window have it`,
        `${path}:5:3 timing: bbs has no \`timing.crossbarRegister\`; csr, csr-shared, csr-shuffle, csr-window have it\n`,
      ].join('\n'),
    );
  });

  it('is another thing than a field that no kind has', async () => {
    const { code, err } = await session('run', 'tiny', '--set', 'prots=2');
    expect([code, err]).toEqual([2, expect.stringContaining('unknown field `prots`')]);
  });
});

describe('designs side by side', () => {
  const compared = ['compare', 'tiny', '--set', 'pes=4', '--set', 'banks=8', '--format', 'json'];
  const runsOf = (out: string) =>
    (JSON.parse(out).rows as { run: { config: Record<string, unknown>; cycles: object } }[]).map(
      ({ run }) => run,
    );

  it('take a field where they have it, and one line says which do not', async () => {
    const names = ['--accelerators', 'bbs,csr,dense'];
    const { code, out, err } = await session(...compared, ...names, '--set', 'ports=2');
    expect(code).toBe(0);
    expect(err.split('\n')[0]).toBe('--set ports=2 has no effect on bbs, dense: no such field there');
    const [bbs, csr, dense] = runsOf(out);
    expect([bbs.config.ports, csr.config.ports, dense.config.ports]).toEqual([undefined, 2, undefined]);
    const [plain, slower] = runsOf((await session(...compared, ...names)).out);
    expect(bbs).toEqual(plain);
    expect(csr.cycles).not.toEqual(slower.cycles);
  });

  it('refuse it when none has it', async () => {
    const { code, err } = await session(...compared, '--accelerators', 'bbs,dense', '--set', 'ports=2');
    expect([code, err]).toEqual([
      2,
      'bbsim: --set ports=2: bbs has no `ports`; csr, csr-shared, csr-window have it\n',
    ]);
  });

  it('take the kind that --set gives them', async () => {
    const line = [
      '--accelerators',
      'bbs',
      '--set',
      'kind=csr',
      '--set',
      'pattern=unstructured',
      '--set',
      'ports=2',
    ];
    const { code, out } = await session(...compared, ...line);
    expect(code).toBe(0);
    expect(runsOf(out)[0].config).toMatchObject({ kind: 'csr', ports: 2 });
  });
});

describe('an axis of a sweep', () => {
  const spec = (accelerators: string, axes: string) =>
    put(
      files,
      'sweep.yaml',
      `name: s\naccelerators: [${accelerators}]\nworkloads: [tiny]\naxes: [${axes}]\n`,
    );
  const small = '{field: pes, values: [4]}, {field: banks, values: [8]}';

  it('varies the accelerators that have its field; a row of the others is alike at each value', async () => {
    const store = `${files}/store`;
    const path = spec('bbs, csr', `${small}, {field: ports, values: [1, 2]}`);
    const { code, err } = await session('sweep', path, '--out', store, '--jobs', '1');
    expect([code, err.split('\n')[0]]).toEqual([0, 'axis ports has no effect on bbs: no such field there']);
    const rows = JSON.parse((await session('query', store, '--format', 'json')).out) as Record<
      string,
      unknown
    >[];
    expect(rows.map(({ accelerator, ports }) => [accelerator, ports])).toEqual([
      ['bbs', 1],
      ['bbs', 2],
      ['csr', 1],
      ['csr', 2],
    ]);
    const [one, two, single, double] = rows.map(({ index: _index, ports: _ports, ...row }) => row);
    expect(two).toEqual(one);
    expect(double.latency_us).not.toBe(single.latency_us);
  });

  it('is refused when none of them has it, with its place', async () => {
    const path = spec('bbs, dense', `${small}, {field: ports, values: [1, 2]}`);
    const { code, err } = await session('sweep', path, '--out', `${files}/none`, '--jobs', '1');
    expect(code).toBe(2);
    expect(err).toBe(
      `bbsim: ${path}:4:64 axes.2: bbs: bbs has no \`ports\`; csr, csr-shared, csr-window have it\n`,
    );
  });

  it('over the kind lets the others apply where the kind has their fields', async () => {
    const path = spec(
      '{use: bbs, name: design, set: {pattern: bank-balanced}}',
      `${small}, {field: kind, values: [bbs, csr]}, {field: ports, values: [1, 2]}`,
    );
    const { code, out } = await session('sweep', path, '--out', `${files}/kinds`, '--jobs', '1');
    expect([code, out]).toEqual([0, expect.stringContaining('4')]);
    const rows = JSON.parse((await session('query', `${files}/kinds`, '--format', 'json')).out) as object[];
    expect(rows).toHaveLength(4);
    expect(rows[1]).toMatchObject({ kind: 'bbs', ports: 2, status: 'ok' });
    expect(rows[3]).toMatchObject({ kind: 'csr', ports: 2, status: 'ok' });
  });
});
