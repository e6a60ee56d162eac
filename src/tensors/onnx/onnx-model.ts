import type { Tensor, TensorFile } from '../tensor-file.ts';

/** An opened ONNX file: its tensors by name, and the graphs that say what they are. */
export interface OnnxFile extends TensorFile {
  readonly format: 'onnx';
  readonly model: OnnxModel;
}

/** Whether an opened file is an ONNX model. */
export function isOnnxFile(file: TensorFile): file is OnnxFile {
  return file.format === 'onnx';
}

/** What an ONNX model says besides its tensors. */
export interface OnnxModel {
  /** Version of the default operators (the domain without a name). */
  readonly opset: number;
  /** The program that wrote it, with its version where it says one. */
  readonly producer: string;
  readonly graph: OnnxGraph;
  /** Model-local functions, as `domain.name`: nodes of them are not looked into. */
  readonly functions: readonly string[];
  /** What is to be said of the file when it is used, a line each. */
  readonly remarks: readonly string[];
}

/** A declared input of a graph: sizes, null where they are open; no shape where none is declared. */
export interface OnnxInput {
  readonly name: string;
  readonly shape: readonly (number | null)[] | null;
}

/** A node and the graph it lies in. */
export interface PlacedNode {
  readonly node: OnnxNode;
  readonly graph: OnnxGraph;
}

/** Where the values of a folded constant lie in the tensors of the file. */
export interface ConstantOrigin {
  /** Names of the tensors in the file. */
  readonly tensors: readonly string[];
  /** For each value the tensor, by its place in `tensors`; null: all are in the first. */
  readonly tensorOf: Uint16Array | null;
  /** For each value its element in that tensor, in C order. */
  readonly elements: Uint32Array;
}

/** The main graph of a model, or the body of an If, a Loop or a Scan. */
export interface OnnxGraph {
  /** '' for the main graph; `If_3/then_branch`: the node's name, or operator and place, and the attribute. */
  readonly path: string;
  readonly outer: OnnxGraph | null;
  /** In the order of the file. */
  readonly nodes: readonly OnnxNode[];
  readonly inputs: readonly OnnxInput[];
  readonly outputs: readonly string[];
  /** The node that makes a value visible here: of this graph, else of those around it; null: none does. */
  producer(value: string): PlacedNode | null;
  /** The nodes that read a value of this graph, those in inner graphs included. */
  consumers(value: string): readonly PlacedNode[];
  /** The shape of a constant visible here; null: it is none, or none that can be read. */
  constantShape(value: string): readonly number[] | null;
  /**
   * A constant visible here: an initialiser, a Constant, an input with a .pb beside the file, or what moves
   * those about (Slice, Concat, Unsqueeze, Squeeze, Transpose, Reshape, Cast, Identity). Decoded anew at each
   * call. Null: it is none. Throws BadInput for a damaged one.
   */
  constant(value: string): Tensor | null;
  /** Where the values of a constant lie in the file; null: it is none, or its values are converted ones. */
  origin(value: string): ConstantOrigin | null;
}

/** An operator with its attributes. */
export interface OnnxNode {
  /** May be empty. */
  readonly name: string;
  readonly opType: string;
  /** Empty: the default one. */
  readonly domain: string;
  /** Names of values; '' where an optional one is missing. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Bodies, by the name of the attribute. */
  readonly graphs: ReadonlyMap<string, OnnxGraph>;
  /** An attribute; null: the node has none of this name. Throws BadInput for one of another kind. */
  int(name: string): number | null;
  float(name: string): number | null;
  text(name: string): string | null;
  ints(name: string): readonly number[] | null;
  floats(name: string): readonly number[] | null;
  texts(name: string): readonly string[] | null;
  /** Decoded anew at each call; null, too, for an empty one. Throws BadInput for damage. */
  tensor(name: string): Tensor | null;
}
