/** How the elements of a tensor lie in its storage, counted in elements. */
export interface StridedView {
  /** Of the first element. */
  readonly offset: number;
  readonly shape: readonly number[];
  /** From an element to the next along each axis; 0: all of the axis are one. */
  readonly strides: readonly number[];
}

/** The number of elements. */
export function elementCount({ shape }: Pick<StridedView, 'shape'>): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The place behind the last element of a view that has elements; 0 of one without. */
export function viewEnd({ offset, shape, strides }: StridedView): number {
  if (shape.includes(0)) return 0;
  return shape.reduce((last, size, axis) => last + (size - 1) * strides[axis], offset) + 1;
}

/** The strides of elements that lie one behind the other, the last axis fastest. */
export function denseStrides(shape: readonly number[]): number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
}

/** Whether the elements lie one behind the other in C order. */
function isDense({ shape, strides }: StridedView): boolean {
  const dense = denseStrides(shape);
  return shape.every((size, axis) => size <= 1 || strides[axis] === dense[axis]);
}

/** Calls `visit` for every element in C order with the element's place in the storage. */
export function eachElement(view: StridedView, visit: (element: number, at: number) => void): void {
  const { shape, strides, offset } = view;
  const count = elementCount(view);
  const index = new Array<number>(shape.length).fill(0);
  for (let element = 0, at = offset; element < count; element++) {
    visit(element, at);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis];
      if (++index[axis] < shape[axis]) break;
      at -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
}

/** A copy of the bytes of the elements, in C order. `itemBytes` of one element. */
export function gatherElements(storage: Uint8Array, itemBytes: number, view: StridedView): Uint8Array {
  const count = elementCount(view);
  if (isDense(view))
    return new Uint8Array(storage.subarray(view.offset * itemBytes, (view.offset + count) * itemBytes));
  const gathered = new Uint8Array(count * itemBytes);
  eachElement(view, (element, at) => {
    for (let byte = 0; byte < itemBytes; byte++)
      gathered[element * itemBytes + byte] = storage[at * itemBytes + byte];
  });
  return gathered;
}

/** Numbers of axes that a message shows. */
const SHOWN_AXES = 12;

/** A shape or strides, for a message: `[16, 4]`. */
export function numbersText(numbers: readonly number[]): string {
  return `[${numbers.slice(0, SHOWN_AXES).join(', ')}${numbers.length > SHOWN_AXES ? ', ...' : ''}]`;
}
