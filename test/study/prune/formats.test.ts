import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StoredMatrix } from '../../../src/bbs/matrix.ts';
import { patternKinds, patternOf, resolvePattern } from '../../../src/bbs/patterns/named-pattern.ts';
import { readWeights } from '../../../src/cli/weights-file.ts';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { modelFromTensors } from '../../../src/lstm/model-from-tensors.ts';
import { findModels } from '../../../src/lstm/weights/choose-model.ts';
import type { FoundModel } from '../../../src/lstm/weights/found-model.ts';
import type { LstmTensor, LstmTensors } from '../../../src/lstm/weights/state-dict.ts';
import { loadAccelerator } from '../../../src/run/load-config.ts';
import { requestedTargets } from '../../../src/run/matrix-targets.ts';
import type { FileBytes } from '../../../src/run/open-weights.ts';
import { preparationFor, prepareModel } from '../../../src/run/prepared-model.ts';
import { type PruneRequest, pruneFile } from '../../../src/study/prune/prune-file.ts';
import { formatOf, tensorFormats } from '../../../src/tensors/open.ts';
import type { TensorFile } from '../../../src/tensors/tensor-file.ts';
import { npzOf, opened } from './files.ts';

const folder = join(import.meta.dirname, '../../fixtures/models');
const { config } = loadAccelerator('bbs', ['pes=2', 'banks=2']);

/** One opset of many says what all of them say: the layout of the weights is the same. */
const isOneOfMany = (path: string): boolean => /opset(?!13|18)\d/.test(path);

/** Files of a framework's own, in every format that is read. */
const files: readonly FileBytes[] = [
  npzOf([{ kind: 'lstm', inputs: 5, hidden: 4, projection: 3, peepholes: false, biases: true }]),
  ...readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => tensorFormats.some(({ endings }) => endings.some((ending) => path.endsWith(ending))))
    .filter((path) => !isOneOfMany(path))
    .sort()
    .flatMap((path) => readable(join(folder, path))),
];

/** A file that is written anew, opened, with its models that can be read. */
const cases = files.flatMap((weights) => {
  const format = formatOf(weights.bytes);
  if (format?.rewrite === undefined) return [];
  const file = opened(weights);
  return findModels(file, weights.path).models.flatMap((model) => {
    const tensors = orNull(() => model.read());
    const name = `${weights.path.slice(folder.length + 1)}, ${model.name}`;
    return tensors === null ? [] : [{ name, format: format.name, weights, file, model, tensors }];
  });
});

const rebuilding = patternKinds.filter((kind) => patternOf({ kind }).rebuild !== undefined);

const request = (weights: FileBytes, model: string): PruneRequest => ({
  weights,
  choice: { model, prefix: null },
  direction: null,
  accelerator: 'array',
  config: { ...config, pattern: { kind: 'unstructured' } },
  prunes: true,
  sparsity: 0.5,
  int8: null,
  out: 'out',
});

const matricesOf = ({ layers }: LstmTensors): readonly LstmTensor[] =>
  layers.flatMap(({ weightIh, weightHh, weightHr }) => [weightIh, weightHh, ...(weightHr ? [weightHr] : [])]);

/** The model in the new file that has the place of one in the old. */
function sameModel(file: TensorFile, path: string, { name }: FoundModel): LstmTensors {
  const found = findModels(file, path).models.find((model) => model.name === name);
  if (found === undefined) throw new Error(`no model ${name}`);
  return found.read();
}

describe('a file of any format that is pruned', () => {
  it('is of every format that is written', () => {
    const written = tensorFormats.filter(({ rewrite }) => rewrite).map(({ name }) => name);
    expect([...new Set(cases.map(({ format }) => format))].sort()).toEqual([...written].sort());
  });

  it.each(cases)(
    'reads back with zeros and masks, else as it was, and stays so when it is pruned again: $name',
    async ({ weights, file, model, tensors }) => {
      const given = { ...weights, bytes: Buffer.from(weights.bytes) };
      const { result, written } = await pruneFile(request(given, model.name));
      expect(given.bytes.equals(weights.bytes)).toBe(true);
      const after = { path: weights.path, bytes: written.bytes, companions: written.companions };
      const now = opened(after);
      const pruned = sameModel(now, weights.path, model);
      const [old, made] = [matricesOf(tensors), matricesOf(pruned)];
      expect(result.tensors.map(({ name }) => name)).toEqual(old.map(({ name }) => name));
      made.forEach(({ mask, values, shape }, at) => {
        expect(shape).toEqual(old[at].shape);
        const kept = mask ?? new Uint8Array(0);
        expect(kept.reduce((sum, bit) => sum + bit, 0)).toBe(result.tensors[at].kept);
        expect([...values]).toEqual([...old[at].values].map((value, i) => (kept[i] ? value : 0)));
      });
      expect(result.sparsity).toBeGreaterThan(0.3);
      expect({ ...pruned, layers: pruned.layers.map(withoutMatrices) }).toEqual({
        ...tensors,
        layers: tensors.layers.map(withoutMatrices),
      });
      const isTold = (name: string) => result.remarks.some((remark) => remark.includes(`tensor ${name} `));
      const touched = new Set(old.flatMap(({ name, origin }) => origin?.().tensors ?? [name]));
      expect(now.names.filter((name) => file.has(name))).toEqual(file.names);
      for (const name of file.names) {
        if (touched.has(name)) expect(now.read(name).dtype).toBe(file.read(name).dtype);
        else if (!isTold(name) && !name.includes('_mask')) expect(now.read(name)).toEqual(file.read(name));
      }
      expect((await pruneFile(request(after, model.name))).written).toEqual(written);
    },
  );
});

describe('a file of any format whose weights are rebuilt', () => {
  it.each(cases.map((one, at) => ({ ...one, kind: rebuilding[at % rebuilding.length] })))(
    'holds what a run stores that rebuilds them: $kind, $name',
    async ({ weights, model, tensors, kind }) => {
      const own = { ...config, pattern: resolvePattern(kind, { pes: 2, banks: 2, placement: 'even' }) };
      const given = { ...weights, bytes: Buffer.from(weights.bytes) };
      const pruning = pruneFile({ ...request(given, model.name), config: own });
      // Its graph casts floats of 16 bits to single precision, which is what a run rebuilds.
      if (weights.path.endsWith('half.onnx') && kind === 'circulant')
        return await expect(pruning).rejects.toThrow(/element \d+ becomes .*, which float16 does not hold/);
      const made = await pruning;
      const pruned = sameModel(opened({ path: weights.path, ...made.written }), weights.path, model);
      const stored = (of: LstmTensors, prunes: boolean) => {
        const net = modelFromTensors(of, 'net');
        const target = requestedTargets(own.pattern, net.shape, 0.5);
        const { layers } = prepareModel(net, preparationFor(own, prunes, target));
        return layers.flatMap(({ gates, projection }) => [...gates, ...(projection ? [projection] : [])]);
      };
      expect(stored(pruned, false).map(entriesOf)).toEqual(stored(tensors, true).map(entriesOf));
    },
  );
});

describe('tensors that have their values in common', () => {
  it.each([['pytorch/tied.pt', 'first', 'tensor second.weight_hh_l0 changes too']])(
    'are told of where both change: %s',
    async (path, model, says) => {
      const weights = readWeights(join(folder, path), 'file');
      const { result } = await pruneFile(request(weights, model));
      expect(result.remarks).toContainEqual(expect.stringContaining(says));
    },
  );
});

const entriesOf = ({ rowStart, columns, codes }: StoredMatrix) => ({ rowStart, columns, codes });

function withoutMatrices({
  weightIh: _,
  weightHh: __,
  weightHr: ___,
  ...rest
}: LstmTensors['layers'][number]) {
  return {
    ...rest,
    ...Object.fromEntries(
      Object.entries(rest).map(([name, tensor]) => [
        name,
        tensor !== null && typeof tensor === 'object' && 'values' in tensor ? [...tensor.values] : tensor,
      ]),
    ),
    peepholes: rest.peepholes && Object.values(rest.peepholes).map(({ values }) => [...values]),
  };
}

function readable(path: string): readonly FileBytes[] {
  const weights = orNull(() => readWeights(path, 'file'));
  return weights === null || orNull(() => opened(weights)) === null ? [] : [weights];
}

function orNull<Made>(make: () => Made): Made | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof BadInput || (error instanceof Error && /is not read$/.test(error.message)))
      return null;
    throw error;
  }
}
