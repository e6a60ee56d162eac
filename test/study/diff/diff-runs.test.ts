import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../../src/run/result.ts';
import { diffRuns } from '../../../src/study/diff/diff-runs.ts';
import { drawnResult, readBack } from './runs.ts';

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const CONFIGURATIONS = 60;
const results = Array.from({ length: CONFIGURATIONS }, (_, place) => drawnResult(`diff ${place}`));
const pairs = results.map((a, place) => [a, results[(place + 1) % CONFIGURATIONS]] as const);

/** What a design takes by resource, as its result says, the bits of weights too. */
function usedOf({ resources, weights }: RunResult): Readonly<Record<string, number>> {
  const { dsp, ramBlocks, ultraRam, logic, distributedRam, flipFlops } = resources;
  const onDevice = Object.entries({ dsp, ramBlocks, ultraRam, logic, distributedRam, flipFlops });
  return {
    ...Object.fromEntries(onDevice.map(([name, use]) => [name, use?.used ?? 0])),
    storageBits: weights.storage.totalBits,
    fetchedBits: weights.fetchedBits,
  };
}

describe('two runs on designs drawn at random', () => {
  it('close: the cycles of all causes sum to the cycles of both steps', () => {
    for (const [a, b] of pairs) {
      const { cycles } = diffRuns(readBack(a), readBack(b));
      expect(sumOf(cycles.map((row) => row.a))).toBe(a.cycles.total);
      expect(sumOf(cycles.map((row) => row.b))).toBe(b.cycles.total);
    }
  });

  it('close: the joules of all components sum to those of both steps, to twelve digits', () => {
    for (const [a, b] of pairs) {
      const { energy } = diffRuns(readBack(a), readBack(b));
      expect(sumOf(energy.map((row) => row.a)) / a.energy.totalUj).toBeCloseTo(1, 12);
      expect(sumOf(energy.map((row) => row.b)) / b.energy.totalUj).toBeCloseTo(1, 12);
    }
  });

  it('close: the blocks of every resource, and the bits of weights, sum to what both designs take', () => {
    for (const [a, b] of pairs) {
      const { resources } = diffRuns(readBack(a), readBack(b));
      for (const [side, result] of [
        ['a', a],
        ['b', b],
      ] as const) {
        for (const [resource, used] of Object.entries(usedOf(result))) {
          const rows = resources.filter((row) => row.resource === resource);
          expect([resource, sumOf(rows.map((row) => row[side]))]).toEqual([resource, used]);
        }
      }
    }
  });

  it('differ in something: other networks, other fields, other cycles', () => {
    const hashes = new Set(results.map(({ configHash }) => configHash));
    expect(hashes.size).toBe(CONFIGURATIONS);
    expect(new Set(results.map(({ cycles }) => cycles.total)).size).toBeGreaterThan(CONFIGURATIONS / 2);
    expect(new Set(results.map(({ weights }) => weights.residency)).size).toBe(2);
  });

  it('are the same the other way round, with the sides exchanged', () => {
    for (const [a, b] of pairs) {
      const [there, back] = [diffRuns(readBack(a), readBack(b)), diffRuns(readBack(b), readBack(a))];
      const exchanged = <Row extends { readonly a: unknown; readonly b: unknown }>(rows: readonly Row[]) =>
        new Set(rows.map(({ a: one, b: other, ...name }) => JSON.stringify({ ...name, a: other, b: one })));
      const plain = (rows: readonly object[]) => new Set(rows.map((row) => JSON.stringify(row)));
      const ordered = back.cycles.map(({ cause, ...sides }) => ({ cause, ...sides }));
      expect(exchanged(there.cycles)).toEqual(plain(ordered));
      expect(exchanged(there.inputs).size).toBe(back.inputs.length);
    }
  });
});

describe('the inputs of two runs', () => {
  const [a] = results;
  const inputsOf = (changes: Partial<RunResult>) =>
    diffRuns(readBack(a), readBack({ ...a, ...changes })).inputs;

  it('are none where all are the same, and nothing else changed', () => {
    const { inputs, cycles, energy, resources } = diffRuns(readBack(a), readBack(a));
    expect(inputs).toEqual([]);
    for (const row of [...cycles, ...energy, ...resources]) expect(row.a).toBe(row.b);
  });

  it('are told by version, workload, seed, steps and accelerator', () => {
    expect(inputsOf({ version: '9.9.9' })).toEqual([{ field: 'version', a: a.version, b: '9.9.9' }]);
    expect(inputsOf({ workload: 'other' })).toEqual([{ field: 'workload', a: a.workload, b: 'other' }]);
    expect(inputsOf({ seed: '7' })).toEqual([{ field: 'seed', a: a.seed, b: '7' }]);
    expect(inputsOf({ steps: [...a.steps, ...a.steps] })).toEqual([{ field: 'workload.steps', a: 1, b: 2 }]);
    expect(inputsOf({ configHash: 'other' })).toEqual([{ field: 'configHash', a: a.configHash, b: 'other' }]);
  });

  it('are fields of the accelerator by the names that --set takes; a field that a side lacks is null', () => {
    const { pes, ...config } = a.config as { pes: number; ewop: object };
    const changed = { ...config, ewop: { ...config.ewop, lanes: 3, more: { deep: [5, {}] } } };
    const found = inputsOf({ config: changed }).map(({ field, b }) => [field, b]);
    expect(found).toEqual([
      ['pes', null],
      ['ewop.lanes', 3],
      ['ewop.more.deep.0', 5],
      ['ewop.more.deep.1', '{}'],
    ]);
  });

  it('are the shape of the network, matrix by matrix', () => {
    const layers = a.layers.map((layer) => ({
      ...layer,
      matrices: layer.matrices.map((matrix) => ({ ...matrix, cols: matrix.cols + 1 })),
    }));
    const [first] = inputsOf({ layers });
    const [{ tensor, rows, cols }] = a.layers[0].matrices;
    expect(first).toEqual({
      field: `workload.layers.0.${tensor}`,
      a: `${rows} x ${cols}`,
      b: `${rows} x ${cols + 1}`,
    });
  });

  it('are not what an accelerator is called in words', () => {
    expect(inputsOf({ config: { ...(a.config as object), description: 'Another one.' } })).toEqual([]);
  });
});
