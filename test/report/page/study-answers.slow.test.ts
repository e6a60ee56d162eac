import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, matrixFile, put, session, smallCsr, vectorFile } from '../../cli/session.ts';

const here = folder();
const csr = put(here, 'csr.yaml', smallCsr);
const A = put(here, 'A.npy', matrixFile([[1, 0, 2, 0]]));
const x = put(here, 'x.npy', vectorFile([1, 2, 3, 4]));

/** The sentences with which the page of what a command writes begins. */
async function answerOf(line: string): Promise<readonly string[]> {
  const out = join(here, 'out');
  const made = await session(...line.split(' '), '--out', out);
  expect(made.code, made.err).toBe(0);
  const page = join(here, 'page.html');
  expect((await session('report', out, '--out', page)).code).toBe(0);
  const [, answer] = /The answer<\/h2>\n(.*?)<\/section>/s.exec(readFileSync(page, 'utf8')) ?? [];
  return Array.from(answer?.matchAll(/<p>(.*?)<\/p>/g) ?? [], ([, sentence]) => sentence);
}

describe('the page of a study begins with its answer', () => {
  it('of baselines: the nearest one that fits, at either equality', async () => {
    const [kept, requested] = await answerOf('study baselines tiny');
    expect(kept).toMatch(
      /^At equal kept weights the nearest array .* that fits \S+ is \S+: a step of tiny takes \d+ cycles, \d\.\d\d times the latency of the bank-balanced array\.$/,
    );
    expect(requested).toMatch(/^At equal requested sparsity /);
  });

  it('of banks: the fastest number of either array, and how often beats wait', async () => {
    const [fastest, waits] = await answerOf('study banks tiny --banks 4,8');
    expect(fastest).toMatch(
      /^Of 2 numbers of banks, on tiny, the bank-balanced array takes the least time of what fits with \d banks: \d+ cycles, [\d.]+ us; CSR (?:takes|fits) /,
    );
    expect(waits).toMatch(/^Of the beats of CSR [\d.]+ % to [\d.]+ % wait for a bank; /);
  });

  it('of patterns: a sentence for each kind of weights', async () => {
    const sentences = await answerOf('study patterns tiny --patterns bank-balanced,block');
    expect(sentences.length).toBeGreaterThan(0);
  });

  it('and so do those of a product and of a file of weights', async () => {
    expect(await answerOf(`spmv --matrix ${A} --vector ${x} --accelerator ${csr}`)).toEqual([
      expect.stringMatching(
        /^A\.npy \(1 x 4\) takes \d+ cycles on csr: [\d.]+ us at 200 MHz, the clock that was asked for; /,
      ),
      expect.stringMatching(/^The busiest PE works \d+ cycles, an average one [\d.]+; /),
    ]);
    expect(await answerOf('inspect examples/agreement-lm/model.npz')).toEqual([
      expect.stringMatching(
        /^model\.npz: the LSTM \S+ has 1 layer and [\d,]+ weights, [\d.]+ % of them zero; /,
      ),
    ]);
  });
});
