import { printableName } from '../named-shape.ts';
import type { Companions, Tensor } from '../tensor-file.ts';
import {
  attributeText,
  attributeTexts,
  findAttribute,
  floatOf,
  floatsOf,
  intOf,
  intsOf,
  tensorSpan,
} from './attributes.ts';
import type { OnnxGraph, OnnxNode } from './onnx-model.ts';
import { readTensor } from './tensor-data.ts';
import { readTensorHead } from './tensor-head.ts';
import type { Source, Span } from './wire.ts';

/** Exporters put tensors of attributes into the model: they are short. */
const NO_COMPANIONS: Companions = new Map();

/** A node of a file: its attributes are looked up in the file when they are asked for. */
export class FileNode implements OnnxNode {
  readonly name: string;
  readonly opType: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly graphs: ReadonlyMap<string, OnnxGraph>;
  /** Where it lies. */
  readonly span: Span;
  private readonly source: Source;

  constructor(
    source: Source,
    span: Span,
    said: Pick<OnnxNode, 'name' | 'opType' | 'domain' | 'inputs' | 'outputs' | 'graphs'>,
  ) {
    this.source = source;
    this.span = span;
    this.name = said.name;
    this.opType = said.opType;
    this.domain = said.domain;
    this.inputs = said.inputs;
    this.outputs = said.outputs;
    this.graphs = said.graphs;
  }

  int(name: string): number | null {
    return this.read(name, intOf);
  }

  float(name: string): number | null {
    return this.read(name, floatOf);
  }

  text(name: string): string | null {
    return this.read(name, attributeText);
  }

  ints(name: string): readonly number[] | null {
    return this.read(name, intsOf);
  }

  floats(name: string): readonly number[] | null {
    return this.read(name, floatsOf);
  }

  texts(name: string): readonly string[] | null {
    return this.read(name, attributeTexts);
  }

  tensor(name: string): Tensor | null {
    const span = this.read(name, tensorSpan);
    if (span === null) return null;
    const place = `${this.source.path}, attribute ${printableName(name)} of ${printableName(this.opType)}`;
    return readTensor(readTensorHead(this.source, span), NO_COMPANIONS, place);
  }

  /** The span of an attribute; null: the node has none of this name. */
  attribute(name: string): Span | null {
    return findAttribute(this.source, this.span, name);
  }

  private read<T>(name: string, decode: (source: Source, attribute: Span) => T): T | null {
    const attribute = this.attribute(name);
    return attribute === null ? null : decode(this.source, attribute);
  }
}

/** Whether a node is of the default domain, which has two names. */
export function isDefault({ domain }: Pick<OnnxNode, 'domain'>): boolean {
  return domain === '' || domain === 'ai.onnx';
}
