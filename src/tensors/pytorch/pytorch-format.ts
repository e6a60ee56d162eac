import { BadInput } from '../../errors/bad-input.ts';
import { decodeElements, elementBytes } from '../elements/elements.ts';
import { printableName } from '../named-shape.ts';
import { refuseWrongChanges } from '../tensor-changes.ts';
import type { Tensor, TensorFile, TensorFormat } from '../tensor-file.ts';
import { tensorTable } from '../tensor-table.ts';
import type { NamedTorchTensor } from './named-tensors.ts';
import { rewriteTorch } from './rewrite-torch.ts';
import { gatherElements } from './strided-view.ts';
import { isTorchArchive } from './torch-archive.ts';
import { openTorchCheckpoint, type TorchCheckpoint } from './torch-checkpoint.ts';

/** Files of `torch.save` in its zip form: state dicts, and checkpoints that hold them. */
export const torchSave: TensorFormat = {
  name: 'pytorch',
  says: 'a file of torch.save',
  endings: ['.pt', '.pth', '.bin', '.ckpt'],
  // As torch.nn.utils.prune has them.
  maskType: 'float32',
  matches: isTorchArchive,
  open: (bytes, path) => fileOf(openTorchCheckpoint(bytes, path), path),
  rewrite(bytes, path, _companions, changes) {
    const checkpoint = openTorchCheckpoint(bytes, path);
    refuseWrongChanges(fileOf(checkpoint, path), changes, path);
    return rewriteTorch(checkpoint, path, changes);
  },
};

function fileOf(checkpoint: TorchCheckpoint, path: string): TensorFile {
  const entries = Array.from(
    checkpoint.tensors,
    ([name, found]) =>
      [name, { shape: shapeOf(found), read: () => readTensor(checkpoint, found, path) }] as const,
  );
  return tensorTable('pytorch', path, new Map(entries));
}

function shapeOf({ tensor }: NamedTorchTensor): readonly number[] | null {
  return 'says' in tensor ? null : tensor.shape;
}

/** Decodes a tensor. Throws BadInput on one that is not of plain numbers. */
function readTensor({ archive, storage }: TorchCheckpoint, found: NamedTorchTensor, path: string): Tensor {
  const { name, tensor } = found;
  const place = `${path}, tensor ${printableName(name)}`;
  if ('says' in tensor) throw new BadInput(`${place}: is ${tensor.says}, expected a tensor of plain numbers`);
  const { shape, dtype } = tensor;
  const bytes = gatherElements(storage(tensor.key), elementBytes[dtype], tensor);
  const { isLittleEndian: littleEndian } = archive;
  return { shape, dtype, data: decodeElements(dtype, bytes, { littleEndian, place }) };
}
