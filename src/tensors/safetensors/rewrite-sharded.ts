import { BadInput } from '../../errors/bad-input.ts';
import type { Companions, NamedTensor, TensorChanges, WrittenFile } from '../tensor-file.ts';
import { readHeader } from './header.ts';
import { rewriteSafetensors } from './rewrite.ts';
import { readShardIndex, type ShardIndex, shardBytes, shardsOf } from './sharded.ts';

/**
 * An index with its shards, with changes: a new tensor goes into the shard of the one whose name its own
 * begins with (a mask to its weights), or into the last. The text of the index is kept, with the new tensors
 * behind the others and the sum of bytes as it is now. Throws BadInput as the shards do.
 */
export function rewriteSharded(
  bytes: Uint8Array,
  path: string,
  companions: Companions,
  { replaced, added }: TensorChanges,
): WrittenFile {
  const index = readShardIndex(bytes, path);
  const addedTo = added.map((tensor) => [tensor, shardFor(tensor, index, path)] as const);
  const written = new Map(companions);
  for (const { path: shard } of shardsOf(index)) {
    const own = {
      replaced: new Map([...replaced].filter(([name]) => index.shardOf.get(name) === shard)),
      added: addedTo.flatMap(([tensor, to]) => (to === shard ? [tensor] : [])),
    };
    if (own.replaced.size + own.added.length === 0) continue;
    const before = shardBytes(shard, path, companions);
    written.set(shard, rewriteSafetensors(before, `${path}, shard ${shard}`, own));
  }
  const sum = shardsOf(index).reduce(
    (total, shard) => total + tensorBytes(shardBytes(shard.path, path, written), path),
    0,
  );
  return { bytes: indexText(bytes, index, addedTo, sum), companions: written };
}

/** The shard of the tensor with the longest name that a new one's begins with; else the last shard. */
function shardFor({ name }: NamedTensor, { shardOf }: ShardIndex, path: string): string {
  for (let length = name.length - 1; length > 0; length--) {
    const shard = shardOf.get(name.slice(0, length));
    if (shard !== undefined) return shard;
  }
  const last = [...shardOf.values()].at(-1);
  if (last === undefined) throw new BadInput(`${path}: has no shards, expected one to add tensors to`);
  return last;
}

function tensorBytes(shard: Uint8Array, path: string): number {
  return readHeader(shard, path).entries.reduce((sum, { start, end }) => sum + end - start, 0);
}

/** The text of the index with the new tensors in its map, each on a line of its own where the others are. */
function indexText(
  bytes: Uint8Array,
  { mapEnd, totalSize }: ShardIndex,
  added: readonly (readonly [NamedTensor, string])[],
  sum: number,
): Uint8Array {
  const textOf = (start: number, end: number) => new TextDecoder().decode(bytes.subarray(start, end));
  const head = textOf(0, mapEnd);
  const line = /\n[ \t]*/.exec(head.slice(head.lastIndexOf('\n')))?.[0] ?? '';
  const colon = line === '' ? ':' : ': ';
  const members = added
    .map(([{ name }, shard]) => `,${line}${JSON.stringify(name)}${colon}${JSON.stringify(shard)}`)
    .join('');
  const edits = [{ start: mapEnd, end: mapEnd, text: members }];
  if (totalSize !== null) edits.push({ ...totalSize, text: String(sum) });
  edits.sort((a, b) => a.start - b.start);
  let at = 0;
  const parts = edits.map(({ start, end, text }) => {
    const part = textOf(at, start) + text;
    at = end;
    return part;
  });
  return new TextEncoder().encode(parts.join('') + textOf(at, bytes.length));
}
