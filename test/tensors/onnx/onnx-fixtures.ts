import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onnx } from '../../../src/tensors/onnx/onnx-format.ts';
import { isOnnxFile, type OnnxFile, type OnnxGraph } from '../../../src/tensors/onnx/onnx-model.ts';
import type { Companions, Tensor } from '../../../src/tensors/tensor-file.ts';

const FOLDER = fileURLToPath(new URL('../../fixtures/models/onnx/', import.meta.url));

/** What NumPy says of a tensor. */
export interface Described {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: readonly number[];
  /** Of a folded one: element plus 10,000 times the place of its tensor among `leaves`. */
  readonly places?: readonly number[];
}

/** What make.py says of a model. */
export interface Expected {
  readonly leaves?: readonly string[];
  readonly values: Readonly<Record<string, Described>>;
  readonly folded?: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

const lines = readFileSync(join(FOLDER, 'expected.jsonl'), 'utf8').trim().split('\n');
const all = new Map<string, Expected>(lines.map((line) => JSON.parse(line)));

/** Names of the models of which make.py says something. */
export const describedModels: readonly string[] = [...all.keys()];

/** What make.py says of a model. */
export function expectedOf(name: string): Expected {
  return all.get(name) as Expected;
}

/** The bytes of a model made by make.py. */
export function onnxFixture(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(FOLDER, name)));
}

/** All files in the folder of a model, by their paths relative to it. */
export function filesBeside(name: string): Companions {
  const folder = join(FOLDER, dirname(name));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return new Map(
    files.map((file) => {
      const path = join(file.parentPath, file.name);
      return [posix.relative(folder, path), new Uint8Array(readFileSync(path))];
    }),
  );
}

/** Opens bytes as an ONNX model called `m`. */
export function openModel(bytes: Uint8Array, companions: Companions = new Map()): OnnxFile {
  const file = onnx.open(bytes, 'm', companions);
  if (!isOnnxFile(file)) throw new Error('no ONNX file');
  return file;
}

/** Opens a model made by make.py, with the files that it needs. */
export function openFixture(name: string): OnnxFile {
  const bytes = onnxFixture(name);
  const beside = name.includes('/') ? filesBeside(name) : new Map<string, Uint8Array>();
  const asked = onnx.companions?.(bytes, 'm') ?? [];
  return openModel(bytes, new Map([...beside].filter(([path]) => asked.some((one) => one.path === path))));
}

/** A tensor in the words of make.py. */
export function described({ shape, dtype, data }: Tensor): Described {
  return { shape, dtype, values: Array.from(data) };
}

/** Every graph of a model, outer before inner. */
export function graphsOf(graph: OnnxGraph): readonly OnnxGraph[] {
  return [graph, ...graph.nodes.flatMap((node) => [...node.graphs.values()].flatMap(graphsOf))];
}
