import { describe, expect, it } from 'vitest';
import { answerOf } from '../../../src/report/page/answer.ts';
import { answerOfComparison } from '../../../src/report/page/comparison-answer.ts';
import type { CompareResult } from '../../../src/run/result.ts';
import { compareResult, resourcesOver, runResult } from '../run/results.ts';

const usual = runResult();

describe('the answer of a run', () => {
  it('says in three sentences how long a step takes, where cycles go and what it costs', () => {
    expect(answerOf(usual)).toEqual([
      'One LSTM step of small takes 100 cycles on csr: 0.500 us at 200 MHz, 0.400 us at the 250.0 MHz that it is estimated to reach.',
      'Issue takes 60 % of it (60 cycles), pipeline fill 25 %; PEs wait for a bank in 21 cycles, all of them together, and 15 cycles of the step are lost by it.',
      'It fits a-device with 25 % of the DSP blocks, 30 % of the M20K and 50 % of the ALM, and takes 4.00 uJ (2.50 to 6.00) a step.',
    ]);
  });

  it('counts one cycle as one', () => {
    const stalls = { ...usual.stalls, conflict: 1 };
    const [, causes] = answerOf(runResult({ stalls, pes: { ...usual.pes, conflictCycles: 1 } }));
    expect(causes).toMatch(/in 1 cycle, all of them together, and 1 cycle of the step is lost by it\.$/);
  });

  it('says that no PE waits, and whether requests do nevertheless', () => {
    const still = { pes: { ...usual.pes, conflictCycles: 0 }, stalls: { ...usual.stalls, conflict: 0 } };
    const waits = (bankWaitCycles: number[][] | null) =>
      answerOf(runResult({ ...still, detail: { fpgaArray: { bankWaitCycles } } }))[1];
    expect(waits([[0, 0]])).toMatch(/; no PE ever waits for a bank\.$/);
    expect(waits(null)).toMatch(/; no PE ever waits for a bank\.$/);
    expect(waits([[0, 2]])).toMatch(/; requests wait for banks, and no PE is held up by it\.$/);
  });

  it('says that a clock is not reached, and by what', () => {
    const [time] = answerOf(runResult({ clock: { ...usual.clock, fmaxMhz: 90, meetsTiming: false } }));
    expect(time).toContain('at 200 MHz, which it does not reach (limited by the adder tree).');
  });

  it('says that a design does not fit, that its weights are streamed, and that it computed no values', () => {
    const weights = { ...usual.weights, residency: 'streamed' as const };
    const accuracy = { ...usual.accuracy, comparedValues: 0 } as typeof usual.accuracy;
    const [, causes, cost] = answerOf(runResult({ weights, accuracy, resources: resourcesOver(6720) }));
    expect(causes).toContain('; weights are streamed from off-chip memory; ');
    expect(cost).toMatch(/^It does not fit a-device, ALM 572 % over, with 25 % of the DSP blocks, /);
    expect(cost).toMatch(/ a step; no values were computed\.$/);
  });

  it('counts the layers of a network, the passes of one as one', () => {
    const [layer] = usual.layers;
    const pass = (of: number, direction: 'forward' | 'reverse') => ({ ...layer, layer: of, direction });
    const two = runResult({ layers: [layer, { ...layer, layer: 1 }] });
    const both = runResult({ layers: [pass(0, 'forward'), pass(0, 'reverse')] });
    expect(answerOf(two)[0]).toContain(' of small through its 2 layers takes ');
    expect(answerOf(both)[0]).toContain(' of small takes ');
  });
});

const config = (kind: string, pes: number) => ({ kind, pes, banks: 4 });
const bbs = runResult({ accelerator: 'bbs', config: config('bbs', 2) });
const csr = runResult({ accelerator: 'csr', config: config('csr', 2) });
const savings = {
  ...{ design: 'bbs', baseline: 'csr', cyclesPercent: 20, latencyPercent: 20, energyPercent: 10 },
  latencyAtFmaxPercent: 20,
  area: [],
};
const compared = (fields: Partial<CompareResult> = {}, runs = [bbs, csr]): CompareResult => ({
  ...compareResult(runs),
  savings,
  ...fields,
});

describe('the answer of a comparison', () => {
  it('says what is saved, what both cost, and that nothing flatters either', () => {
    const cost =
      '100 cycles, 0.500 us, 4.00 uJ (2.50 to 6.00), with 25 % of the DSP blocks, 30 % of the M20K';
    expect(answerOfComparison(compared())).toEqual([
      'Against csr, the fastest baseline that fits, bbs takes 20.0 % fewer cycles and 10.0 % less energy.',
      `One LSTM step of small takes, on bbs: ${cost} and 50 % of the ALM; on csr: ${cost} and 50 % of the ALM.`,
      'They are compared at equal kept weights: both keep as many, have them on chip, fit and reach their clock, so that none of these flatters either.',
    ]);
  });

  it('says what flatters a side: its clock, its device, fewer weights, a place for them, multipliers', () => {
    const slow = {
      ...csr,
      clock: { ...csr.clock, fmaxMhz: 90, meetsTiming: false },
      weights: { ...csr.weights, kept: 24, residency: 'resident' as const },
    };
    const large = {
      ...bbs,
      config: config('bbs', 4),
      resources: resourcesOver(1500),
      weights: { ...bbs.weights, residency: 'streamed' as const },
    };
    const [, , flattery] = answerOfComparison(compared({ equal: 'requested' }, [large, slow]));
    expect(flattery).toBe(
      'They are compared at equal requested sparsity; bbs is flattered by a device that it does not fit (ALM 50 % over) and by more multipliers (16, the other has 8); csr is flattered by a clock of 200 MHz, of which it reaches 90.0 MHz, by fewer weights (the other keeps 33.3 % more) and by weights on chip (the other streams them).',
    );
  });

  it('leaves out of names in sentences what a column of the table says', () => {
    const found = { ...csr, accelerator: 'csr 32 x 8, ports 2, fits' };
    const [saved, cost] = answerOfComparison(
      compared({ savings: { ...savings, baseline: found.accelerator } }, [bbs, found]),
    );
    expect(saved).toMatch(/^Against csr 32 x 8, ports 2, the fastest baseline that fits, bbs takes /);
    expect(cost).toContain('; on csr 32 x 8, ports 2: 100 cycles');
  });

  it('says which design is fastest where there are no two sides', () => {
    const alone = answerOfComparison(compared({ savings: null }));
    expect(alone).toEqual([
      expect.stringMatching(/^One LSTM step of small takes, on bbs: .*, the fastest here that fits\.$/),
    ]);
    const none = answerOfComparison(compared({ savings: { design: 'bbs', baseline: null } }));
    expect(none[1]).toBe('No baseline here fits its device: there is none to measure bbs against.');
  });
});
