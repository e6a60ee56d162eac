import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { writeNpy } from '../../src/tensors/npy/npy.ts';
import { builtProgramIn } from './built-program.ts';
import { folder } from './session.ts';

const here = folder();
const bbsim = builtProgramIn(here);

describe('the built program and files of weights', () => {
  it('looks into a file of weights, and draws what it saw', () => {
    const file = fileURLToPath(new URL('../fixtures/numpy/lstm-two.npz', import.meta.url));
    const { status, stdout } = bbsim('inspect', file, '--format', 'json', '--out', 'inside');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'npz',
      models: [{ name: 'encoder' }, { name: 'decoder' }],
    });
    expect(readdirSync(join(here, 'inside'))).toContain('masks-1-decoder.png');
    rmSync(join(here, 'inside'), { recursive: true });
  });

  it('prunes a file of weights, which it can then run, and leaves the file alone where it fails', () => {
    const model = fileURLToPath(new URL('../fixtures/models/pytorch/lstm.pt', import.meta.url));
    const words = ['--pattern', 'bank-balanced', '--banks', '2', '--sparsity', '0.5', '--format', 'json'];
    const pruning = bbsim('prune', model, ...words, '--out', 'pruned.pt');
    expect(pruning.status).toBe(0);
    const { weights, kept } = JSON.parse(pruning.stdout);
    expect(kept).toBeLessThan(weights);
    const asMasked = ['--set', 'banks=2', '--no-values', '--format', 'json'];
    const running = bbsim('run', '--weights', 'pruned.pt', ...asMasked);
    expect([running.status, JSON.parse(running.stdout).weights.kept]).toEqual([0, kept]);
    const pruned = readFileSync(join(here, 'pruned.pt'));
    const refused = bbsim('prune', 'pruned.pt', '--model', 'none', '--out', 'pruned.pt');
    expect([refused.status, refused.stdout]).toEqual([2, '']);
    expect(readFileSync(join(here, 'pruned.pt')).equals(pruned)).toBe(true);
    rmSync(join(here, 'pruned.pt'));
  });

  it('prunes by what reaches the matrices of a model, and the kept weights become others', () => {
    const model = fileURLToPath(new URL('../fixtures/models/pytorch/lstm.pt', import.meta.url));
    const inputs = Float32Array.from({ length: 64 * 4 }, (_, i) => Math.sin(i * i));
    writeFileSync(join(here, 'calibration.npy'), writeNpy([64, 4], inputs));
    const words = ['--banks', '2', '--sparsity', '0.5', '--format', 'json', '--out', 'obs.pt'];
    const obs = ['--criterion', 'obs', '--calibration', 'calibration.npy'];
    const { status, stdout, stderr } = bbsim('prune', model, ...words, ...obs);
    expect(status, stderr).toBe(0);
    const { calibration: found, kept, weights } = JSON.parse(stdout);
    expect([found.steps, kept < weights]).toEqual([64, true]);
    for (const { outputError, outputErrorByMagnitude } of found.matrices)
      expect(outputError).toBeLessThan(outputErrorByMagnitude);
    const running = bbsim(
      'run',
      '--weights',
      'obs.pt',
      '--set',
      'banks=2',
      '--no-values',
      '--format',
      'json',
    );
    expect([running.status, JSON.parse(running.stdout).weights.kept]).toEqual([0, kept]);
    for (const name of ['obs.pt', 'calibration.npy']) rmSync(join(here, name));
  });
});
