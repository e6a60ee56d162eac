import { BadInput } from '../../errors/bad-input.ts';
import { companionPath } from '../companion-path.ts';
import { beginsJson } from '../json-bytes.ts';
import { JsonScanner } from '../json-scanner.ts';
import { printableName } from '../named-shape.ts';
import type { Companion, Companions } from '../tensor-file.ts';
import type { TensorEntry } from '../tensor-table.ts';
import { safetensorsEntries } from './open.ts';

/** The index of a model in several safetensors files: which of them has each tensor. */
export interface ShardIndex {
  /** Path of the shard by name of the tensor, in the order of the index. */
  readonly shardOf: ReadonlyMap<string, string>;
  /** Byte offset behind the last member of `weight_map`. */
  readonly mapEnd: number;
  /** Where the number `metadata.total_size` stands; null without one. */
  readonly totalSize: { readonly start: number; readonly end: number } | null;
}

/** Whether the bytes may be such an index: a JSON object that has the name of the map somewhere. */
export function hasWeightMap(bytes: Uint8Array): boolean {
  return beginsJson(bytes) && includesText(bytes, '"weight_map"');
}

function includesText(bytes: Uint8Array, text: string): boolean {
  const first = text.charCodeAt(0);
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    let length = 1;
    while (length < text.length && bytes[at + length] === text.charCodeAt(length)) length++;
    if (length === text.length) return true;
  }
  return false;
}

/**
 * Reads an index (`model.safetensors.index.json`). Throws BadInput for what is no JSON, has no `weight_map`,
 * and for shards that lie outside of its folder.
 */
export function readShardIndex(bytes: Uint8Array, path: string): ShardIndex {
  const scanner = new JsonScanner(bytes, path);
  const shardOf = new Map<string, string>();
  let mapEnd: number | null = null;
  let totalSize: ShardIndex['totalSize'] = null;
  scanner.members((name) => {
    if (name === 'weight_map') {
      scanner.members((tensor) => {
        const place = `${path}, tensor ${printableName(tensor)}`;
        shardOf.set(tensor, companionPath(scanner.text(), place));
        mapEnd = scanner.consumed;
      });
      mapEnd ??= scanner.consumed - 1;
    } else if (name === 'metadata' && scanner.peek() === '{') totalSize = readTotalSize(scanner);
    else scanner.skip();
  });
  scanner.end();
  if (mapEnd !== null) return { shardOf, mapEnd, totalSize };
  throw new BadInput(`${path}: has no weight_map, expected an index of safetensors files`);
}

function readTotalSize(scanner: JsonScanner): ShardIndex['totalSize'] {
  let found: ShardIndex['totalSize'] = null;
  scanner.members((field) => {
    const start = scanner.position;
    scanner.skip();
    if (field === 'total_size') found = { start, end: scanner.consumed };
  });
  return found;
}

/** The shards of an index, each once. */
export function shardsOf({ shardOf }: ShardIndex): readonly Companion[] {
  return [...new Set(shardOf.values())].map((path) => ({ path, isNeeded: true }));
}

/**
 * The tensors of an index by name. Throws BadInput for a shard that is not there, for a damaged one and for
 * one that lacks a tensor which the index says it has.
 */
export function shardedEntries(
  index: ShardIndex,
  path: string,
  companions: Companions,
): ReadonlyMap<string, TensorEntry> {
  const shards = new Map(
    shardsOf(index).map(({ path: shard }) => [
      shard,
      safetensorsEntries(shardBytes(shard, path, companions), `${path}, shard ${shard}`),
    ]),
  );
  return new Map([...index.shardOf].map(([name, shard]) => [name, entryIn(shards, name, shard, path)]));
}

/** The bytes of a shard. Throws BadInput where it is not there. */
export function shardBytes(shard: string, path: string, companions: Companions): Uint8Array {
  const bytes = companions.get(shard);
  if (bytes !== undefined) return bytes;
  throw new BadInput(`${path}: its shard ${shard} is not there, expected it in the same folder`);
}

function entryIn(
  shards: ReadonlyMap<string, ReadonlyMap<string, TensorEntry>>,
  name: string,
  shard: string,
  path: string,
): TensorEntry {
  const entry = shards.get(shard)?.get(name);
  if (entry !== undefined) return entry;
  throw new BadInput(
    `${path}, shard ${shard}: has no tensor ${printableName(name)}, which the index has in it`,
  );
}
