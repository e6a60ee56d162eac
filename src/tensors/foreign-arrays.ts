import { BadInput } from '../errors/bad-input.ts';
import { type ForeignFile, foreignFile } from './foreign/foreign-file.ts';
import { type NamedShape, shapesText } from './named-shape.ts';
import { formatOf, openTensors } from './open.ts';

/** Throws BadInput for a file of arrays (`expected`: .npy, .npz) that is of another format: what it is. */
export function refuseForeignArrays(bytes: Uint8Array, path: string, expected: string): void {
  const found = foreignFile(bytes) ?? namedTensorsIn(bytes, path);
  if (found === null) return;
  const { what, tensors } = found;
  const list = tensors === null || tensors.length === 0 ? '' : ` with ${shapesText(tensors)}`;
  throw new BadInput(`${path}: is ${what}${list}, expected ${expected}`);
}

/** What a file with named tensors is that is no .npz; null: it is one, or none with such. */
function namedTensorsIn(bytes: Uint8Array, path: string): Pick<ForeignFile, 'what' | 'tensors'> | null {
  const format = formatOf(bytes);
  if (format === null || format.name === 'npz' || format.name === 'npy') return null;
  return { what: format.says, tensors: tensorsIn(bytes, path) };
}

/** The tensors of a file of a format that is read; null where it is damaged, or needs others beside it. */
function tensorsIn(bytes: Uint8Array, path: string): readonly NamedShape[] | null {
  try {
    const file = openTensors(bytes, path);
    return file?.names.map((name) => ({ name, shape: file.shape(name) })) ?? null;
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
}
