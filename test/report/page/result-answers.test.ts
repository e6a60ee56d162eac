import { describe, expect, it } from 'vitest';
import { answerOfReproduction } from '../../../src/report/page/chapters/reproduction-answer.ts';
import {
  notesOfDiff,
  notesOfSweep,
  notesOfTiming,
} from '../../../src/report/page/chapters/standing-notes.ts';
import { answerOfDiff } from '../../../src/report/page/result-answers.ts';
import { answerOfBanks } from '../../../src/report/page/study-answers.ts';
import type { DiffedSide, DiffResult, InputChange } from '../../../src/study/diff/diff-result.ts';

const side: DiffedSide = {
  ...{ accelerator: 'bbs', workload: 'tiny', device: 'a-device', technology: 'fpga', configHash: '0' },
  ...{ residency: 'resident', clockMhz: 200, cycles: 180, latencyUs: 0.9, energyUj: 6.6234 },
  resources: {},
};
const style: InputChange = { field: 'ewop.style', a: 'instruction', b: 'chained' };
const hash: InputChange = { field: 'configHash', a: '0', b: '1' };

const diffOf = (inputs: readonly InputChange[], b: Partial<DiffedSide> = {}): DiffResult => ({
  ...{ schemaVersion: 2, version: '0.1.0', command: 'diff' },
  inputs,
  cycles: [{ cause: 'fill', a: 80, b: 9 }],
  ...{ energy: [], resources: [], causeWords: { fill: 'pipeline fill' } },
  sides: { a: side, b: { ...side, cycles: 109, latencyUs: 0.545, energyUj: 3.7822, ...b } },
});

describe('the answer of a difference', () => {
  it('says first what was changed', () => {
    expect(answerOfDiff(diffOf([style, hash])).slice(0, 2)).toEqual([
      'b is bbs on tiny, with ewop.style chained in place of instruction. A step of b takes 109 cycles in place of 180 (-39.4 %), 0.545 us in place of 0.900 us (-39.4 %) and 3.78 uJ in place of 6.62 uJ (-42.9 %).',
      'Of the cycles, pipeline fill changes most: from 80 to 9.',
    ]);
  });

  it('names both sides where they have other names, and counts fields that are many', () => {
    const names: InputChange = { field: 'accelerator', a: 'bbs', b: 'csr' };
    const many = ['a', 'b', 'c', 'd', 'e'].map((field) => ({ field, a: null, b: 2 }));
    const [first] = answerOfDiff(diffOf([names, ...many, hash], { accelerator: 'csr' }));
    expect(first).toContain(
      'b is csr on tiny, a is bbs on tiny, with a 2 in place of none, b 2 in place of none, c 2 in place of none and 2 further changes.',
    );
  });

  it('says that nothing was changed, or the contents of a file', () => {
    expect(answerOfDiff(diffOf([]))[0]).toMatch(/^No input differs: a and b are bbs on tiny\./);
    expect(answerOfDiff(diffOf([hash]))[0]).toMatch(/^b is bbs on tiny, with other contents of a file\./);
  });
});

describe('what figures stand on', () => {
  it('has the energies of two runs apart where one of them measures no toggle rates', () => {
    const values: InputChange = { field: 'values', a: 'computed', b: 'not computed' };
    expect(notesOfDiff(diffOf([values])).join()).toContain('is of that, and not of the design');
    expect(notesOfDiff(diffOf([style])).join()).toContain('Both do the same here.');
  });

  it('says of a sweep without values that its toggle rates are assumed', () => {
    expect(notesOfSweep({ values: false })).toEqual([expect.stringContaining('no values are computed here')]);
    expect(notesOfSweep({ values: true })).toEqual([]);
  });

  it('says of times at one clock that it may not be reached', () => {
    expect(notesOfTiming({ clockMhz: 200 })[0]).toContain(
      'Whether a design reaches it is not in this result',
    );
    expect(notesOfTiming({ clockMhz: 'auto' })[0]).toContain('at the highest clock');
  });
});

describe('the answer of a study of banks', () => {
  const point = (banks: number, ofBbs: readonly [number, boolean], ofCsr: readonly [number, boolean]) => {
    const array = ([cycles, fits]: readonly [number, boolean]) => ({
      ...{ cycles, latencyUs: cycles / 200, conflictingBeatShare: 0.5 },
      resources: { fits },
    });
    return { banks, bbs: array(ofBbs), csr: array(ofCsr) };
  };
  const answerOf = (...points: readonly ReturnType<typeof point>[]) =>
    answerOfBanks({ points, workload: 'tiny', device: 'a-device' } as unknown as Parameters<
      typeof answerOfBanks
    >[0])[0];

  it('names the fastest that fits, and beside it a faster one that does not', () => {
    expect(answerOf(point(4, [120, true], [150, true]), point(8, [100, true], [140, false]))).toBe(
      'Of 2 numbers of banks, on tiny, the bank-balanced array takes the least time of what fits with 8 banks: 100 cycles, 0.500 us; CSR takes the least time of what fits with 4 banks: 150 cycles, 0.750 us (with 8 banks: 140 cycles, 0.700 us, but that does not fit a-device).',
    );
  });

  it('says that an array fits at no number of banks', () => {
    expect(answerOf(point(4, [120, true], [150, false]))).toContain(
      'CSR fits a-device at none of them, and would take the least time with 4 banks',
    );
  });
});

describe('the answer of a reproduction', () => {
  const row = {
    ...{ design: 'bbs', id: 'latency-us', figure: 'latency', barPercent: 10, simulated: 2, sameAs: null },
    class: 'unpublished-choice',
    choices: { combinations: 50, withinBar: 2, minPercent: -65.625, maxPercent: 229.5833 },
  };
  const written = (missed: readonly string[], predictions: readonly string[]) =>
    answerOfReproduction({
      rows: [row],
      missed,
      designs: [{ kind: 'bbs', name: 'BBS' }],
      headline: {
        numbers: { 'unpublished-choice': 1 },
        ...{ predictions, nullModelMisses: predictions, nearerThanNullModel: predictions },
      },
    } as unknown as Parameters<typeof answerOfReproduction>[0]);

  it('says in plain sentences what bars there are, what they prove, and what rests on choices', () => {
    expect(written([], [])).toEqual([
      '1 published figure has a bar, which is the distance from print that the simulated one may have: in the mean of the seeds 1 to 5 it is within it.',
      'Counted once where several are one number in other units, these are 1 number: 1 decided by choices that the papers do not publish.',
      'None of them is a prediction: each was fitted, follows from published figures, or depends on choices that the papers do not publish, so that a bar that is kept does not prove the model.',
      'The latency of BBS depends on choices that the paper does not publish: over 50 combinations of them it is -65.6 to +229.6 % from print, and 2 of them are within 10 % of it.',
    ]);
  });

  it('calls figures by their names, and not by those of files', () => {
    const [bars, , predicted, null_] = written(['bbs/latency-us'], ['bbs/latency-us']);
    expect(bars).toMatch(/0 are within it, and not the latency of BBS\.$/);
    expect(predicted).toMatch(/^1 number with a bar is a prediction/);
    expect(null_).toContain('would miss 1 of them: the latency of BBS;');
  });
});
