import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../src/run/result.ts';
import { type PatternStudyResult, PatternStudySchema } from '../../src/study/patterns/patterns-result.ts';
import { folder, session } from './session.ts';

const here = folder();
const size = ['--set', 'pes=4', '--set', 'banks=8'];
const study = (...words: readonly string[]) => session('study', 'patterns', ...words);
const resultOf = async (...words: readonly string[]): Promise<PatternStudyResult> => {
  const { code, out, err } = await study(...words, '--format', 'json');
  expect(err).not.toContain('bbsim:');
  expect(code).toBe(0);
  return PatternStudySchema.parse(JSON.parse(out));
};

describe('study patterns', () => {
  it.each([
    { words: ['tiny', '--patterns', 'blocks'], says: 'found "blocks"' },
    { words: ['tiny', '--patterns', 'block,dense'], says: 'found "dense"' },
    { words: ['tiny', '--patterns', 'block,block'], says: 'block is given twice' },
    { words: ['tiny', '--equal', 'cycles'], says: 'Allowed choices are kept, bits, magnitude' },
    { words: ['tiny', '--set', 'pattern.size=4'], says: 'none of the patterns has a field size' },
    { words: ['tiny', '--set', 'pattern.blockRows=0'], says: 'blockRows' },
    { words: ['tiny', '--set', 'pse=4'], says: 'pse' },
  ])('ends $words with exit code 2: $says', async ({ words, says }) => {
    const { code, out, err } = await study(...words);
    expect(err).toContain(says);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });

  it('says what it does, and ends with the tables', async () => {
    const { code, out, err } = await study('tiny', '--patterns', 'block,bank-balanced', ...size);
    expect(err).toBe(
      'bank-balanced on bbs\nblock on csr-window\nblock on banked-decoupled\nblock on replicated\nblock on banked\nno pruning on dense\nbank-balanced prunes 42.9 % of the weights, not 50.0 %: a bank keeps a whole number of weights of a row, at least one, which fewer banks (--set banks=..) bring nearer\n',
    );
    expect(out).toContain('bank-balanced');
    expect(code).toBe(0);
  });

  it('has the figures of a plain run of the same pattern on the same array', async () => {
    // Of 32 columns in 8 banks a half is whole weights of every bank, row and matrix.
    const workload = ['tiny', '--set', 'workload.layers.0.inputs=32', ...size];
    const { rows } = await resultOf(...workload, '--patterns', 'bank-balanced,unstructured,row-balanced');
    for (const row of rows) {
      const named = ['--accelerator', String(row.accelerator), '--pattern', row.pattern];
      const { out } = await session('run', ...workload, ...named, '--no-values', '--format', 'json');
      const run = JSON.parse(out) as RunResult;
      expect(row).toMatchObject({
        cycles: run.cycles.total,
        latencyUs: run.latencyUs,
        kept: run.weights.kept,
        conflictCycles: run.pes.conflictCycles,
        conflictStallCycles: run.stalls.conflict,
        energyUj: run.energy.totalUj,
        logic: run.resources.logic?.used,
        ramBlocks: run.resources.ramBlocks?.used,
        fits: run.resources.fits,
      });
    }
  });

  it('gives fields of a pattern to the patterns that have them', async () => {
    const named = ['--patterns', 'unstructured,block,block-columns'];
    const { rows } = await resultOf('tiny', ...size, ...named, '--set', 'pattern.blockRows=2');
    expect(rows.map(({ options }) => options.blockRows)).toEqual([undefined, 2, 2]);
  });

  it('takes every kind of file of weights, and prunes what a mask has left', async () => {
    const named = ['--patterns', 'bank-balanced,unstructured,block', ...size];
    for (const name of ['gru', 'lstm-bidirectional', 'lstm-pruned']) {
      const { code } = await study('--weights', `test/fixtures/numpy/${name}.npz`, ...named);
      expect([name, code]).toEqual([name, 0]);
    }
  });

  it('writes its result, charts and masks', async () => {
    const out = join(here, 'out');
    const { code } = await study('tiny', '--patterns', 'bank-balanced,block', ...size, '--out', out);
    expect(code).toBe(0);
    const files = readdirSync(out);
    expect(files).toContain('result.json');
    expect(files.filter((name) => name.endsWith('.png')).length).toBeGreaterThan(1);
    PatternStudySchema.parse(JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')));
  });
});
