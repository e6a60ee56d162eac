import { orList } from '../../config/wording.ts';
import { BadInput } from '../../errors/bad-input.ts';
import type { LstmTensors } from '../../lstm/weights/state-dict.ts';
import { type FileBytes, openWeights } from '../../run/open-weights.ts';
import { printableName } from '../../tensors/named-shape.ts';
import { formatOf, tensorFormats } from '../../tensors/open.ts';
import type { TensorFile, TensorFormat } from '../../tensors/tensor-file.ts';

/** A format that can be written. */
export type WritableFormat = TensorFormat & Required<Pick<TensorFormat, 'rewrite'>>;

/** Opens a file that is to be written anew. Throws BadInput for one that is not read, or not written. */
export function openToWrite(weights: FileBytes): {
  readonly file: TensorFile;
  readonly format: WritableFormat;
} {
  const file = openWeights(weights);
  const format = formatOf(weights.bytes);
  if (format !== null && isWritable(format)) return { file, format };
  const written = orList(tensorFormats.filter(isWritable).map(({ says }) => says));
  throw new BadInput(`${weights.path}: is ${format?.says}, which is not written; expected ${written}`);
}

function isWritable(format: TensorFormat): format is WritableFormat {
  return format.rewrite !== undefined;
}

/** Throws BadInput where int8 codes would take the place of codes, or where models have none. */
export function refuseCodes(
  { layers }: LstmTensors,
  hasCodes: boolean,
  { says }: TensorFormat,
  path: string,
): void {
  if (!hasCodes)
    throw new BadInput(
      `${path}: int8 codes with scales have no place in ${says}, expected tensors under PyTorch's names`,
    );
  const matrices = layers.flatMap(({ weightIh, weightHh, weightHr }) => [
    weightIh,
    weightHh,
    ...(weightHr ? [weightHr] : []),
  ]);
  const codes = matrices.find(({ raw, scales }) => raw || scales !== undefined);
  if (codes === undefined) return;
  throw new BadInput(
    `${path}, tensor ${printableName(codes.name)}: holds ${codes.raw ? 'int16 raw' : 'int8'} codes, expected floats to make int8 codes of`,
  );
}
