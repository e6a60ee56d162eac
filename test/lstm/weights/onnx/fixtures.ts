import { readFileSync } from 'node:fs';
import { modelFromTensors } from '../../../../src/lstm/model-from-tensors.ts';
import { floatSequence, zeroFloatState } from '../../../../src/lstm/reference-float.ts';
import { chooseModel } from '../../../../src/lstm/weights/choose-model.ts';
import type { LstmTensors } from '../../../../src/lstm/weights/state-dict.ts';
import { prepareModel } from '../../../../src/run/prepared-model.ts';
import { openTensors } from '../../../../src/tensors/open.ts';
import type { TensorFile } from '../../../../src/tensors/tensor-file.ts';

/** A tensor that a runtime is fed with, or that it gives. */
export interface Fed {
  readonly dims: readonly number[];
  readonly type: string;
  readonly data: readonly (number | boolean)[];
}

/** A model of a file, an input sequence and what comes out. */
export interface ExpectedModel {
  /** Null: the only one. */
  readonly name: string | null;
  readonly x: readonly (readonly number[])[];
  readonly y: readonly (readonly number[])[];
  /** The first states of the passes, where they are inputs of the file. */
  readonly states?: readonly { readonly h: readonly number[]; readonly c: readonly number[] }[];
}

/** What make.py says of a file. */
export interface ExpectedFile {
  readonly models: readonly ExpectedModel[];
  readonly feeds: Readonly<Record<string, Fed>>;
  readonly fetches: Readonly<Record<string, Fed>>;
}

const folder = new URL('../../../fixtures/models/onnx-recurrent/', import.meta.url);

/** The files with recurrent models, by name. */
export const expectedFiles: Readonly<Record<string, ExpectedFile>> = Object.fromEntries(
  readFileSync(new URL('expected.jsonl', folder), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): ExpectedFile & { readonly file: string } => JSON.parse(line))
    .map((expected) => [expected.file, expected]),
);

/** The bytes of a file of the folder. */
export function bytesOf(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, folder)));
}

/** A file of the folder, opened. */
export function openedFixture(name: string): TensorFile {
  const file = openTensors(bytesOf(name), name);
  if (file === null) throw new Error(`${name} is no file of tensors`);
  return file;
}

/** A model of a file as it is read. */
export function readModel(file: string, model: string | null): LstmTensors {
  return chooseModel(openedFixture(file), file, { model, prefix: null }).read();
}

/** The outputs of the float64 reference, step by step, all weights kept. */
export function floatOutputs(tensors: LstmTensors, { x, states }: ExpectedModel): readonly Float64Array[] {
  const { layers } = prepareModel(modelFromTensors(tensors, 'm'), {
    pattern: { kind: 'dense' },
    gateMatrix: 'separate',
    format: { bits: 16, fractionBits: 12, accumulatorBits: 48 },
    target: () => ({ sparsity: 0 }),
  });
  const initial = layers.map((layer, pass) => {
    const zeros = zeroFloatState(layer);
    const { h, c } = tensors.initial?.[pass] ?? { h: null, c: null };
    const given = states?.[pass];
    if (given !== undefined) return { h: Float64Array.from(given.h), c: Float64Array.from(given.c) };
    return { h: h ?? zeros.h, c: c ?? zeros.c };
  });
  const inputs = x.map((row) => Float64Array.from(row));
  return floatSequence(layers, inputs, initial).outputs;
}

/** Infinity where they are not equally long. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Array.from(a).reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0);
}
