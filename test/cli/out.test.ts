import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RunStepSchema } from '../../src/run/step-schema.ts';
import { folder, session, smallProduct } from './session.ts';

const here = folder();
const small = ['--accelerator', 'csr', '--set', 'pes=4', '--set', 'banks=8'];
const run = (...words: readonly string[]) => session('run', 'tiny', '--no-values', ...small, ...words);
/** Its list of files aside. */
const filesIn = (out: string) =>
  readdirSync(out)
    .filter((name) => !name.startsWith('.'))
    .sort();
const jsonIn = (out: string) => JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'));

const percentOf = (after = 0, before = 0) => (100 * (after / before - 1)).toFixed(1);

describe('run --out', () => {
  it('writes its result as it prints it, with the waits of every bank, and its charts', async () => {
    const out = join(here, 'run');
    const { code, out: printed } = await run('--out', out, '--format', 'json');
    expect(code).toBe(0);
    expect(filesIn(out)).toEqual(
      [
        ...['area.png', 'bounds.png', 'clock.png', 'conflicts.png', 'energy.png', 'pes.png'],
        ...['roofline.png', 'stalls.png', 'blocks.csv', 'result.json', 'step.json'],
      ].sort(),
    );
    const [head, ...blocks] = readFileSync(join(out, 'blocks.csv'), 'utf8').trim().split('\r\n');
    expect(head).toBe('accelerator,device,block,dsp,ramBlocks,logic,flipFlops');
    expect(blocks).toHaveLength(JSON.parse(printed).resources.blocks.length);
    const result = jsonIn(out);
    expect(result).toEqual(JSON.parse(printed));
    expect(result.detail.fpgaArray.bankWaitCycles).toHaveLength(4);
    expect(JSON.parse((await run('--format', 'json')).out).detail.fpgaArray.bankWaitCycles).toBe(undefined);
  });

  it('writes what its step is made of, with the advice of its last line and the bounds of explain', async () => {
    const out = join(here, 'step');
    const { out: printed } = await run('--out', out);
    const step = RunStepSchema.parse(JSON.parse(readFileSync(join(out, 'step.json'), 'utf8')));
    const result = jsonIn(out);
    expect([step.configHash, step.timeline.cycles]).toEqual([result.configHash, result.cycles.total]);
    const best = step.advice?.best;
    expect(printed.replace(/\s+/g, ' ')).toContain(
      `Best single change tried: ${best?.set.join(' ')}, ${percentOf(best?.latencyUs, result.latencyUs)} % latency`,
    );
    expect(best?.command).toMatch(/^bbsim run tiny --accelerator csr /);
    const explained = await session('explain', 'tiny', ...small, '--format', 'json');
    const { bounds, roofline } = JSON.parse(explained.out);
    expect({ bounds: step.bounds, roofline: step.roofline }).toEqual({ bounds, roofline });
  });

  it('removes what the step of an earlier run left where another command writes', async () => {
    const out = join(here, 'replaced');
    await run('--out', out);
    const { err } = await session('explain', 'tiny', ...small, '--out', out);
    expect(err).toContain(`removed ${join(out, 'step.json')}, of an earlier run`);
    expect(filesIn(out)).not.toContain('step.json');
  });

  it('gives no advice on a run of the float reference', async () => {
    const out = join(here, 'float');
    const words = ['--out', out, '--numbers', 'float64', '--save-outputs', join(here, 'o.npz')];
    const { code, err } = await session('run', 'tiny', ...small, ...words);
    expect([code, err]).toEqual([0, expect.anything()]);
    expect(JSON.parse(readFileSync(join(out, 'step.json'), 'utf8')).advice).toBe(null);
  });

  it('draws them as SVG and PDF too, at a size, under a title', async () => {
    const out = join(here, 'drawn');
    await run('--out', out, '--svg', '--pdf', '--size', '800x500', '--title', 'Rev B');
    const svg = readFileSync(join(out, 'stalls.svg'), 'utf8');
    expect(svg).toContain('width="800" height="500"');
    expect(svg).toContain('>Rev B</text>');
    expect(svg).toContain('>Where the cycles of one LSTM step go; csr on tiny, ');
    expect(readFileSync(join(out, 'energy.pdf'), 'latin1')).toContain('/MediaBox [0 0 800 500]');
    const png = readFileSync(join(out, 'conflicts.png'));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([800, 500]);
  });

  it('writes nothing when a chart does not fit the size', async () => {
    const out = join(here, 'tight');
    const { code, err } = await run('--out', out, '--size', '480x320', '--title', 'much to say '.repeat(20));
    expect([code, err]).toEqual([2, expect.stringMatching(/^bbsim: a chart 320 px high has no room/m)]);
    expect(readdirSync(out)).toEqual([]);
  });

  it.each([
    { words: ['--pdf'], says: '--pdf has no effect without --out' },
    { words: ['--title', 'Rev B'], says: '--title has no effect without --out' },
    { words: ['--out', join(here, 'none'), '--text', 'paths'], says: '--text has no effect without --svg' },
    { words: ['--out', join(here, 'none'), '--title', ' '], says: 'expected a text' },
    {
      words: ['--out', join(here, 'none'), '--size', '99999x5'],
      says: 'chart size 99999 x 5 px: expected whole numbers',
    },
  ])('refuses $words before it runs anything', async ({ words, says }) => {
    const { code, out, err } = await run(...words);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(says);
    expect(existsSync(join(here, 'none'))).toBe(false);
  });
});

describe('spmv --out', () => {
  it('writes a result with a header, which what it prints does not have, and its charts', async () => {
    const out = join(here, 'spmv');
    const words = [...smallProduct(here, [4, 0, 0, 5]), '--out', out, '--format', 'json'];
    const { code, out: printed } = await session('spmv', ...words);
    expect(code).toBe(0);
    expect(filesIn(out)).toEqual(['bank-reads.png', 'pes.png', 'result.json']);
    const { schemaVersion, version, command, accelerator, matrix, configHash, ...rest } = jsonIn(out);
    expect([schemaVersion, version, command, accelerator]).toEqual([2, expect.any(String), 'spmv', 'csr']);
    expect([matrix, configHash]).toEqual([
      expect.stringMatching(/A\.npy$/),
      expect.stringMatching(/^[0-9a-f]{12}$/),
    ]);
    const { rows, cols, stored, clockMhz, ...fields } = rest;
    expect([rows, cols, stored, clockMhz]).toEqual([3, 4, 5, 200]);
    expect(fields).toEqual(JSON.parse(printed));
  });
});
