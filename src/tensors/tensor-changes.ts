import { BadInput } from '../errors/bad-input.ts';
import { printableName, shapesText } from './named-shape.ts';
import type { Tensor, TensorChanges, TensorFile } from './tensor-file.ts';

/**
 * Throws BadInput for changes that a file cannot take: other values for a tensor that it does not have or
 * that has another shape, and a new tensor of a name that it has.
 */
export function refuseWrongChanges(
  file: Pick<TensorFile, 'has' | 'shape'>,
  { replaced, added }: TensorChanges,
  path: string,
): void {
  for (const [name, tensor] of replaced) {
    const place = `${path}, tensor ${printableName(name)}`;
    const shape = file.shape(name);
    if (shape === null) throw new BadInput(`${place}: is not in the file, expected one to be replaced`);
    refuseOtherShape(tensor, shape, place);
  }
  const names = new Set<string>();
  for (const tensor of added) {
    const place = `${path}, tensor ${printableName(tensor.name)}`;
    if (file.has(tensor.name) || names.has(tensor.name))
      throw new BadInput(`${place}: is in the file already, beside ${shapesText([tensor])} to be added`);
    refuseOtherShape(tensor, tensor.shape, place);
    names.add(tensor.name);
  }
}

function refuseOtherShape({ shape, data }: Tensor, expected: readonly number[], place: string): void {
  const isSame = shape.length === expected.length && shape.every((size, axis) => size === expected[axis]);
  if (isSame && data.length === shape.reduce((count, size) => count * size, 1)) return;
  throw new BadInput(
    `${place}: ${data.length} elements of shape [${shape.join(', ')}], expected [${expected.join(', ')}]`,
  );
}
