import { refuseWrongChanges } from '../tensor-changes.ts';
import type { Companions, TensorFile, TensorFormat } from '../tensor-file.ts';
import { tensorTable } from '../tensor-table.ts';
import { safetensorsEntries } from './open.ts';
import { rewriteSafetensors } from './rewrite.ts';
import { rewriteSharded } from './rewrite-sharded.ts';
import { hasWeightMap, readShardIndex, shardedEntries, shardsOf } from './sharded.ts';

/**
 * Files of safetensors, and the index of a model in several of them (`model.safetensors.index.json`), whose
 * shards lie beside it.
 */
export const safetensors: TensorFormat = {
  name: 'safetensors',
  says: 'a safetensors file',
  endings: ['.safetensors', '.safetensors.index.json'],
  matches: (bytes) => isSafetensors(bytes) || isSharded(bytes),
  companions: (bytes, path) => (isSharded(bytes) ? shardsOf(readShardIndex(bytes, path)) : []),
  open: openSafetensors,
  rewrite(bytes, path, companions, changes) {
    refuseWrongChanges(openSafetensors(bytes, path, companions), changes, path);
    if (isSharded(bytes)) return rewriteSharded(bytes, path, companions, changes);
    return { bytes: rewriteSafetensors(bytes, path, changes), companions };
  },
};

function openSafetensors(bytes: Uint8Array, path: string, companions: Companions): TensorFile {
  const entries = isSharded(bytes)
    ? shardedEntries(readShardIndex(bytes, path), path, companions)
    : safetensorsEntries(bytes, path);
  return tensorTable('safetensors', path, entries);
}

function isSharded(bytes: Uint8Array): boolean {
  return !isSafetensors(bytes) && hasWeightMap(bytes);
}

/** A length below 2^40 and an object behind it: text has no zeros there. */
function isSafetensors(bytes: Uint8Array): boolean {
  return bytes[5] === 0 && bytes[6] === 0 && bytes[7] === 0 && bytes[8] === 0x7b;
}
