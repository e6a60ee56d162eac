import type { FoundModel } from '../../lstm/weights/found-model.ts';
import { printableName } from '../../tensors/named-shape.ts';
import type { TensorFile } from '../../tensors/tensor-file.ts';
import type { FileChanges } from './file-changes.ts';

/** The models of a file but for one, and for what that is a part of. */
export function othersThan({ name }: FoundModel, models: readonly FoundModel[]): readonly FoundModel[] {
  return models.filter((model) => [model, ...model.parts].every((part) => part.name !== name));
}

/** A remark for each pruned tensor that another model of the file has too. */
export function sharedRemarks(
  others: readonly FoundModel[],
  path: string,
  { names }: Pick<FileChanges, 'names'>,
): readonly string[] {
  return names.flatMap((name) => {
    const users = others.filter(({ tensors }) => tensors.includes(name));
    if (users.length === 0) return [];
    const models = users.map((user) => printableName(user.name)).join(', ');
    return [`${path}: tensor ${printableName(name)} is pruned for ${models} too, which has it in common`];
  });
}

/**
 * A remark for each tensor of another model that has changed with a pruned one, because both have their
 * values in one place of the file.
 */
export function tiedRemarks(
  others: readonly FoundModel[],
  path: string,
  { changes }: Pick<FileChanges, 'changes'>,
  { file, now }: { readonly file: TensorFile; readonly now: TensorFile },
): readonly string[] {
  const names = new Set(others.flatMap(({ tensors }) => tensors));
  return [...names].flatMap((name) => {
    if (changes.replaced.has(name)) return [];
    const [before, after] = [file, now].map((each) => each.read(name).data);
    if (before.every((value, i) => Object.is(value, after[i]))) return [];
    return [
      `${path}: tensor ${printableName(name)} changes too: the file has its values in common with a pruned one`,
    ];
  });
}
