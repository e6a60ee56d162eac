import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const bundle = fileURLToPath(new URL('../../dist/bundle/', import.meta.url));
const program = fileURLToPath(new URL('../../bin/bbsim.js', import.meta.url));

/** Prints the address of every module that is loaded, on standard error. */
const hook = `export async function load(url, context, next) {
  process._rawDebug('loaded ' + url);
  return next(url, context);
}`;
const register = `import { register } from 'node:module';
register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hook)}`)});`;

/** The files of the bundle that a command line loads. */
function loadedBy(...words: string[]): string[] {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(register)}`, program, ...words],
    { encoding: 'utf8' },
  );
  expect(status, stderr).toBe(0);
  return [...stderr.matchAll(/^loaded .*\/dist\/bundle\/(.*)$/gm)].map(([, name]) => name);
}

/** Files of the bundle that hold a word of some part of the program; their long lines are broken. */
function partsWith(word: string): string[] {
  const textOf = (name: string) => readFileSync(join(bundle, name), 'utf8').replaceAll('\\\n', '');
  return readdirSync(bundle).filter((name) => textOf(name).includes(word));
}

/** Of the readers of PyTorch's, ONNX's, Keras' and sharded files. */
const formatWords = ['_rebuild_tensor_v2', 'ConstantOfShape', 'recurrent_kernel', 'weight_map'];

function expectNone(loaded: readonly string[], words: readonly string[]): void {
  for (const word of words) {
    const parts = partsWith(word);
    expect(parts.length, word).toBeGreaterThan(0);
    expect(
      loaded.filter((name) => parts.includes(name)),
      word,
    ).toEqual([]);
  }
}

describe('the start of the program', () => {
  it.each(['--version', '--help'])('loads neither a command nor a schema for %s', (option) => {
    const loaded = loadedBy(option);
    expect(loaded).toContain('main.js');
    for (const word of [
      'invalid_union',
      'parseDocument',
      'Prunes the same weights',
      'accelerators and [workload]',
    ]) {
      const parts = partsWith(word);
      expect(parts.length, word).toBeGreaterThan(0);
      expect(loaded.filter((name) => parts.includes(name))).toEqual([]);
    }
  });

  it('lists the presets without a schema, and without what reads weights', () => {
    const loaded = loadedBy('list');
    expect(loaded.some((name) => partsWith('parseDocument').includes(name))).toBe(true);
    expectNone(loaded, ['invalid_union', ...formatWords]);
  });

  it('loads no chart, no store, no RTL and no format of weights for a run', () => {
    const others = ['chartjs-node-canvas', 'hyparquet', 'verilator', 'tinypool'];
    expectNone(loadedBy('run', 'tiny', '--no-values'), [...others, ...formatWords]);
  });

  it('loads the formats of weights where there is a file of them', () => {
    const file = 'test/fixtures/models/safetensors/lstm.safetensors';
    const loaded = loadedBy('run', '--weights', file, '--no-values');
    for (const word of formatWords)
      expect(
        loaded.some((name) => partsWith(word).includes(name)),
        word,
      ).toBe(true);
  });
});
