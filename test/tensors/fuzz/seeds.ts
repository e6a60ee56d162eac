import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { tensorFormats } from '../../../src/tensors/open.ts';
import type { Companions, TensorFormat } from '../../../src/tensors/tensor-file.ts';
import { type Envelope, lengthEnvelope, zipEnvelope } from './envelopes.ts';

/** A format whose reader is fuzzed: each one registers here. */
interface FuzzedFormat {
  /** The format's name. */
  readonly name: string;
  /** Small undamaged files below test/fixtures, of all that the reader understands. */
  readonly files: readonly string[];
  /** Absent: the file is damaged as it lies. */
  readonly envelope?: Envelope;
}

const registered: readonly FuzzedFormat[] = [
  {
    name: 'npz',
    files: [
      'numpy/savez-compressed.npz',
      'numpy/piped.npz',
      'numpy/lstm-codes.npz',
      'numpy/lstm-two.npz',
      'numpy/gru.npz',
    ],
    envelope: zipEnvelope,
  },
  {
    name: 'safetensors',
    files: [
      'models/safetensors/lstm.safetensors',
      'models/safetensors/gru.safetensors',
      'models/safetensors/lstm-bfloat16.safetensors',
      'models/safetensors/types.safetensors',
      'models/safetensors/sharded.safetensors.index.json',
    ],
    envelope: lengthEnvelope,
  },
  { name: 'json', files: ['models/json/lstm.json', 'models/json/gru.json'] },
  {
    name: 'pytorch',
    files: [
      ...[
        'bfloat16',
        'big-endian',
        'gru-cell',
        'kinds',
        'lstm',
        'lstm-bidirectional',
        'nested',
        'parameters',
      ],
      ...['protocol-5', 'pruned', 'refused', 'tied', 'views'],
    ].map((name) => `models/pytorch/${name}.pt`),
    envelope: zipEnvelope,
  },
  {
    name: 'onnx',
    files: [
      'foreign/model.onnx',
      'models/onnx/external/model.onnx',
      'models/onnx/fields.onnx',
      'models/onnx/fold-9.onnx',
      'models/onnx/fold-17.onnx',
      'models/onnx/inputs/model.onnx',
      'models/onnx/product-constants.onnx',
      'models/onnx/scopes.onnx',
      'models/onnx-recurrent/if.onnx',
      'models/onnx-recurrent/gru-layout-1-bidirectional.onnx',
      'models/onnx-recurrent/lstm-activations.onnx',
      'models/onnx-recurrent/lstm-peepholes-bidirectional.onnx',
      'models/onnx-recurrent/lstm-sequence-lens.onnx',
      'models/onnx-recurrent/masked.onnx',
      'models/onnx-recurrent/streaming.onnx',
      'models/onnx-recurrent/torch-gru-initial-expanded.onnx',
      'models/onnx-recurrent/torch-lstm-bidirectional-two-layers.onnx',
      'models/onnx-recurrent/torch-lstm-unfolded.onnx',
    ],
  },
  {
    name: 'hdf5',
    files: [
      'models/keras/keras2-stack.h5',
      'models/keras/keras2-weights.h5',
      'models/keras/keras3.weights.h5',
      'models/keras/keras3-masked.h5',
      'models/keras/latest.h5',
      'models/keras/types.h5',
    ],
  },
  {
    name: 'keras',
    files: ['models/keras/cells.keras', 'models/keras/functional.keras'],
    envelope: zipEnvelope,
  },
];

/** An undamaged file, with those that belong to it. */
export interface SeedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly companions: Companions;
}

/** A format with its undamaged files. */
export interface FormatSeeds {
  readonly format: TensorFormat;
  readonly files: readonly SeedFile[];
  readonly envelope: Envelope | null;
}

const urlOf = (name: string) => new URL(`../../fixtures/${name}`, import.meta.url);
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(urlOf(name)));

function seedFile(format: TensorFormat, name: string): SeedFile {
  const bytes = read(name);
  const beside = (format.companions?.(bytes, name) ?? [])
    .map(({ path, isNeeded }) => ({ path, isNeeded, at: posix.join(posix.dirname(name), path) }))
    .filter(({ at, isNeeded }) => isNeeded || existsSync(urlOf(at)));
  const companions = beside.map(({ path, at }) => [path, read(at)] as const);
  return { name, bytes, companions: new Map(companions) };
}

/** Every format that is read, with its undamaged files; none where it has not registered. */
export const formatSeeds: readonly FormatSeeds[] = tensorFormats.map((format) => {
  const found = registered.find(({ name }) => name === format.name);
  const files = (found?.files ?? []).map((name) => seedFile(format, name));
  return { format, files, envelope: found?.envelope ?? null };
});
