import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { headlineOf } from '../../src/published/headline.ts';
import type { ReproducedRow, Reproduction } from '../../src/published/result.ts';
import { folder, session } from './session.ts';

const here = folder();

const row = (id: string, simulated: number, barPercent: number | null): ReproducedRow => ({
  design: 'ese',
  id,
  figure: id,
  unit: 'us',
  published: 10,
  simulated,
  errorPercent: 100 * (simulated / 10 - 1),
  mark: 'published',
  source: 'Abstract.',
  calibrated: false,
  barPercent,
  withinBar: barPercent === null ? null : Math.abs(100 * (simulated / 10 - 1)) <= barPercent,
  note: null,
  class: 'predicted',
  nullModelErrorPercent: null,
  seeds: { mean: 100 * (simulated / 10 - 1), min: -1, max: 1 },
  sameAs: null,
  overPowerModels: null,
  choices: null,
});

const chosen = vi.hoisted(() => ({ rows: [] as unknown[] }));

vi.mock(import('../../src/published/reproduce.ts'), async (original) => ({
  ...(await original()),
  reproduce: (target, seed, onProgress) => {
    onProgress('ESE');
    const rows = chosen.rows as ReproducedRow[];
    const design = {
      kind: 'ese',
      name: 'ESE',
      paper: 'a paper',
      description: 'a mechanism',
      parameters: [],
      rows,
      nullModel: null,
    };
    return {
      schemaVersion: 2,
      command: 'reproduce' as const,
      version: '0.0.0',
      configHash: 'abc',
      seed,
      target,
      designs: [{ ...design, details: [], curves: [], checked: 'Everything.', difference: 'None.' }],
      power: { model: { fabricFactor: 0.5, countedFactor: 2, boardW: 10 }, points: [] },
      rows,
      missed: rows.filter(({ withinBar }) => withinBar === false).map(({ id }) => `ese/${id}`),
      headline: headlineOf(rows),
    } satisfies Reproduction;
  },
}));

describe('bbsim reproduce', () => {
  it('prints one row for each figure as JSON, with the fields of a row in order', async () => {
    chosen.rows = [row('latency-us', 10.5, 10)];
    const { code, out } = await session('reproduce', 'ese', '--format', 'json');
    expect(code).toBe(0);
    const { rows } = JSON.parse(out);
    expect(rows).toEqual([row('latency-us', 10.5, 10)]);
    for (const field of [
      'design',
      'figure',
      'unit',
      'published',
      'simulated',
      'errorPercent',
      'mark',
      'calibrated',
      'barPercent',
    ])
      expect(Object.keys(rows[0])).toContain(field);
  });

  it('ends with exit code 1 when a figure misses its bar, after the tables, and says which', async () => {
    chosen.rows = [row('latency-us', 11.1, 10), row('gops', 10.9, 10)];
    const { code, out, err } = await session('reproduce', 'ese');
    expect(code).toBe(1);
    expect(out).toContain('MISSED');
    expect(err).toContain(
      'bbsim: missed: ese, latency-us: 11.0 % in the mean of the seeds where 10 % are allowed\n',
    );
  });

  it('writes a page, the charts that have data and the result into a folder', async () => {
    chosen.rows = [row('latency-us', 10.5, 10), row('gops', 11, null)];
    const out = join(here, 'out');
    expect((await session('reproduce', 'all', '--out', out)).code).toBe(0);
    expect(readdirSync(join(out, 'reproduction')).sort()).toEqual([
      '.bbsim-files.json',
      'errors.png',
      'latency.png',
      'result.json',
    ]);
    const page = readFileSync(join(out, 'reproduction.md'), 'utf8');
    expect(page).toContain('1 of 1 figures that have a bar keep it in the mean of the seeds 1 to 5');
    for (const [, picture] of page.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g))
      expect(existsSync(join(out, picture))).toBe(true);
  });

  it('refuses a target that is none', async () => {
    const { code, err } = await session('reproduce', 'eie');
    expect(code).toBe(2);
    expect(err).toContain(
      'Allowed choices are fpga19, ese, c-lstm, delta-rnn, edge-drnn, spartus, brds, all',
    );
  });
});
