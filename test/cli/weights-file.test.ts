import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readWeights } from '../../src/cli/weights-file.ts';
import { loadSweep } from '../../src/explore/space/load-sweep.ts';
import { loadModel } from '../../src/run/load-model.ts';
import { refusal } from '../config/refusal.ts';
import { folder, put, session } from './session.ts';

const here = folder();
const fixtures = new URL('../fixtures/models/safetensors/', import.meta.url).pathname;
const shards = ['sharded-00001-of-00002.safetensors', 'sharded-00002-of-00002.safetensors'];
const index = 'sharded.safetensors.index.json';
const home = join(here, 'home');
const path = join(home, index);

beforeEach(() => {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home);
  for (const name of [index, ...shards]) copyFileSync(join(fixtures, name), join(home, name));
});

const read = () => readWeights(path, '--weights');

/** A shard with another last element. */
function changed(shard: string): Uint8Array {
  const bytes = readFileSync(join(home, shard));
  bytes[bytes.length - 1] ^= 1;
  return bytes;
}

const inputsOf = () =>
  loadModel({ workload: null, sets: [], weights: read(), prefix: null, seed: '1' }).inputs;

describe('a file of weights that others belong to', () => {
  it('is read with them, from its own folder', () => {
    const { bytes, companions } = read();
    expect(Buffer.from(bytes).equals(readFileSync(path))).toBe(true);
    expect([...(companions ?? [])].map(([name, { length }]) => [name, length])).toEqual(
      shards.map((name) => [name, readFileSync(join(home, name)).length]),
    );
    expect(readWeights(join(home, shards[0]), '--weights').companions).toBeUndefined();
  });

  it('has a digest that a change in any of them moves', () => {
    const before = inputsOf();
    expect(inputsOf()).toEqual(before);
    put(home, shards[1], changed(shards[1]));
    expect(inputsOf()).not.toEqual(before);
  });

  it('names the one that is missing', () => {
    rmSync(join(home, shards[1]));
    expect(refusal(read)).toBe(
      `--weights: ${path}: the file ${shards[1]} that belongs to it is missing (${join(home, shards[1])})`,
    );
  });

  it('names the one that is a folder', () => {
    rmSync(join(home, shards[0]));
    mkdirSync(join(home, shards[0]));
    expect(refusal(read)).toBe(`--weights: cannot read ${join(home, shards[0])}: it is not a regular file`);
  });

  it.skipIf(process.platform === 'win32')('waits for no pipe that nobody writes to', () => {
    for (const name of [shards[0], index]) {
      rmSync(join(home, name));
      execFileSync('mkfifo', [join(home, name)]);
      expect(refusal(read)).toBe(`--weights: cannot read ${join(home, name)}: it is not a regular file`);
    }
  });

  it('has none outside its folder, be it by a path or by a link', () => {
    const text = readFileSync(path, 'utf8');
    for (const away of ['../outside.safetensors', '/outside.safetensors', 'a/../../outside.safetensors']) {
      put(home, index, text.replaceAll(shards[1], away));
      expect(refusal(read)).toContain(path);
    }
    put(home, index, text);
    rmSync(join(home, shards[1]));
    symlinkSync(join(fixtures, shards[1]), join(home, shards[1]));
    expect(refusal(read)).toBe(
      `--weights: ${path}: the file ${shards[1]} that belongs to it is a link out of its folder`,
    );
  });

  it('may be reached by links to another folder, as in a cache of models, with all that belongs to it', () => {
    const snapshot = join(here, 'snapshot');
    mkdirSync(snapshot);
    for (const name of [index, ...shards]) symlinkSync(join(home, name), join(snapshot, name));
    expect(readWeights(join(snapshot, index), '--weights').companions?.size).toBe(2);
  });

  it('goes with them to the workers of a sweep, whose hash each of them decides', async () => {
    const { model } = loadModel({ workload: null, sets: [], weights: read(), prefix: null, seed: '1' });
    const layers = model.shape.layers.map(({ kind, inputs, hidden, projection }) => ({
      ...{ kind, inputs, hidden, projection },
    }));
    const spec = {
      accelerators: [{ use: 'bbs', set: { pes: 2, banks: 4, 'ewop.lanes': 4 } }],
      workloads: [{ use: 'tiny', name: 'net', weights: path, set: { layers } }],
      axes: [],
    };
    const file = put(here, 'sharded.yaml', JSON.stringify(spec));
    const { code, err } = await session('sweep', file, '--out', join(here, 'store'), '--jobs', '1');
    expect(code, err).toBe(0);
    const hashOf = () => loadSweep(file, (name) => readWeights(name, 'weights')).space.hash;
    const before = hashOf();
    put(home, shards[0], changed(shards[0]));
    expect(hashOf()).not.toBe(before);
  });
});
