import type { FoundModel } from '../../../../src/lstm/weights/found-model.ts';
import { onnxFramework } from '../../../../src/lstm/weights/onnx/onnx.ts';
import { openTensors } from '../../../../src/tensors/open.ts';
import type { TensorFile } from '../../../../src/tensors/tensor-file.ts';
import { type FileGraph, type FileNode, type FileTensor, onnxBytes } from './file.ts';

/** An ONNX file of a graph, opened as `m.onnx`. */
export function opened(graph: FileGraph, opset?: number, functions?: readonly string[]): TensorFile {
  const file = openTensors(onnxBytes(graph, opset, functions), 'm.onnx');
  if (file === null) throw new Error('expected an ONNX file');
  return file;
}

/** The models that are found in a graph. */
export function found(graph: FileGraph, opset?: number): readonly FoundModel[] {
  return onnxFramework.find(opened(graph, opset), 'm.onnx');
}

/** A tensor whose elements count up from 0 in steps of 1/64. */
export function tensor(name: string, ...dims: number[]): FileTensor {
  const size = dims.reduce((product, length) => product * length, 1);
  return { name, dims, data: Float32Array.from({ length: size }, (_, i) => (i % 64) / 64) };
}

/** W and R of one direction, [1, GH, X] and [1, GH, H], under names of a node. */
export function weights(of: string, inputs: number, hidden: number, gates = 4, directions = 1): FileTensor[] {
  return [
    tensor(`${of}.W`, directions, gates * hidden, inputs),
    tensor(`${of}.R`, directions, gates * hidden, hidden),
  ];
}

/** An LSTM node with the weights of its name. */
export function lstm(name: string, x: string, y: string, more: Partial<FileNode> = {}): FileNode {
  return { op: 'LSTM', name, inputs: [x, `${name}.W`, `${name}.R`], outputs: [y], ...more };
}

/** The error of reading the first model of a graph. */
export function refusal(graph: FileGraph, opset?: number): string {
  const [model] = found(graph, opset);
  try {
    model.read();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'it was read';
}
