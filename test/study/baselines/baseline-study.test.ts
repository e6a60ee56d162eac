import { describe, expect, it } from 'vitest';
import { buildArray } from '../../../src/hw/array/kinds/index.ts';
import { baselineCharts } from '../../../src/report/baselines/charts.ts';
import { baselineRows, baselineTable } from '../../../src/report/baselines/table.ts';
import type { ComparedBarsSpec } from '../../../src/report/charts/spec.ts';
import { jsonText } from '../../../src/report/tables/json.ts';
import {
  type BaselineStudy,
  baselinePresets,
  studyBaselines,
} from '../../../src/study/baselines/baseline-study.ts';
import { scheduleOf } from '../../../src/study/baselines/schedule-words.ts';
import { compare } from '../../../src/study/compare/compare.ts';
import { comparisonOf, layerOf, modelOf, platformOf, smallDevice } from '../compare/designs.ts';

const model = modelOf([layerOf({ inputs: 21, hidden: 32, projection: 24, peepholes: true })]);
const array = { pes: 4, banks: 16, gateMatrix: 'separate' };
const device = smallDevice({ logic: 40_000 });
const fields = {
  bbs: { kind: 'bbs' },
  csr: { kind: 'csr' },
  'csr-packed': { kind: 'csr-window', window: 4, rowOrder: 'balanced', ports: 2 },
  banked: { kind: 'banked' },
  'banked-decoupled': { kind: 'banked-decoupled', rowsApart: 3 },
};
const platforms = Object.values(fields).map((own) => platformOf({ ...array, ...own }, device));

const study = (given: Partial<BaselineStudy> = {}) =>
  studyBaselines({
    platforms,
    presets: Object.keys(fields),
    model,
    workload: 'test',
    sparsity: 0.875,
    seed: '1',
    inputs: 'test',
    onProgress: () => {},
    ...given,
  });
const usual = study();
const rowsAt = (equal: string) => usual.rows.filter((row) => row.equal === equal);

describe('a study of baselines', () => {
  it('has every preset twice, in their order: at equal kept weights, then at equal requested sparsity', () => {
    const presets = Object.keys(fields);
    expect(usual.rows.map(({ preset, equal }) => [preset, equal])).toEqual([
      ...presets.map((preset) => [preset, 'kept']),
      ...presets.map((preset) => [preset, 'requested']),
    ]);
  });

  it('has the cycles of the same rows of a comparison', () => {
    const { rows } = compare(comparisonOf(platforms, model, { sparsity: 0.875 }));
    for (const [at, { cycles, latencyUs, fits, kept }] of rowsAt('kept').entries()) {
      const { run } = rows[at];
      expect({ cycles, latencyUs, fits, kept }).toEqual({
        cycles: run.cycles.total,
        latencyUs: run.latencyUs,
        fits: run.resources.fits,
        kept: run.weights.kept,
      });
    }
  });

  it('prunes each to the sparsity asked for at equal sparsity, where few columns in many banks keep more', () => {
    // Inputs 21 and h 24 on 16 banks: one or two columns each, of which one is kept. The projection has 32.
    const kept = (equal: string) => rowsAt(equal).map((row) => row.kept);
    const ofBanks = 128 * 16 + 128 * 16 + 24 * 16;
    const ofSparsity = (128 * 21 + 128 * 24 + 24 * 32) / 8;
    expect(kept('kept')).toEqual(platforms.map(() => ofBanks));
    expect(kept('requested')).toEqual([ofBanks, ...platforms.slice(1).map(() => ofSparsity)]);
    expect(rowsAt('requested')[1].cycles).toBeLessThan(rowsAt('kept')[1].cycles);
  });

  it('relates each to the bank-balanced array in time, not in cycles', () => {
    for (const { overBbs, latencyUs, equal } of usual.rows) {
      expect(overBbs).toBe(latencyUs / rowsAt(equal)[0].latencyUs);
    }
    const [bbs, csr] = platforms;
    const slow = { ...csr, config: { ...csr.config, clockMhz: 100 } };
    const [, found] = study({ platforms: [bbs, slow], presets: ['bbs', 'slow'] }).rows;
    expect(found.overBbs).toBe(2 * rowsAt('kept')[1].overBbs);
  });

  it('says what every array does in words of how it is wired', () => {
    expect(rowsAt('kept').map(({ schedule }) => schedule)).toEqual([
      'bank-balanced: a lane owns a bank',
      'one beat at a time, the whole beat waits for its last lane',
      '4 beats in flight, rows dealt, 2 ports',
      'a lane owns a bank, lock step, no crossbar',
      'a lane owns a bank, lanes up to 3 rows apart, no crossbar',
    ]);
    const others = [
      { kind: 'csr', placement: 'blocked' },
      { kind: 'csr-shared' },
      { kind: 'csr-shuffle', retryCycles: 2 },
      { kind: 'replicated' },
      { kind: 'dense' },
      { kind: 'csr-window', window: 1, packRows: true, rowsPerCycle: 3 },
    ].map((own) => platformOf({ ...array, ...own }, device));
    const { rows } = study({ platforms: [platforms[0], ...others], presets: ['bbs', ...'abcdef'] });
    expect(rows.slice(1, 7).map(({ schedule }) => schedule)).toEqual([
      'one beat at a time, the whole beat waits for its last lane, neighbouring columns in a bank',
      'one vector buffer, the lanes of all PEs wait for its banks',
      'lanes by themselves, a lost request is back after 2 cycles',
      'no conflicts: a copy of the vector for every lane',
      'every weight is stored',
      '1 beat in flight, rows packed into beats, 3 leave in a cycle',
    ]);
    const csr = buildArray(platforms[1].config);
    expect(scheduleOf({ ...csr, pump: 2, vectorCopies: 2 })).toBe(
      'one beat at a time, the whole beat waits for its last lane, banks at twice the clock, 2 copies of the vector',
    );
  });

  it('gives the same bytes twice, and a hash of all that decides them', () => {
    expect(jsonText(study())).toBe(jsonText(usual));
    expect(study({ workload: 'other' }).configHash).toBe(usual.configHash);
    expect(study({ sparsity: 0.75 }).configHash).not.toBe(usual.configHash);
    expect(study({ inputs: 'other' }).configHash).not.toBe(usual.configHash);
    const less = { platforms: platforms.slice(0, 3), presets: Object.keys(fields).slice(0, 3) };
    expect(study(less).configHash).not.toBe(usual.configHash);
  });

  it('is of shipped presets, the bank-balanced one first, each once', () => {
    expect(baselinePresets[0]).toBe('bbs');
    expect(new Set<string>(baselinePresets).size).toBe(baselinePresets.length);
  });
});

describe('the report of a study of baselines', () => {
  it('has a row for every preset with both equalities, and a line of CSV for each', () => {
    const { rows, notes } = baselineTable(usual);
    expect(rows).toHaveLength(platforms.length);
    expect(rows[1]).toMatchObject({
      cycles: rowsAt('kept')[1].cycles,
      cyclesRequested: rowsAt('requested')[1].cycles,
    });
    expect(notes?.[1]).toBe(
      'Of 6,528 weights all keep 4,480 (68.6 %); at equal sparsity bbs keeps 4,480 (68.6 %), since a bank keeps ' +
        'whole weights of a row, at least one, and csr 816 (12.5 %).',
    );
    expect(baselineRows(usual).rows.map(({ equal }) => equal)).toEqual(usual.rows.map(({ equal }) => equal));
  });

  it('says where both equalities are the same', () => {
    const wide = modelOf([layerOf({ inputs: 32, hidden: 32 })]);
    const { notes } = baselineTable(study({ model: wide, sparsity: 0.5 }));
    expect(notes?.[1]).toBe('All keep 4,096 (50.0 %) of 8,192 weights, at equal sparsity too.');
  });

  it('draws the cycles of both, and marks what does not fit', () => {
    const [{ file, spec }] = baselineCharts(usual);
    expect(file).toBe('cycles-by-baseline');
    const { bars } = spec as ComparedBarsSpec;
    expect(bars.map(({ value }) => value)).toEqual(rowsAt('kept').map(({ cycles }) => cycles));
    expect(bars.map(({ ticks }) => ticks)).toEqual(rowsAt('requested').map(({ cycles }) => [cycles]));
    expect(bars.map(({ name }) => name.endsWith('(does not fit)'))).toEqual(
      rowsAt('kept').map(({ fits }) => !fits),
    );
    expect(new Set(rowsAt('kept').map(({ fits }) => fits)).size).toBe(2);
  });
});
