import { describe, expect, it } from 'vitest';
import { diffRuns } from '../../../src/study/diff/diff-runs.ts';
import { diffedRunOf } from '../../../src/study/diff/diffed-run.ts';
import { drawnResult, readBack } from './runs.ts';

const result = drawnResult('a file');

describe('the file of a result', () => {
  it('may have fields that this version does not know', () => {
    expect(readBack({ ...result, later: { any: 1 } })).toEqual(readBack(result));
  });

  it.each([
    ['an older version of the schema', { ...result, schemaVersion: 1 }, 'schemaVersion: expected 2, found 1'],
    ['another command', { ...result, command: 'compare' }, 'command: expected run, found "compare"'],
    ['a foreign file', { name: 'a package' }, 'schemaVersion: missing, expected 2'],
    ['no causes', { ...result, stalls: undefined }, 'stalls: missing, expected a mapping of fields'],
    ['half a cycle', { ...result, cycles: { total: 0.5 } }, 'cycles.total: expected an integer, found 0.5'],
    [
      'text for joules',
      { ...result, energy: { ...result.energy, totalUj: '5' } },
      'energy.totalUj: expected',
    ],
    ['a list', [result], 'expected a mapping of fields, found a list'],
    ['nothing', null, 'expected a mapping of fields, found null'],
  ])('is refused, with the field, for %s', (_, value, says) => {
    expect(() => diffedRunOf(JSON.stringify(value), 'a: r.json')).toThrow(
      `a: r.json: expected the result of bbsim run; ${says}`,
    );
  });

  it('is refused where its parts do not sum to its totals', () => {
    const { cycles, energy, resources, weights } = result;
    const refused = (changes: object) => () => readBack({ ...result, ...changes });
    expect(refused({ cycles: { ...cycles, total: cycles.total + 1 } })).toThrow(
      `r.json: stalls sum to ${cycles.total}, expected cycles.total, which is ${cycles.total + 1}`,
    );
    expect(refused({ energy: { ...energy, totalUj: 2 * energy.totalUj } })).toThrow(
      'energy.components sum to',
    );
    expect(refused({ resources: { ...resources, blocks: [] } })).toThrow(/resources\.blocks: \w+ sum to 0/);
    const storage = { ...weights.storage, totalBits: 1 };
    expect(refused({ weights: { ...weights, storage } })).toThrow('weights.storage sum to');
  });

  it.each([
    ['no JSON', '{"schemaVersion":'],
    ['no text', ''],
    ['brackets without end', '['.repeat(200_000)],
  ])('is refused for %s', (_, text) => {
    expect(() => diffedRunOf(text, 'a: r.json')).toThrow(
      'a: r.json: expected the JSON of a result of bbsim run',
    );
  });

  it('is refused for a configuration that is nested without end, or has numbers without end', () => {
    const [head, tail] = JSON.stringify({ ...result, config: 'HERE' }).split('"HERE"');
    const read = (config: string) => diffRuns(readBack(result), diffedRunOf(head + config + tail, 'r.json'));
    const deep = 50_000;
    expect(() => read(`{"pes":${'['.repeat(deep)}${']'.repeat(deep)}}`)).toThrow(
      /^b: config\.pes[.0]+: nested more than 16 levels deep/,
    );
    expect(() => read('{"pes":1e999}')).toThrow('b: config.pes: expected a finite number, found Infinity');
    const { inputs } = read('{"__proto__":{"pes":1},"constructor":2}');
    expect(inputs).toContainEqual({ field: 'constructor', a: null, b: 2 });
    expect(({} as { pes?: number }).pes).toBeUndefined();
  });
});
