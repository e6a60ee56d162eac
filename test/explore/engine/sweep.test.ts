import { appendFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readInput } from '../../../src/cli/io.ts';
import { sweepStatus } from '../../../src/explore/engine/status.ts';
import { loadSweep } from '../../../src/explore/space/load-sweep.ts';
import { acquireLock } from '../../../src/explore/store/lock.ts';
import { mergeShards } from '../../../src/explore/store/merge.ts';
import { loadModel } from '../../../src/run/load-model.ts';
import { metricsOf } from '../../../src/run/metrics.ts';
import { loadPlatform } from '../../../src/run/platform.ts';
import { runModel } from '../../../src/run/run-model.ts';
import { writeNpz } from '../../../src/tensors/npy/npz.ts';
import { folder, rowsOf, run, small, specIn } from './specs.ts';
import { wrongLayers } from './wrong-layers.ts';

/** The metrics that `bbsim run` would give for a row. */
function metricsOfRun(accelerator: string, sets: readonly string[], hasValues: boolean, seed = '1') {
  const { result } = runModel({
    platform: loadPlatform(accelerator, sets),
    loaded: loadModel({ workload: 'tiny', sets, weights: null, prefix: null, seed }),
    steps: null,
    sparsity: null,
    prunes: true,
    files: null,
    hasValues,
    mustFit: true,
    seed,
  });
  return metricsOf(result);
}

const undisturbed = folder();
const sweepOfSmall = specIn(undisturbed, small);
const summaryOfSmall = run(sweepOfSmall, undisturbed);

describe('the points of a sweep', () => {
  it('are all combinations that pass the filters, accelerators slowest, each with what `bbsim run` gives', async () => {
    expect((await summaryOfSmall).counts).toEqual({ ok: 46, infeasible: 2, failed: 0 });
    const rows = await rowsOf(undisturbed);
    expect(rows.map(({ index }) => index)).toEqual(Array.from({ length: 48 }, (_, i) => i));
    expect(rows[0]).toMatchObject({
      accelerator: 'bbs',
      pes: 2,
      banks: 2,
      ports: 1,
      'ewop.lanes': 4,
      clockMhz: 100,
    });
    expect(rows[1]).toMatchObject({
      accelerator: 'bbs',
      pes: 2,
      banks: 2,
      ports: 1,
      'ewop.lanes': 4,
      clockMhz: 200,
    });
    expect(rows[24]).toMatchObject({ accelerator: 'csr', pes: 2, banks: 2, clockMhz: 100 });
    // The clock is an axis, so that a design which does not reach it is no point to choose.
    const slow = rows.filter(({ status }) => status === 'infeasible');
    for (const { reason } of slow) expect(reason).toMatch(/^does not meet timing: 200 MHz asked, Fmax 1\d\d/);
    for (const row of rows.filter(({ status }) => status === 'ok')) {
      // `ports` is no field of bbs: its rows are there for both values, and alike.
      const own = row.accelerator === 'csr' ? ['ports'] : [];
      const axes = ['pes', 'banks', ...own, 'ewop.lanes', 'clockMhz'];
      expect(row).toMatchObject(
        metricsOfRun(
          String(row.accelerator),
          axes.map((axis) => `${axis}=${row[axis]}`),
          false,
        ),
      );
    }
  });

  it('compute and check their values when these are wanted, and say how far they are from float', async () => {
    const dir = folder();
    await run(
      specIn(
        dir,
        'name: v\naccelerators: [bbs]\nworkloads: [tiny]\nvalues: true\naxes: [{field: number.fractionBits, values: [6, 10]}]',
      ),
      dir,
    );
    const rows = await rowsOf(dir);
    for (const row of rows) {
      const sets = [`number.fractionBits=${row['number.fractionBits']}`];
      expect(row).toMatchObject(metricsOfRun('bbs', sets, true));
    }
    expect(Number(rows[0].output_error)).toBeGreaterThan(2 * Number(rows[1].output_error));
  });

  it('are repeated with every seed, every workload, and the changes of each accelerator', async () => {
    const dir = folder();
    const text = `
name: seeds
seeds: [1, 2]
accelerators: [{use: csr, name: narrow, set: {pes: 2, banks: 4}}, {use: csr, name: wide, set: {pes: 4, banks: 4}}]
workloads: [tiny, {use: tiny, name: sparser, set: {sparsity: 0.9}}]`;
    await run(specIn(dir, text), dir);
    const rows = await rowsOf(dir);
    const names = rows.map(({ accelerator, workload, seed }) => `${accelerator} ${workload} ${seed}`);
    expect(names).toEqual([
      'narrow tiny 1',
      'narrow tiny 2',
      'narrow sparser 1',
      'narrow sparser 2',
      'wide tiny 1',
      'wide tiny 2',
      'wide sparser 1',
      'wide sparser 2',
    ]);
    expect(rows[1]).toMatchObject(metricsOfRun('csr', ['pes=2', 'banks=4'], false, '2'));
    expect(rows[6]).toMatchObject(
      metricsOfRun('csr', ['pes=4', 'banks=4', 'workload.sparsity=0.9'], false, '1'),
    );
  });

  it('that do not fit their device are recorded with the reason and their resources, and nothing else', async () => {
    const dir = folder();
    const text = 'name: big\naccelerators: [bbs]\nworkloads: [tiny]\naxes: [{field: pes, values: [4, 4096]}]';
    expect((await run(specIn(dir, text), dir)).counts).toEqual({ ok: 1, infeasible: 1, failed: 0 });
    const [, misfit] = await rowsOf(dir);
    expect(misfit).toMatchObject({ status: 'infeasible', latency_us: null, cycles_total: null });
    expect(misfit.reason).toMatch(/^does not fit arria10-gx1150: needs [\d,]+ of 2,713 M20K/);
    expect(Number(misfit.bram_percent)).toBeGreaterThan(100);
  });

  it('whose values cannot be together are infeasible, and recorded with the reason', async () => {
    const dir = folder();
    const text = `
name: wrong
accelerators: [bbs]
workloads: [tiny]
axes:
  - field: ewop.style
    values: [instruction, chained]
  - field: ewop.chaining
    values: [true, false]`;
    expect((await run(specIn(dir, text), dir)).counts).toEqual({ ok: 3, infeasible: 1, failed: 0 });
    const failed = (await rowsOf(dir)).filter(({ status }) => status === 'infeasible');
    expect(failed).toHaveLength(1);
    expect(failed[0]).toMatchObject({ 'ewop.style': 'chained', 'ewop.chaining': true, latency_us: null });
    expect(failed[0].reason).toMatch(/ewop.chaining: expected off/);
  });

  it('whose weights their format cannot hold say which tensor, row and bank', async () => {
    const dir = folder();
    const text =
      'name: u\naccelerators: [{use: bbs, set: {pattern: unstructured}}]\nworkloads: [tiny]\naxes: [{field: pes, values: [2, 4]}]';
    expect((await run(specIn(dir, text), dir)).counts).toEqual({ ok: 0, infeasible: 2, failed: 0 });
    for (const { reason } of await rowsOf(dir))
      expect(reason).toMatch(/tensor weight_ih_l0.*row \d+.*bank \d+/);
    expect((await sweepStatus(dir)).failures).toEqual([]);
  });

  it.each([1, 2])('whose pattern cannot reach the sparsity are infeasible, with %i workers', async (jobs) => {
    const dir = folder();
    const text = `
name: ratios
accelerators: [{use: brds, set: {pes: 4, banks: 4}}]
workloads: [tiny]
axes: [{field: workload.sparsity, values: [0, 0.5]}]`;
    expect((await run(specIn(dir, text), dir, { jobs })).counts).toEqual({ ok: 1, infeasible: 1, failed: 0 });
    const [none] = await rowsOf(dir);
    expect(none).toMatchObject({ status: 'infeasible', latency_us: null, dsp: null });
    expect(none.reason).toMatch(/^pattern.recurrentDensity: .* expected at most 1$/);
  });

  it('whose weight memory is too small for their weights are infeasible', async () => {
    const dir = folder();
    const text = `
name: small
accelerators: [{use: bbs, set: {pes: 4, banks: 4, weights: resident}}]
workloads: [tiny]
axes: [{field: weightMemory.beatsPerPe, values: [8, 4096]}]`;
    expect((await run(specIn(dir, text), dir)).counts).toEqual({ ok: 1, infeasible: 1, failed: 0 });
    expect((await rowsOf(dir))[0].reason).toMatch(/^weightMemory.beatsPerPe: 8 beats/);
  });
});

describe('a sweep that did not end', () => {
  it('continues where it was stopped, and comes to the same rows', async () => {
    const dir = folder();
    let asked = 0;
    const first = await run(sweepOfSmall, dir, { isStopped: () => asked++ > 4 });
    expect(first.isInterrupted).toBe(true);
    const second = await run(sweepOfSmall, dir);
    expect(second).toMatchObject({ isInterrupted: false, before: first.fresh, points: 48 });
    expect(await rowsOf(dir)).toEqual(await rowsOf(undisturbed));
    expect(await run(sweepOfSmall, dir)).toMatchObject({ before: 48, fresh: 0 });
  });

  it('does again what a torn line was about', async () => {
    const dir = folder();
    await run(sweepOfSmall, dir);
    const [shard] = readdirSync(join(dir, 'shards'));
    const path = join(dir, 'shards', shard);
    truncateSync(path, readFileSync(path).length - 40);
    expect(await run(sweepOfSmall, dir)).toMatchObject({ before: 47, fresh: 1, damage: { torn: 1 } });
    expect(await rowsOf(dir)).toEqual(await rowsOf(undisturbed));
  });

  it('does again what a damaged line was about, and names the line', async () => {
    const dir = folder();
    await run(sweepOfSmall, dir);
    const [shard] = readdirSync(join(dir, 'shards'));
    const path = join(dir, 'shards', shard);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"cycles_total":', '"cycles_total":1'));
    const { damage, fresh } = await run(sweepOfSmall, dir);
    expect({ fresh, damaged: damage.damaged.map(({ line }) => line) }).toEqual({ fresh: 1, damaged: [1] });
    expect(await rowsOf(dir)).toEqual(await rowsOf(undisturbed));
  });

  it('tries points again that failed only when it is told to', async () => {
    const dir = folder();
    const sweep = specIn(dir, wrongLayers(dir));
    expect((await run(sweep, dir)).counts).toEqual({ ok: 1, infeasible: 0, failed: 1 });
    expect(await run(sweep, dir)).toMatchObject({ before: 2, fresh: 0 });
    expect(await run(sweep, dir, { retriesFailed: true })).toMatchObject({ before: 1, fresh: 1 });
  });
});

describe('the parts of a sweep', () => {
  it('together are the whole, before and after they are merged', async () => {
    const dir = folder();
    for (const index of [3, 1, 2]) await run(sweepOfSmall, dir, { chunk: { index, of: 3 } });
    expect(await rowsOf(dir)).toEqual(await rowsOf(undisturbed));
    expect(await mergeShards(dir)).toMatchObject({ shards: 3, found: 48, kept: 48 });
    expect(await rowsOf(dir)).toEqual(await rowsOf(undisturbed));
    expect(await run(sweepOfSmall, dir)).toMatchObject({ before: 48, fresh: 0 });
  });

  it('are refused beside another sweep, the same part, and the whole', async () => {
    const dir = folder();
    await run(sweepOfSmall, dir, { chunk: { index: 1, of: 16 } });
    const other = specIn(dir, small.replace('name: small', 'name: other'));
    await expect(run(other, dir, { chunk: { index: 2, of: 16 } })).resolves.toBeDefined();
    const wider = specIn(dir, small.replace('values: [100, 200]', 'values: [100, 200, 300]'));
    await expect(run(wider, dir, { chunk: { index: 2, of: 16 } })).rejects.toThrow(/holds the sweep small/);
    const lock = await acquireLock(dir, { kind: 'chunk', index: 3, of: 16 });
    await expect(run(sweepOfSmall, dir, { chunk: { index: 3, of: 16 } })).rejects.toThrow(
      /is in use by process \d+/,
    );
    await expect(run(sweepOfSmall, dir)).rejects.toThrow(/is in use by process \d+/);
    await lock.release();
  });
});

describe('results of one sweep', () => {
  it('are found by another one with the same designs, under its own numbers and axes', async () => {
    const dir = folder();
    await run(sweepOfSmall, dir);
    const wider = specIn(dir, small.replace('values: [2, 4, 8]', 'values: [1, 2, 4, 8]'));
    const summary = await run(wider, dir);
    expect(summary).toMatchObject({ points: 72, before: 0, reused: 48, fresh: 24 });
    const fresh = folder();
    await run(wider, fresh);
    expect(await rowsOf(dir)).toEqual(await rowsOf(fresh));
    // The first sweep is still there.
    expect(await run(sweepOfSmall, dir)).toMatchObject({ before: 48, reused: 0, fresh: 0 });
  });
});

describe('a store', () => {
  it('of a newer bbsim is left as it is', async () => {
    const dir = folder();
    mkdirSync(join(dir, 'shards'), { recursive: true });
    const manifest = JSON.stringify({ format: 'bbsim-sweep-store', storeVersion: 99 });
    writeFileSync(join(dir, 'sweep.json'), manifest);
    await expect(run(sweepOfSmall, dir)).rejects.toThrow(/written by a newer bbsim/);
    expect(readFileSync(join(dir, 'sweep.json'), 'utf8')).toBe(manifest);
    expect(readdirSync(join(dir, 'shards'))).toEqual([]);
  });

  it('survives lines that somebody else wrote into it', async () => {
    const dir = folder();
    await run(sweepOfSmall, dir);
    const [shard] = readdirSync(join(dir, 'shards'));
    appendFileSync(join(dir, 'shards', shard), '{"crc":"00000000","key":"__proto__"}\nnot json\n\u0000\n');
    expect(await rowsOf(dir)).toEqual(await rowsOf(undisturbed));
  });
});

describe('weights from a file', () => {
  const dir = folder();
  const file = join(dir, 'w.npz');
  const tensor = (rows: number, cols: number) => ({
    shape: [rows, cols],
    data: Float32Array.from({ length: rows * cols }, (_, i) => Math.sin(7 * i)),
  });
  const vector = (length: number) => ({ shape: [length], data: new Float32Array(length).fill(0.1) });
  const bytes = writeNpz([
    { name: 'weight_ih_l0', ...tensor(16, 8) },
    { name: 'weight_hh_l0', ...tensor(16, 4) },
    { name: 'bias_ih_l0', ...vector(16) },
    { name: 'bias_hh_l0', ...vector(16) },
  ]);
  writeFileSync(file, bytes);
  const layers = '{layers: [{inputs: 8, hidden: 4}], sparsity: 0.5}';
  const spec = (axes: string) => `
name: file
accelerators: [{use: bbs, set: {pes: 2, banks: 4, ewop.lanes: 4}}]
workloads: [{use: tiny, name: small, set: ${layers}, weights: ${file}}]
axes: [${axes}]`;

  it('give the rows that `bbsim run` gives for them, and decide the hash', async () => {
    const store = folder();
    await run(specIn(dir, spec('{field: pes, values: [2, 4]}')), store);
    const loaded = loadModel({
      workload: null,
      sets: [],
      weights: { path: file, bytes },
      prefix: null,
      seed: '1',
    });
    for (const row of await rowsOf(store)) {
      const { result } = runModel({
        platform: loadPlatform('bbs', [`pes=${row.pes}`, 'banks=4', 'ewop.lanes=4']),
        loaded,
        steps: null,
        sparsity: 0.5,
        prunes: true,
        files: null,
        hasValues: false,
        mustFit: true,
        seed: '1',
      });
      expect(row).toMatchObject(metricsOf(result));
    }
  });

  it('fail at points whose layers are not those of the file, whatever is in the store', async () => {
    const store = folder();
    await run(specIn(dir, spec('{field: pes, values: [2]}')), store);
    const other = specIn(dir, spec('{field: workload.layers.0.hidden, values: [4, 8]}'));
    expect(await run(other, store)).toMatchObject({ reused: 1, counts: { ok: 1, failed: 1 } });
    const [, failed] = await rowsOf(store);
    expect(failed.reason).toMatch(/layer 0 has hidden 4, but workload small has 8/);
  });
});

describe('the files that a specification names', () => {
  const dir = folder();
  const device = readFileSync('configs/devices/arria10-gx1150.yaml', 'utf8');
  writeFileSync(join(dir, 'device.yaml'), device);
  writeFileSync(
    join(dir, 'array.yaml'),
    'kind: bbs\npes: 4\nbanks: 4\newop: {lanes: 4}\ndevice: ./device.yaml\n',
  );
  const text = 'name: f\naccelerators: [./array.yaml]\nworkloads: [tiny]';

  it('are part of the sweep by what they hold, so a device that changed is not taken for the old one', async () => {
    const store = folder();
    const before = specIn(dir, text);
    await run(before, store);
    const [{ dsp_percent: wide }] = await rowsOf(store);
    writeFileSync(join(dir, 'device.yaml'), device.replace(/count: 1518/, 'count: 152'));
    const after = specIn(dir, text);
    expect(after.space.hash).not.toBe(before.space.hash);
    expect(await run(after, store)).toMatchObject({ before: 0, fresh: 1 });
    const [{ dsp_percent: narrow }] = await rowsOf(store);
    expect(Number(narrow)).toBeGreaterThan(5 * Number(wide));
  });

  it('are the same by whatever path they are reached', () => {
    const path = join(dir, 'named.yaml');
    writeFileSync(path, text);
    const hashOf = (way: string) => loadSweep(way, (name) => readInput(name, 'weights')).space.hash;
    expect(hashOf(relative(process.cwd(), path))).toBe(hashOf(path));
  });
});

describe('a sweep that is told to stop', () => {
  it('stops between copies of what another sweep has', async () => {
    const dir = folder();
    const many = small.replace('values: [100, 200]', 'range: {from: 1, to: 40, step: 1}');
    await run(specIn(dir, many), dir);
    let written = 0;
    const again = specIn(dir, many.replace('to: 40', 'to: 41'));
    const summary = await run(again, dir, {
      isStopped: () => written > 0,
      onProgress: ({ done }) => {
        written = done;
      },
    });
    expect(summary).toMatchObject({ isInterrupted: true, reused: 256, fresh: 0 });
  });
});
