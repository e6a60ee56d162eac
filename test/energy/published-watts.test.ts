import { describe, expect, it } from 'vitest';
import { loadWorkload } from '../../src/run/load-config.ts';
import { modelOf } from '../../src/run/load-model.ts';
import { loadPlatform } from '../../src/run/platform.ts';
import { runModel } from '../../src/run/run-model.ts';

/** Watts of the BBS accelerator on its Arria 10 (FPGA 2019), of what is not stated; recalled, unverified. */
const PUBLISHED_W = 19.1;

const result = (() => {
  const workload = { name: 'timit', config: loadWorkload('timit').config };
  return runModel({
    platform: loadPlatform('bbs'),
    loaded: modelOf({ workload, weights: null, prefix: null, seed: '1' }),
    steps: 1,
    sparsity: null,
    prunes: true,
    files: null,
    hasValues: false,
    mustFit: true,
    seed: '1',
  }).result;
})();

describe('the power of the BBS design on TIMIT, which nothing here was fitted to', () => {
  const { energy, latencyUs } = result;

  it('has the published watts in its interval, and is within a third of them', () => {
    expect(energy.lowUj / latencyUs).toBeLessThan(PUBLISHED_W);
    expect(energy.highUj / latencyUs).toBeGreaterThan(PUBLISHED_W);
    expect(Math.abs(energy.totalUj / latencyUs / PUBLISHED_W - 1)).toBeLessThan(1 / 3);
  });

  it('is less than half of it static', () => {
    expect(energy.staticUj / energy.totalUj).toBeGreaterThan(0.2);
    expect(energy.staticUj / energy.totalUj).toBeLessThan(0.5);
  });

  it('is known by the toggle rate of its own weights, and not by that of words that nobody computed', () => {
    expect(energy.toggles.weights.mark).toBe('measured');
    expect(energy.toggles.words.mark).toBe('assumption');
  });
});
