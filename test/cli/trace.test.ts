import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultsOf, type RawEvent } from '../hw/trace/trace-rules.ts';
import { folder, session } from './session.ts';

const here = folder();
const design = ['--accelerator', 'csr', '--set', 'pes=4', '--set', 'banks=8', '--set', 'clockMhz=150'];
const run = ['run', 'tiny', ...design, '--no-values', '--steps', '3'];

/** A trace as `JSON.parse` reads it. */
function read(path: string) {
  const { otherData, traceEvents } = JSON.parse(readFileSync(path, 'utf8'));
  return { otherData, events: traceEvents as RawEvent[] };
}

const slices = (events: readonly RawEvent[], cat: string) =>
  events.filter((event) => event.ph === 'X' && event.cat === cat);

const sum = (events: readonly RawEvent[]) => events.reduce((cycles, { dur }) => cycles + Number(dur), 0);

describe('run --trace', () => {
  it('writes a trace whose slices sum to the cycles of the result, in cycles', async () => {
    const path = join(here, 'whole.json');
    const { code, out, err } = await session(...run, '--trace', path, '--format', 'json');
    expect(code).toBe(0);
    const { cycles } = JSON.parse(out);
    const { otherData, events } = read(path);
    expect(faultsOf(events)).toEqual([]);
    expect(otherData).toEqual({
      timeUnit: '1 us of ts and dur is 1 cycle',
      accelerator: 'csr',
      workload: 'tiny',
      steps: 3,
      clockMhz: 150,
      fromCycle: 0,
      toCycle: 3 * cycles.total + 1,
    });
    expect(sum(slices(events, 'step'))).toBe(3 * cycles.total);
    expect(sum(slices(events, 'ewop'))).toBe(3 * cycles.ewop);
    expect(err).toContain(
      `${path}: ${events.length} events on 8 tracks, cycles 0 to ${3 * cycles.total + 1}`,
    );
  });

  it('says of a product its matrix and rows, and what it waited for', async () => {
    const path = join(here, 'words.json');
    await session(...run, '--trace', path);
    const [first] = slices(read(path).events, 'spmv');
    expect(first.args).toMatchObject({
      step: 0,
      layer: '0',
      matrix: 'weight_ih_l0',
      rows: 32,
      columns: 24,
      because: 'readAfterWrite',
      waitedFor: 0,
    });
  });

  it('has streamed weights as fetches and off-chip memory, whose bytes are those of the result', async () => {
    const path = join(here, 'streamed.json');
    const words = [...run, '--set', 'weights=streamed', '--set', 'dram.gbPerS=1', '--format', 'json'];
    const { out } = await session(...words, '--trace', path);
    const { events } = read(path);
    expect(faultsOf(events)).toEqual([]);
    const transfers = events.filter(({ name }) => name === 'transfer');
    const bytes = transfers.reduce((total, { args }) => total + (args as { bytes: number }).bytes, 0);
    const { actions } = JSON.parse(out) as { actions: { name: string; count: number }[] };
    expect(8 * bytes).toBe(3 * Number(actions.find(({ name }) => name === 'dramBits')?.count));
  });

  it('is cut by --from and --to together with the waveform, to the same cycles', async () => {
    const [json, vcd] = [join(here, 'part.json'), join(here, 'part.vcd')];
    const { err } = await session(...run, '--trace', json, '--vcd', vcd, '--from', '40', '--to', '49');
    expect(err).toContain(`${vcd}: 98 signals, cycles 40 to 49`);
    expect(err).toMatch(/part\.json: \d+ events on 8 tracks, cycles 40 to 49/);
    const { events } = read(json);
    expect(faultsOf(events)).toEqual([]);
    expect(sum(slices(events, 'step'))).toBe(10);
  });

  it('is the same, byte for byte, when it is written again', async () => {
    const [a, b] = [join(here, 'a.json'), join(here, 'b.json')];
    await session(...run, '--trace', a);
    await session(...run, '--trace', b);
    expect(readFileSync(a, 'utf8')).toBe(readFileSync(b, 'utf8'));
  });

  it.each([
    [['--from', '5', '--to', '4'], '--from 5 --to 4: expected a window that ends after it begins'],
    [['--from', '40000000'], '--from 40000000: the last cycle is'],
    [['--from', '-1'], '--from'],
    [['--trace-limit', '0'], '--trace-limit'],
    [
      ['--steps', '100000', '--trace-limit', '100'],
      /take about \d+ MB, expected at most 100 MB: name fewer cycles with --from and --to \(about \d+ fit\), or a larger --trace-limit/,
    ],
  ])('refuses %j in a sentence and writes nothing, no waveform either', async (words, message) => {
    const into = folder();
    const named = ['--trace', join(into, 'no.json'), '--vcd', join(into, 'no.vcd')];
    const others = words.includes('--steps') ? run.slice(0, -2) : run;
    const { code, err } = await session(...others, ...named, ...words);
    expect(err).toMatch(message);
    expect(code).toBe(2);
    expect(readdirSync(into)).toEqual([]);
  });

  it.each([
    ['--vcd', 'both', 'both'],
    ['--vcd', 'both.vcd', 'both.gtkw'],
    ['--vcd', 'both.vcd', 'both.sucl'],
    ['--save-outputs', 'both.npz', 'both.npz'],
    ['--out', 'both', 'both/result.json'],
  ])('refuses a file that %s %s writes, too: %s', async (option, other, trace) => {
    const into = folder();
    const words = option === '--save-outputs' ? run.filter((word) => word !== '--no-values') : run;
    const path = join(into, trace);
    const { code, err } = await session(...words, '--trace', path, option, join(into, other));
    expect(err).toContain(`--trace and ${option} both write ${path}: expected two files`);
    expect(code).toBe(2);
    expect(existsSync(path)).toBe(false);
  });

  it('refuses a folder as its file', async () => {
    expect(await session(...run, '--trace', here)).toMatchObject({
      code: 2,
      err: expect.stringContaining('it is a directory'),
    });
  });
});

describe('beside a waveform', () => {
  const vcd = join(here, 'beside.vcd');
  const files = ['gtkw', 'sucl'].map((extension) => join(here, `beside.${extension}`));

  it('lie its groups for GTKWave and Surfer, which are written again with it', async () => {
    await session(...run, '--vcd', vcd);
    const before = files.map((file) => readFileSync(file, 'utf8'));
    expect(before[0]).toContain('[dumpfile] "beside.vcd"');
    expect(before[0]).toContain('bbsim.array.pe[3].bank[7].read\n');
    expect(before[1]).toContain('scope_add_as_group_recursive bbsim.array\n');
    await session('run', 'tiny', '--set', 'pes=2', '--set', 'banks=8', '--no-values', '--vcd', vcd);
    expect(readFileSync(files[0], 'utf8')).not.toContain('pe[3]');
    expect(readFileSync(files[0], 'utf8').length).toBeLessThan(before[0].length);
  });

  it('stay what somebody else has saved there', async () => {
    for (const file of files) writeFileSync(file, '[*] GTKWave Analyzer v3.3.118\n');
    const { code, err } = await session(...run, '--vcd', vcd);
    expect(code).toBe(0);
    for (const file of files) {
      expect(err).toContain(`${file} stays: bbsim did not write what is in it`);
      expect(readFileSync(file, 'utf8')).toBe('[*] GTKWave Analyzer v3.3.118\n');
    }
  });
});
