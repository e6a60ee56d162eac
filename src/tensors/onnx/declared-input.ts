import { DIMENSION, SHAPE, TENSOR_TYPE, TYPE, VALUE_INFO } from './messages.ts';
import type { OnnxInput } from './onnx-model.ts';
import { MOST_AXES } from './tensor-head.ts';
import { fieldText, type Source, type Span, spanOf, walk } from './wire.ts';

/** Reads the name of an input or output of a graph, and its shape where it is a tensor and has one. */
export function declaredInput(source: Source, span: Span): OnnxInput {
  let name = '';
  let shape: readonly (number | null)[] | null = null;
  walk(source, span, VALUE_INFO, (field) => {
    if (field.number === VALUE_INFO.name) name = fieldText(source, field, VALUE_INFO);
    else if (field.number === VALUE_INFO.type) shape = declaredShape(source, spanOf(field, span));
  });
  return { name, shape };
}

function declaredShape(source: Source, type: Span): readonly (number | null)[] | null {
  let sizes: (number | null)[] | null = null;
  walk(source, type, TYPE, (tensor) => {
    if (tensor.number !== TYPE.tensorType) return;
    walk(source, tensor, TENSOR_TYPE, (shape) => {
      if (shape.number !== TENSOR_TYPE.shape) return;
      const found: (number | null)[] = [];
      walk(source, shape, SHAPE, (dim) => {
        if (dim.number === SHAPE.dim && found.length < MOST_AXES) found.push(declaredSize(source, dim));
      });
      sizes = found;
    });
  });
  return sizes;
}

function declaredSize(source: Source, dim: Pick<Span, 'start' | 'end'>): number | null {
  let size: number | null = null;
  walk(source, dim, DIMENSION, ({ number, value }) => {
    if (number === DIMENSION.dimValue && value >= 0) size = value;
  });
  return size;
}
