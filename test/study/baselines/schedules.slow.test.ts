import { describe, expect, it } from 'vitest';
import { loadModel } from '../../../src/run/load-model.ts';
import { loadPlatforms } from '../../../src/run/platform.ts';
import { PrepareCache } from '../../../src/run/prepare-cache.ts';
import { baselinePresets, studyBaselines } from '../../../src/study/baselines/baseline-study.ts';
import {
  bankBalancedReference,
  prepareEqual,
  sameResidency,
  type WeightEquality,
} from '../../../src/study/compare/equal-kept.ts';
import { cyclesOf, type OtherWindow } from './leaving-beats.ts';

const presets = ['bbs', 'csr-window'];

/** A workload pruned for csr-window beside bbs. */
function windowed(workload: string, sets: readonly string[]) {
  const { model, sparsity } = loadModel({ workload, sets: [], weights: null, prefix: null, seed: '1' });
  const { platforms } = loadPlatforms(presets, sets);
  const cache = new PrepareCache(model);
  const reference = bankBalancedReference(cache, platforms, sparsity);
  const [, platform] = sameResidency(platforms, reference);
  return (other: OtherWindow, equal: WeightEquality = 'kept') =>
    cyclesOf(platform, prepareEqual(cache, platform, reference, sparsity, equal), other);
}

function cyclesOfPresets(workload: string, sets: readonly string[]) {
  const { model, sparsity, inputs } = loadModel({
    workload,
    sets: [],
    weights: null,
    prefix: null,
    seed: '1',
  });
  const { platforms } = loadPlatforms(baselinePresets, sets);
  const request = { platforms, presets: baselinePresets, model, workload, sparsity, seed: '1', inputs };
  const { rows } = studyBaselines({ ...request, onProgress: () => {} });
  return (preset: string, equal = 'kept') =>
    rows.find((row) => row.preset === preset && row.equal === equal)?.cycles;
}

const any = { leaving: 'any', ports: 1 } as const;
const one = { leaving: 'one', ports: 1, dealing: 'contract' } as const;

describe('the schedules of the baselines on TIMIT, as another program computed them', () => {
  const timit = windowed('timit', []);

  it('are those of windows that all beats leave that are done, rows weighed by beats, to the cycle', () => {
    expect(timit({ ...any, window: 2, dealing: 'natural' })).toBe(749);
    expect(timit({ ...any, window: 4, dealing: 'beats' })).toBe(620);
    expect(timit({ ...any, window: 8, dealing: 'beats' })).toBe(598);
    expect(timit({ ...any, window: 8, ports: 2, dealing: 'beats' })).toBe(539);
    // 1.19 and 1.24 times the 457 cycles of bbs.
    expect(timit({ ...any, window: 8, dealing: 'beats' }, 'requested')).toBe(544);
    expect(timit({ ...any, window: 4, dealing: 'beats' }, 'requested')).toBe(565);
  });

  it('differ from the presets by the beat that leaves a cycle, and by what decides between rows of equal beats', () => {
    const found = cyclesOfPresets('timit', []);
    expect(timit({ ...one, window: 8 })).toBe(found('csr-window'));
    expect(timit({ ...one, window: 4 })).toBe(found('csr-window-4'));
    expect(timit({ ...one, window: 2, dealing: 'natural' })).toBe(found('csr-window-2'));
    expect(timit({ ...one, window: 8, ports: 2 })).toBe(found('csr-window-2port'));
    expect(timit({ ...one, window: 8 }, 'requested')).toBe(found('csr-window', 'requested'));
    // One change at a time, from 598: the conflicts of a row decide, then one beat leaves a cycle.
    expect(timit({ ...any, window: 8, dealing: 'contract' })).toBe(587);
    expect(found('csr-window')).toBe(611);
    expect(timit({ ...any, window: 8, dealing: 'contract' }, 'requested')).toBe(522);
    expect(found('csr-window', 'requested')).toBe(562);
    // And of two beats in flight with their rows as they come.
    expect(found('csr-window-2')).toBe(752);
  });

  it('are those of packed rows of which eight may leave in a cycle', () => {
    expect(cyclesOfPresets('timit', ['rowsPerCycle=8'])('replicated-packed')).toBe(462);
  });

  it('are those of dealt rows where nothing waits', () => {
    expect(cyclesOfPresets('timit', [])('replicated-balanced')).toBe(529);
  });

  it('are those of lanes that skip empty rows, where few weights are kept', () => {
    expect(cyclesOfPresets('timit', ['emptyRow=skipped'])('banked-decoupled', 'requested')).toBe(579);
  });
});

describe('the same on PTB with resident weights', () => {
  it('is 2,191 cycles with the other windows and 2,238 with those of the contract', () => {
    const ptb = windowed('ptb', ['weights=resident']);
    expect(ptb({ ...any, window: 8, dealing: 'beats' })).toBe(2191);
    expect(ptb({ ...any, window: 8, dealing: 'contract' })).toBe(2167);
    expect(ptb({ ...one, window: 8 })).toBe(2238);
  });
});
