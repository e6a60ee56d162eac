import { beginsJson } from '../json-bytes.ts';
import { refuseWrongChanges } from '../tensor-changes.ts';
import type { TensorFile, TensorFormat } from '../tensor-file.ts';
import { tensorTable } from '../tensor-table.ts';
import { readValues } from './read-values.ts';
import { rewriteStateDict } from './rewrite.ts';
import { readStateDict } from './state-dict.ts';

/** JSON state dicts: tensors by name, as nested arrays of numbers or with shape and data. */
export const jsonStateDict: TensorFormat = {
  name: 'json',
  says: 'a JSON state dict',
  endings: ['.json'],
  matches: beginsJson,
  open: openStateDict,
  rewrite(bytes, path, companions, changes) {
    refuseWrongChanges(openStateDict(bytes, path), changes, path);
    return { bytes: rewriteStateDict(bytes, path, changes), companions };
  },
};

function openStateDict(bytes: Uint8Array, path: string): TensorFile {
  const { entries } = readStateDict(bytes, path);
  const table = entries.map(
    (entry) => [entry.name, { shape: entry.shape, read: () => readValues(bytes, entry, path) }] as const,
  );
  return tensorTable('json', path, new Map(table));
}
