import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readVcd, windowOf } from '../vcd-reader.ts';
import { folder, put, session, smallProduct } from './session.ts';

const here = folder();
const spmv = ['spmv', ...smallProduct(here, [5, 6, 7, 8])];
const PERIOD_PS = 5000;

const read = (name: string) => readVcd(readFileSync(join(here, name), 'utf8'));

/** The value of a signal in every cycle, as numbers. */
function byCycle(vcd: ReturnType<typeof readVcd>, path: string, cycles: number): number[] {
  const signal = vcd.get(path);
  if (!signal) throw new Error(`no signal ${path}`);
  return Array.from({ length: cycles }, (_, cycle) =>
    Number.parseInt(windowOf(signal, cycle * PERIOD_PS, (cycle + 1) * PERIOD_PS)[0][1], 2),
  );
}

describe('the waveform of a product', () => {
  it('adds up to what the result says: issue, conflict and busy cycles, bank reads', async () => {
    const { code, out } = await session(...spmv, '--vcd', join(here, 'a.vcd'), '--format', 'json');
    expect(code).toBe(0);
    const result = JSON.parse(out);
    const vcd = read('a.vcd');
    for (let pe = 0; pe < 2; pe++) {
      const states = byCycle(vcd, `bbsim.array.pe[${pe}].state`, result.cycles + 2);
      expect(states.filter((state) => state === 1 || state === 2).length).toBe(result.issueCycles[pe]);
      expect(states.filter((state) => state === 2).length).toBe(result.conflictCycles[pe]);
      expect(states.filter((state) => state !== 0).length).toBe(result.busyCycles[pe]);
      for (let bank = 0; bank < 2; bank++) {
        const reads = byCycle(vcd, `bbsim.array.pe[${pe}].bank[${bank}].read`, result.cycles + 2);
        expect(reads.reduce((sum, bit) => sum + bit, 0)).toBe(result.bankReads[pe][bank]);
      }
    }
  });

  it('is cut by --from and --to: the window holds what the whole dump holds there', async () => {
    await session(...spmv, '--vcd', join(here, 'whole.vcd'));
    await session(...spmv, '--vcd', join(here, 'part.vcd'), '--from', '3', '--to', '6');
    const [whole, part] = [read('whole.vcd'), read('part.vcd')];
    expect([...part.keys()]).toEqual([...whole.keys()]);
    for (const [path, signal] of part) {
      const other = whole.get(path);
      if (!other) throw new Error(path);
      expect(windowOf(signal, 3 * PERIOD_PS, 7 * PERIOD_PS)).toEqual(
        windowOf(other, 3 * PERIOD_PS, 7 * PERIOD_PS),
      );
      expect(signal.changes.every(([time]) => time >= 3 * PERIOD_PS && time <= 7 * PERIOD_PS)).toBe(true);
    }
  });

  it.skipIf(spawnSync('vcd2fst', ['-h']).error !== undefined)(
    'is accepted by vcd2fst, and comes back with the same changes',
    async () => {
      const path = join(here, 'fst.vcd');
      await session(...spmv, '--vcd', path);
      expect(spawnSync('vcd2fst', [path, join(here, 'a.fst')]).status).toBe(0);
      const { stdout } = spawnSync('fst2vcd', [join(here, 'a.fst')], { encoding: 'utf8' });
      const [ours, back] = [read('fst.vcd'), readVcd(stdout)];
      for (const [path_, { changes }] of ours) expect(back.get(path_)?.changes).toEqual(changes);
    },
  );

  it.each([
    [
      ['--vcd', join(here, 'no.vcd'), '--from', '5', '--to', '4'],
      'expected a window that ends after it begins',
    ],
    [['--vcd', join(here, 'no.vcd'), '--from', '4000'], '--from 4000: the last cycle is'],
    [['--vcd', here], 'it is a directory'],
  ])('refuses %j and writes nothing', async (words, message) => {
    const { code, err } = await session(...spmv, ...words);
    expect(err).toContain(message);
    expect(code).toBe(2);
    expect(existsSync(join(here, 'no.vcd'))).toBe(false);
  });
});

describe('the waveform of a run', () => {
  it('issues every instruction once per step, and its units are busy as long as the phases say', async () => {
    const path = join(here, 'run.vcd');
    const { code, out } = await session(
      'run',
      'tiny',
      '--steps',
      '2',
      '--no-values',
      '--vcd',
      path,
      '--format',
      'json',
    );
    expect(code).toBe(0);
    const result = JSON.parse(out);
    const cycles = 2 * result.cycles.total;
    const vcd = read('run.vcd');
    const busy = (signal: string) => byCycle(vcd, signal, cycles + 2).filter((value) => value === 1).length;
    const program = (await session('run', 'tiny', '--program')).out.trim().split('\n').length - 1;
    expect(busy('bbsim.controller.issue')).toBeLessThanOrEqual(2 * program);
    expect(busy('bbsim.controller.running')).toBe(cycles);
    expect(busy('bbsim.load.busy')).toBe(2 * result.cycles.load);
    expect(busy('bbsim.spmv.busy')).toBe(2 * result.cycles.spmv);
    expect(busy('bbsim.ewop.busy')).toBe(2 * result.cycles.ewop);
  });

  it('works with streamed weights and several layers', async () => {
    const workload = put(
      here,
      'two.yaml',
      'name: two\nsparsity: 0.5\nlayers:\n  - inputs: 6\n    hidden: 8\n  - inputs: 8\n    hidden: 4\n',
    );
    const words = [
      'run',
      workload,
      '--set',
      'pes=2',
      '--set',
      'banks=4',
      '--set',
      'weights=streamed',
      '--vcd',
      join(here, 'two.vcd'),
    ];
    const { code, err } = await session(...words);
    expect(err).toContain('signals, cycles 0 to');
    expect(code).toBe(0);
  });
});
