import { BadInput } from '../../errors/bad-input.ts';
import { eachVarint } from './attributes.ts';
import { TENSOR } from './messages.ts';
import { fieldText, type Source, type Span, walk } from './wire.ts';

/** What a tensor of a file says of itself; its values have not been looked at. */
export interface TensorHead {
  /** The file in which it lies: the model, or a .pb beside it. */
  readonly source: Source;
  readonly span: Span;
  readonly name: string;
  readonly dims: readonly number[];
  /** TensorProto.DataType. */
  readonly dataType: number;
  /** The file of its values, relative to that of the model; null: they are in the tensor. */
  readonly isExternal: boolean;
}

/** Most axes of a tensor. */
export const MOST_AXES = 32;

/** Reads name, shape and type. Throws BadInput for no message, and for a shape beyond any tensor. */
export function readTensorHead(source: Source, span: Span): TensorHead {
  const dims: number[] = [];
  let [name, dataType, location] = ['', 0, 0];
  walk(source, span, TENSOR, (field) => {
    if (field.number === TENSOR.name) name = fieldText(source, field, TENSOR);
    else if (field.number === TENSOR.dataType) dataType = field.value;
    else if (field.number === TENSOR.dataLocation) location = field.value;
    else if (field.number === TENSOR.dims)
      eachVarint(source, field, (size) => {
        checkAxis(source, span, dims, size);
        dims.push(size);
      });
  });
  return { source, span, name, dims, dataType, isExternal: location === 1 };
}

/** An axis of 0 must not hide an absurd one, so the product is formed without the zeros. */
function checkAxis({ path }: Source, { start }: Span, before: readonly number[], size: number): void {
  const product = before.reduce((all, axis) => all * (axis || 1), size || 1);
  if (size >= 0 && product <= Number.MAX_SAFE_INTEGER && before.length < MOST_AXES) return;
  throw new BadInput(
    `${path}: byte ${start}, in a tensor: axis ${before.length} is ${size} behind [${before.join(', ')}], expected at most ${MOST_AXES} axes of a tensor that can be`,
  );
}
