import { describe, expect, it } from 'vitest';
import { CompareResultSchema, type RunResult, RunResultSchema } from '../../src/run/result.ts';
import { RESULT_VERSION, resultCommands } from '../../src/run/result-header.ts';
import { compareResult, runResult } from '../report/run/results.ts';

const accepts = (result: unknown) => RunResultSchema.safeParse(result).success;

/** Whether the schema refuses the result with a change. */
const refuses = (change: object) => !accepts({ ...runResult(), ...change });

describe('a result of version 2', () => {
  it('is what its schema says', () => {
    expect(RESULT_VERSION).toBe(2);
    expect(RunResultSchema.parse(runResult())).toEqual(runResult());
  });

  it('of another version is refused, and so is one of no known command', () => {
    expect(refuses({ schemaVersion: 1 })).toBe(true);
    expect(refuses({ command: 'guess' })).toBe(true);
    for (const command of resultCommands) expect(accepts({ ...runResult(), command })).toBe(true);
  });

  it.each([
    ['a field', { storageByFormat: [] }],
    ['a field of the detail', { detail: { fpgaArray: { warps: 4 } } }],
    [
      'a resource',
      { resources: { ...runResult().resources, warps: { unit: 'warp', used: 1, available: 2 } } },
    ],
    ['a metric that is no name', { metrics: { 'latency us': 1 } }],
    ['a field of an action', { actions: [{ ...runResult().actions[0], perWatt: 1 }] }],
  ])('with %s that nobody knows is refused', (_what, change) => {
    expect(refuses(change)).toBe(true);
  });

  it('has a word for every stall and every phase, and none for what is not there', () => {
    const { stalls, cycles, causes, phases } = runResult();
    expect(refuses({ stalls: { ...stalls, memory: 0 } })).toBe(true);
    expect(refuses({ cycles: { ...cycles, drain: 0 } })).toBe(true);
    expect(refuses({ causes: causes.slice(1) })).toBe(true);
    expect(refuses({ phases: phases.slice(1) })).toBe(true);
    expect(refuses({ steps: [{ step: 0, latencyUs: 1, cycles, stalls: { issue: 1 } }] })).toBe(true);
  });

  it('has the detail of its own machine, and of no other', () => {
    expect(refuses({ machine: 'gpu' })).toBe(true);
    expect(refuses({ detail: {} })).toBe(true);
  });
});

describe('a machine that is no FPGA array, and a workload that is no LSTM', () => {
  const names = (...list: string[]) => list.map((name) => ({ name, words: `cycles of ${name}` }));
  const account = { cycles: { total: 30, kernel: 30 }, stalls: { issued: 10, memory: 20 } };
  const { dsp: _dsp, ramBlocks: _ram, logic: _logic, flipFlops: _flipFlops, ...room } = runResult().resources;
  const other: RunResult = {
    ...runResult(),
    phases: names('kernel'),
    causes: names('issued', 'memory'),
    ...account,
    steps: [{ step: 0, latencyUs: 1, ...account }],
    layers: [{ layer: 0, ...account, matrices: [] }],
    resources: room,
    accuracy: { saturations: {}, comparedValues: 8 },
  };

  it('fit, but for the detail, which each kind of machine brings with it', () => {
    expect(accepts(other)).toBe(true);
  });

  it('stand beside an FPGA array in a comparison', () => {
    const { rows } = compareResult([runResult(), { ...other, accelerator: 'cpu' }]);
    expect(rows.map(({ run }) => run.causes.length)).toEqual([10, 2]);
    expect(CompareResultSchema.safeParse({ ...compareResult([other]), bankWaitCycles: [] }).success).toBe(
      false,
    );
  });
});
