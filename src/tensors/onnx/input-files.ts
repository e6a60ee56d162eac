import { BadInput } from '../../errors/bad-input.ts';
import { printableName } from '../named-shape.ts';
import type { Companions } from '../tensor-file.ts';
import type { OnnxInput } from './onnx-model.ts';
import { readTensorHead, type TensorHead } from './tensor-head.ts';
import { type Source, wholeFile } from './wire.ts';

/** Most inputs of a model that are looked for in files. */
const MOST_INPUTS = 1000;

/**
 * Files that may hold the values of the graph input `name`, number `index`, the most telling first: its own
 * name, its number, and its number among the test data that the ONNX project keeps with models.
 */
function filesOf(name: string, index: number): readonly string[] {
  const own = /^[\w.-]{1,200}$/.test(name) && !name.startsWith('.') ? [`${name}.pb`] : [];
  return [...own, `input_${index}.pb`, `test_data_set_0/input_${index}.pb`];
}

/** The files in which the values of inputs may lie. */
export function inputFiles(
  inputs: readonly OnnxInput[],
  hasValue: (name: string) => boolean,
): readonly string[] {
  return inputs
    .slice(0, MOST_INPUTS)
    .flatMap(({ name }, index) => (hasValue(name) ? [] : filesOf(name, index)));
}

/** The file of a graph input beside the model, of which the name is wanted; null: there is none. */
export function inputFile(
  model: Source,
  name: string,
  index: number,
  companions: Companions,
): InputFile | null {
  const path = index < MOST_INPUTS ? filesOf(name, index).find((file) => companions.has(file)) : undefined;
  const bytes = path === undefined ? undefined : companions.get(path);
  return path === undefined || bytes === undefined
    ? null
    : { source: { bytes, path: `${model.path}, ${path}` }, name, index };
}

/** A file that holds the values of a graph input: one TensorProto. */
export interface InputFile {
  readonly source: Source;
  readonly name: string;
  readonly index: number;
}

/** The tensor in a file of an input. Throws BadInput for a file that is none, or that of another input. */
export function inputHead({ source, name, index }: InputFile): TensorHead {
  const head = readTensorHead(source, wholeFile(source));
  if (head.name === '' || head.name === name) return head;
  throw new BadInput(
    `${source.path}: holds tensor ${printableName(head.name)}, expected ${printableName(name)}, which is input ${index} of the model`,
  );
}
