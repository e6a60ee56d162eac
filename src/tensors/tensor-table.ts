import { BadInput } from '../errors/bad-input.ts';
import { namesText, printableName } from './named-shape.ts';
import type { Tensor, TensorFile } from './tensor-file.ts';

/** A tensor of an opened file, before it is decoded. */
export interface TensorEntry {
  readonly shape: readonly number[] | null;
  /** Decodes it, anew at each call. */
  read(): Tensor;
}

/** An opened file whose tensors are known by name, in the order of the file. */
export function tensorTable(
  format: string,
  path: string,
  entries: ReadonlyMap<string, TensorEntry>,
): TensorFile {
  const names = [...entries.keys()];
  return {
    format,
    names,
    has: (name) => entries.has(name),
    shape: (name) => entries.get(name)?.shape ?? null,
    read: (name) => {
      const entry = entries.get(name);
      if (entry !== undefined) return entry.read();
      throw new BadInput(`${path}: has no tensor ${printableName(name)}; it has ${namesText(names)}`);
    },
  };
}
