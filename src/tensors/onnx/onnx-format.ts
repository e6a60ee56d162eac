import { BadInput } from '../../errors/bad-input.ts';
import { printableName } from '../named-shape.ts';
import { refuseWrongChanges } from '../tensor-changes.ts';
import type { Companion, Companions, TensorFormat } from '../tensor-file.ts';
import { externalPlace } from './external-data.ts';
import { inputFiles } from './input-files.ts';
import type { OnnxFile } from './onnx-model.ts';
import { readModel } from './read-model.ts';
import { isOnnx } from './recognise.ts';
import { rewriteModel } from './rewrite.ts';
import type { Source } from './wire.ts';

/** Models of the ONNX project's format, of opsets 7 to 21. */
export const onnx: TensorFormat = {
  name: 'onnx',
  says: 'an ONNX model',
  endings: ['.onnx'],
  matches: isOnnx,
  companions: (bytes, path) => companionsOf({ bytes, path }),
  open: (bytes, path, companions) => openOnnx({ bytes, path }, companions),
  rewrite: (bytes, path, companions, changes) => {
    refuseWrongChanges(openOnnx({ bytes, path }, companions), changes, path);
    const rewritten = rewriteModel({ bytes, path }, companions, changes);
    const used = companionsOf({ bytes: rewritten, path }).map((companion) => companion.path);
    return { bytes: rewritten, companions: new Map([...companions].filter(([file]) => used.includes(file))) };
  },
};

function companionsOf(source: Source): readonly Companion[] {
  const { model, leaves } = readModel(source, new Map());
  const needed = new Set<string>();
  for (const leaf of leaves.values()) {
    const head = leaf.external();
    if (head !== null)
      needed.add(externalPlace(head, `${source.path}, tensor ${printableName(leaf.name)}`).location);
  }
  const possible = inputFiles(model.graph.inputs, (name) => leaves.has(name));
  return [
    ...[...needed].map((path) => ({ path, isNeeded: true })),
    ...[...new Set(possible)].filter((path) => !needed.has(path)).map((path) => ({ path, isNeeded: false })),
  ];
}

function openOnnx(source: Source, companions: Companions): OnnxFile {
  const { model, leaves } = readModel(source, companions);
  return {
    format: 'onnx',
    model,
    names: [...leaves.keys()],
    has: (name) => leaves.has(name),
    shape: (name) => {
      try {
        return leaves.get(name)?.layout().shape ?? null;
      } catch (error) {
        if (error instanceof BadInput) return null;
        throw error;
      }
    },
    read: (name) => {
      const leaf = leaves.get(name);
      if (leaf !== undefined) return leaf.read();
      throw new BadInput(
        `${source.path}: has no tensor ${printableName(name)}; it has ${leaves.size} tensors`,
      );
    },
  };
}
