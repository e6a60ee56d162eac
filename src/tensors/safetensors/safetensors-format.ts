import type { TensorFormat } from '../tensor-file.ts';
import { tensorTable } from '../tensor-table.ts';
import { safetensorsEntries } from './open.ts';
import { hasWeightMap, readShardIndex, shardedEntries, shardsOf } from './sharded.ts';

/**
 * Files of safetensors, and the index of a model in several of them (`model.safetensors.index.json`), whose
 * shards lie beside it.
 */
export const safetensors: TensorFormat = {
  name: 'safetensors',
  says: 'a safetensors file',
  endings: ['.safetensors', '.safetensors.index.json'],
  matches: (bytes) => isSafetensors(bytes) || hasWeightMap(bytes),
  companions: (bytes, path) => (isSafetensors(bytes) ? [] : shardsOf(readShardIndex(bytes, path))),
  open: (bytes, path, companions) =>
    tensorTable(
      'safetensors',
      path,
      isSafetensors(bytes) || !hasWeightMap(bytes)
        ? safetensorsEntries(bytes, path)
        : shardedEntries(readShardIndex(bytes, path), path, companions),
    ),
};

/** A length below 2^40 and an object behind it: text has no zeros there. */
function isSafetensors(bytes: Uint8Array): boolean {
  return bytes[5] === 0 && bytes[6] === 0 && bytes[7] === 0 && bytes[8] === 0x7b;
}
