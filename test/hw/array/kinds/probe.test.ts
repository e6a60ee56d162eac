import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { randomCase } from '../../../../src/cosim/random-case.ts';
import { folder, put, session, smallProduct } from '../../../cli/session.ts';

// Registered as any other kind, but in this test only.
vi.mock(import('../../../../src/hw/array/kinds/index.ts'), async (original) => {
  const { shippedKinds } = await original();
  const { registryOf } = await import('../../../../src/hw/array/kinds/registry.ts');
  const { probe } = await import('./probe.ts');
  return { shippedKinds, ...registryOf([...shippedKinds, probe]) };
});

const files = folder();
const outs = folder();

/** The same design as a file of each kind; it goes by its own name in no report. */
const fields =
  'name: design\nports: 2\nrowOrder: balanced\narbiter: rotating\ntiming: {crossbarRegister: 1}\n';
const fileOf = (kind: string, size: string) =>
  put(files, `${kind}-${size.length}.yaml`, `kind: ${kind}\n${size}${fields}`);
const small = 'pes: 4\nbanks: 8\n';
/** Too large for the device, so that the largest that fits is looked for. */
const large = 'pes: 64\nbanks: 64\n';

let folders = 0;

/**
 * What a command prints and writes for a kind; what names the kind or stands for it by a hash is left out.
 */
async function outcomeOf(kind: string, size: string, ...words: string[]) {
  const out = join(outs, String(folders++));
  const given = words.map((word) => word.replace('DESIGN', fileOf(kind, size)).replace('OUT', out));
  const { code, out: printed, err } = await session(...given);
  const neutral = (text: string) =>
    text
      .replaceAll(out, 'OUT')
      .replaceAll(`"${basename(out)}.vcd"`, '"OUT.vcd"')
      .replaceAll(`"kind": "${kind}"`, '"kind": "KIND"')
      .replace(/("config(?:Hash|_hash)": "|\bconfig )[0-9a-f]{12}/g, '$1HASH');
  const written = readdirSync(outs, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && join(entry.parentPath, entry.name).startsWith(out))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const texts = written.map((path) => [path.slice(out.length), neutral(readFileSync(path, 'latin1'))]);
  return { code, printed: neutral(printed), err: neutral(err), texts };
}

it.each([
  [
    'run',
    'cycles, stalls, resources, energy and values',
    'run tiny --accelerator DESIGN --steps 2 --format json',
  ],
  ['run', 'tables', 'run tiny --accelerator DESIGN'],
  ['run', 'a waveform', 'run tiny --accelerator DESIGN --no-values --vcd OUT.vcd'],
  ['rtl', 'a bench for the RTL', 'rtl tiny --accelerator DESIGN --set ewop.lanes=4 --out OUT'],
  ['compare', 'table and notes', 'compare tiny --accelerators bbs,DESIGN,dense --set pes=4 --set banks=8'],
] as const)('a kind that is csr under another name has the same %s: %s', async (_command, _what, line) => {
  const csr = await outcomeOf('csr', small, ...line.split(' '));
  expect(csr).toMatchObject({ code: 0 });
  expect(csr.texts.length > 0).toBe(line.includes('OUT'));
  expect(await outcomeOf('probe', small, ...line.split(' '))).toEqual(csr);
});

it('it has the fastest array that fits beside one that does not, and the notes of a comparison', async () => {
  const line = 'compare tiny --accelerators bbs,DESIGN --format json'.split(' ');
  const csr = await outcomeOf('csr', large, ...line);
  const labels = (JSON.parse(csr.printed).rows as { label: string }[]).map(({ label }) => label);
  expect(labels).toEqual(['bbs', 'design', expect.stringMatching(/^design \d+ x \d+.*, fits$/)]);
  expect(await outcomeOf('probe', large, ...line)).toEqual(csr);
  const table = (kind: string) => outcomeOf(kind, large, ...line.slice(0, -2));
  const printed = await table('csr');
  expect(printed.printed).toMatch(/At 200 MHz design .*not meet timing/);
  expect(await table('probe')).toEqual(printed);
});

it('it has the same product, and the clocked array agrees with it', async () => {
  const product = smallProduct(files, [4, 5, 6, 0]).slice(0, 4);
  const line = [
    'spmv',
    '--accelerator',
    'DESIGN',
    ...product,
    '--stepped',
    '--format',
    'json',
    '--vcd',
    'OUT.vcd',
  ];
  const csr = await outcomeOf('csr', small, ...line);
  expect(csr.err).toContain('the clocked array agrees in every cycle count and value');
  // The waveform, and its signals in groups for two viewers.
  expect(csr.texts.map(([path]) => path)).toEqual(['.gtkw', '.sucl', '.vcd']);
  expect(await outcomeOf('probe', small, ...line)).toEqual(csr);
});

it('it has the same rows of a sweep, on one worker in this process', async () => {
  const rowsOf = async (kind: string) => {
    const spec = put(
      files,
      `${kind}-sweep.yaml`,
      `name: s
accelerators: [{use: ${fileOf(kind, small)}, name: design}, bbs]
workloads: [tiny]
values: true
axes:
  - {field: pes, values: [2, 4]}
  - {field: ports, values: [1, 2]}
  - {field: weights, values: [resident, streamed]}
`,
    );
    const store = join(outs, `${kind}-store`);
    const { code, err } = await session('sweep', spec, '--out', store, '--jobs', '1');
    expect([code, err]).toEqual([0, expect.stringContaining('axis ports has no effect on bbs')]);
    const rows = JSON.parse((await session('query', store, '--format', 'json')).out);
    return (rows as Record<string, unknown>[]).map(
      ({ key: _key, config_hash: _hash, sweep: _sweep, ...row }) => row,
    );
  };
  const rows = await rowsOf('csr');
  expect(rows).toHaveLength(16);
  expect(await rowsOf('probe')).toEqual(rows);
});

it('it has the same random designs, matrices and benches in co-simulation', () => {
  for (let index = 0; index < 12; index++) {
    const { bench, cycles } = randomCase('probe', index, 'csr');
    expect(randomCase('probe', index, 'probe')).toMatchObject({ bench, cycles });
  }
});

it('it is in the schema, and in the message about a field that a kind does not have', async () => {
  const { oneOf } = JSON.parse((await session('schema', 'accelerator')).out);
  expect(oneOf.at(-1).properties.kind).toMatchObject({ const: 'probe' });
  const { code, err } = await session('run', 'tiny', '--set', 'ports=2');
  expect([code, err]).toEqual([
    2,
    'bbsim: --set ports=2: bbs has no `ports`; csr, csr-shared, csr-window, probe have it\n',
  ]);
});
