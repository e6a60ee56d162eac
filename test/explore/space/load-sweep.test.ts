import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { loadSweep } from '../../../src/explore/space/load-sweep.ts';
import { type Points, pointsOf } from '../../../src/explore/space/points.ts';
import { isAllowed, pointAt } from '../../../src/explore/space/space.ts';
import { folder, specIn } from '../engine/specs.ts';

const dir = folder();

/** A specification with these lines behind the head that all need. */
const spec = (...lines: readonly string[]) =>
  ['name: s', 'accelerators: [bbs]', 'workloads: [tiny]', ...lines].join('\n');

function pointsOfSpec(text: string, limit = 10_000): Points {
  const { space, sampling } = specIn(dir, text);
  return pointsOf(space, sampling, limit);
}

const valuesOf = (points: Points) => Array.from({ length: points.count }, (_, i) => points.at(i).values);

describe('a specification that cannot be used', () => {
  it.each([
    {
      name: 'an unknown field of its own',
      text: spec('axis: []'),
      message: /spec-\d+\.yaml:4:1: unknown field `axis`, did you mean `axes`\?/,
    },
    {
      name: 'an axis over a field that no accelerator has',
      text: spec('axes: [{field: bank, values: [2, 4]}]'),
      message: /spec-\d+\.yaml:4:8 axes\.0: bbs: unknown field `bank`, did you mean `banks`\?/,
    },
    {
      name: 'an axis over a field that the workload does not have',
      text: spec('axes: [{field: workload.sparcity, values: [0.5]}]'),
      message: /axes\.0: tiny: unknown field `sparcity`, did you mean `sparsity`\?/,
    },
    {
      name: 'a value that the field cannot take',
      text: spec('axes:', '  - field: banks', '    values: [4, 1]'),
      message: /spec-\d+\.yaml:5:5 axes\.0: banks = 1 in bbs: expected at least 2/,
    },
    {
      name: 'an axis without values',
      text: spec('axes: [{field: pes, values: []}]'),
      message: /spec-\d+\.yaml:4:29 axes\.0\.values: expected at least 1 items, found 0/,
    },
    {
      name: 'the same field on two axes',
      text: spec('axes: [{field: pes, values: [2]}, {fields: [banks, pes], values: [[2, 4]]}]'),
      message: /axes\.1: `pes` is on an axis already/,
    },
    {
      name: 'a filter with a typo',
      text: spec('axes: [{field: pes, values: [2]}]', "filters: ['pse * banks <= 16']"),
      message: /spec-\d+\.yaml:5:11 filters\.0.*pse.*did you mean `pes`\?/,
    },
    {
      name: 'a filter that is no condition',
      text: spec('axes: [{field: pes, values: [2]}]', "filters: ['pes * banks']"),
      message: /filters\.0/,
    },
    {
      name: 'a filter that nothing passes',
      text: spec('axes: [{field: pes, values: [2]}]', "filters: ['pes > 2']"),
      message: /s: no point passes the filters/,
    },
    {
      name: 'a continuous range on a grid',
      text: spec('axes: [{field: clockMhz, range: {from: 100, to: 200}}]'),
      message: /clockMhz.*step or count/,
    },
    {
      name: 'an accelerator that is not there',
      text: spec().replace('[bbs]', '[bsb]'),
      message: /spec-\d+\.yaml:2:16 accelerators\.0: unknown accelerator "bsb", did you mean `bbs`\?/,
    },
    {
      name: 'a change of a field that the accelerator does not have',
      text: spec().replace('[bbs]', '[{use: bbs, set: {pse: 2}}]'),
      message: /accelerators\.0: .*pse=2: unknown field `pse`, did you mean `pes`\?/,
    },
    {
      name: 'two accelerators of one name',
      text: spec().replace('[bbs]', '[bbs, {use: bbs, set: {pes: 2}}]'),
      message: /bbs is there twice, expected names that differ/,
    },
    {
      name: 'seeds that repeat',
      text: spec('seeds: [1, "1"]'),
      message: /seeds: expected seeds that differ/,
    },
    {
      name: 'weights that are not there',
      text: spec().replace('[tiny]', '[{use: tiny, weights: no.npz}]'),
      message: /no\.npz/,
    },
    {
      name: 'weights that are taken as they are, without any',
      text: spec().replace('[tiny]', '[{use: tiny, prune: false}]'),
      message: /prune: false needs weights/,
    },
  ])('$name: says where and what was expected', ({ text, message }) => {
    expect(() => pointsOfSpec(text)).toThrow(BadInput);
    expect(() => pointsOfSpec(text)).toThrow(message);
  });

  it('is refused when it has more points than the limit, before they are made', () => {
    const wide = spec(
      'axes: [{field: clockMhz, range: {from: 1, to: 1000, step: 1}}, {field: pes, range: {from: 1, to: 1000, step: 1}}]',
    );
    expect(() => pointsOfSpec(wide, 100_000)).toThrow(/1000000 points, expected at most 100000 \(--limit/);
    expect(pointsOfSpec(wide, 1_000_000).count).toBe(1_000_000);
    expect(pointsOfSpec(wide, 1_000_000).at(999_999).values).toEqual([1000, 1000]);
  });
});

describe('a specification without a name', () => {
  it('has that of its file, and the hash that it has under any name', () => {
    const text = spec('axes: [{field: banks, values: [2, 4]}]');
    const named = specIn(dir, text).space;
    const { name, hash } = specIn(dir, text.replace('name: s\n', '')).space;
    expect(name).toMatch(/^spec-\d+$/);
    expect(hash).toBe(named.hash);
  });
});

describe('a preset', () => {
  it('is found by its name and has the hash of a copy of its file', () => {
    const readFile = () => {
      throw new Error('nothing to read');
    };
    const shipped = loadSweep('pe-bank-timit', readFile);
    const copy = loadSweep(join('configs', 'sweeps', 'pe-bank-timit.yaml'), readFile);
    expect(copy.space.hash).toBe(shipped.space.hash);
  });

  it('with ten thousand points has that many', () => {
    const { space, sampling } = loadSweep('timit-10k', () => {
      throw new Error('nothing to read');
    });
    expect(pointsOf(space, sampling, 10_000).count).toBe(10_000);
  });
});

describe('the hash of a sweep', () => {
  const hashOf = (text: string) => specIn(dir, text).space.hash;

  it('is the same for another name and description, and differs for anything that decides a point', () => {
    const base = hashOf(spec('axes: [{field: pes, values: [2]}]'));
    expect(
      hashOf(spec('axes: [{field: pes, values: [2]}]', 'description: other').replace('name: s', 'name: t')),
    ).toBe(base);
    const changes = [
      spec('axes: [{field: pes, values: [4]}]'),
      spec('axes: [{field: pes, values: [2]}]', 'seeds: [2]'),
      spec('axes: [{field: pes, values: [2]}]', 'keep: as-bank-balanced'),
      spec('axes: [{field: pes, values: [2]}]', 'values: true'),
      spec('axes: [{field: pes, values: [2]}]').replace('[bbs]', '[{use: bbs, set: {clockMhz: 100}}]'),
    ];
    expect(new Set([base, ...changes.map(hashOf)]).size).toBe(changes.length + 1);
  });
});

describe('filters', () => {
  it('see axes, defaults that follow from axes, and the names of accelerator, workload and seed', () => {
    const axes = 'axes: [{field: banks, values: [2, 4, 8]}, {field: pes, values: [1, 2]}]';
    const passed = (filter: string) => valuesOf(pointsOfSpec(spec(axes, `filters: ['${filter}']`)));
    expect(passed('pes * banks <= 4')).toEqual([
      [2, 1],
      [2, 2],
      [4, 1],
    ]);
    expect(passed('pattern.banks == 8')).toEqual([
      [8, 1],
      [8, 2],
    ]);
    expect(
      passed('workload.layers.0.hidden == 32 and accelerator == "bbs" and workload == "tiny" and banks == 2'),
    ).toHaveLength(2);
  });
});

describe('a filter over a field that only some accelerators have', () => {
  it.each([
    { filter: 'ports == 2', passed: [1] },
    { filter: 'not (ports == 2)', passed: [] },
    { filter: 'not (kind == "csr" and ports == 2)', passed: [0] },
    { filter: 'ports == null or ports == 2', passed: [0, 1] },
  ])('is unknown for the others, and so is its opposite: $filter', ({ filter, passed }) => {
    const accelerators = 'accelerators: [bbs, {use: csr, set: {ports: 2}}]';
    const text = spec(`filters: ['${filter}']`, 'seeds: [1]').replace('accelerators: [bbs]', accelerators);
    const { space } = specIn(dir, text);
    const found = [0, 1].filter((code) => isAllowed(space, pointAt(space, code)));
    expect(found).toEqual(passed);
  });
});

describe('points by mistake', () => {
  it('are refused in samples, too, before they fill the memory', () => {
    const seeds = `seeds: [${Array.from({ length: 2000 }, (_, i) => i)}]`;
    const axes = 'axes: [{field: clockMhz, range: {from: 100, to: 400}}]';
    const sample = (points: number) =>
      spec(axes, seeds, `sampling: {method: latin-hypercube, points: ${points}}`);
    expect(() => pointsOfSpec(sample(20_000))).toThrow(
      /40000000 combinations before filters, expected at most/,
    );
    expect(() => pointsOfSpec(sample(100))).toThrow(/more than 10000 points, expected at most 10000/);
  });
});

describe('a filter over a field that is on no axis', () => {
  it('lets a point pass that cannot be, so that it is recorded with what is wrong', () => {
    const axes = 'axes: [{field: pes, values: [8, 65536]}, {field: banks, values: [8, 128]}]';
    expect(valuesOf(pointsOfSpec(spec(axes, "filters: ['ewop.lanes <= 64']")))).toHaveLength(4);
    expect(valuesOf(pointsOfSpec(spec(axes, "filters: ['ewop.lanes <= 64 and pes < 100']")))).toHaveLength(3);
  });
});

describe('samples', () => {
  const axes = [
    'axes:',
    '  - {field: clockMhz, range: {from: 100, to: 400}}',
    '  - {field: pes, range: {from: 1, to: 64, step: 1}}',
  ];

  it('are the same places for every accelerator and seed', () => {
    const text = spec(...axes, 'seeds: [1, 2]', 'sampling: {method: random, points: 20, seed: 3}').replace(
      '[bbs]',
      '[bbs, csr]',
    );
    const points = pointsOfSpec(text);
    expect(points.count).toBe(80);
    const values = valuesOf(points);
    for (let part = 1; part < 4; part++)
      expect(values.slice(20 * part, 20 * part + 20)).toEqual(values.slice(0, 20));
  });

  it('of a Latin hypercube have one point in each stratum of every axis', () => {
    const values = valuesOf(
      pointsOfSpec(spec(...axes, 'sampling: {method: latin-hypercube, points: 64, seed: 1}')),
    );
    const strata = values.map(([clock]) => Math.floor((64 * (Number(clock) - 100)) / 300));
    expect(strata.sort((a, b) => a - b)).toEqual(Array.from({ length: 64 }, (_, i) => i));
    expect(values.map(([, pes]) => Number(pes)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 64 }, (_, i) => i + 1),
    );
  });
});
