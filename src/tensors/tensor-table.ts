import { BadInput } from '../errors/bad-input.ts';
import { namesText, printableName } from './named-shape.ts';
import type { Tensor, TensorFile } from './tensor-file.ts';

/** A tensor of an opened file, before it is decoded. */
export interface TensorEntry {
  readonly shape: readonly number[] | null;
  /** Decodes it, anew at each call. */
  read(): Tensor;
}

/** Names are repeated in messages; those of real tensors are far shorter. */
const LONGEST_NAME = 512;

/**
 * An opened file whose tensors are known by name, in the order of the file. Throws BadInput for a name that
 * is not fit for a message: too long, or with control characters.
 */
export function tensorTable(
  format: string,
  path: string,
  entries: ReadonlyMap<string, TensorEntry>,
): TensorFile {
  const names = [...entries.keys()];
  const unfit = names.find((name) => name.length > LONGEST_NAME || /\p{Cc}/u.test(name));
  if (unfit !== undefined)
    throw new BadInput(
      `${path}, tensor ${printableName(unfit)}: a name of ${unfit.length} characters, expected at most ${LONGEST_NAME} and no control characters`,
    );
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
