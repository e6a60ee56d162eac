import { type Document, isAlias, isMap, isScalar, isSeq } from 'yaml';
import { clip } from './wording.ts';

/** A fault in the text of a file, at a character offset. */
export interface TextFault {
  readonly offset: number;
  readonly message: string;
}

const maxDepth = 32;
const maxAliased = 10_000;

/** An anchored value: how many values it stands for, and its data. */
interface Anchored {
  readonly data: unknown;
  readonly size: number;
}

interface Walk {
  readonly faults: TextFault[];
  readonly anchors: Map<string, Anchored>;
  size: number;
  aliased: number;
}

/** Where a node begins, as a character offset. */
export function startOf(node: unknown): number {
  return (node as { readonly range?: readonly number[] | null } | null)?.range?.[0] ?? 0;
}

/** What is wrong with a field name, or null. */
function keyFault(key: unknown, seen: ReadonlySet<string>): string | null {
  if (!isScalar(key) || key.value === null) return 'a field name must be text';
  const name = String(key.value);
  if (name === '<<') return 'merge keys (<<) are not YAML 1.2, write the fields out';
  if (name === '__proto__') return '`__proto__` cannot be a field name';
  return seen.has(name) ? `field \`${clip(name)}\` is given twice` : null;
}

function mapData(items: readonly { key: unknown; value: unknown }[], walk: Walk, depth: number): unknown {
  const fields: Record<string, unknown> = {};
  const seen = new Set<string>();
  for (const { key, value } of items) {
    const message = keyFault(key, seen);
    if (message !== null) {
      walk.faults.push({ offset: startOf(key), message });
      continue;
    }
    const name = String((key as { value: unknown }).value);
    seen.add(name);
    fields[name] = nodeData(value, walk, depth);
  }
  return fields;
}

function aliasData(source: string, at: number, walk: Walk): unknown {
  const target = walk.anchors.get(source);
  if (target === undefined) {
    walk.faults.push({ offset: at, message: `alias *${clip(source)}: no anchor &${clip(source)} before it` });
    return null;
  }
  walk.size += target.size;
  walk.aliased += target.size;
  if (walk.aliased <= maxAliased) return target.data;
  walk.faults.push({ offset: at, message: `aliases stand for more than ${maxAliased} values` });
  return null;
}

function nodeData(node: unknown, walk: Walk, depth: number): unknown {
  if (depth >= maxDepth) {
    walk.faults.push({ offset: startOf(node), message: `nested more than ${maxDepth} levels deep` });
    return null;
  }
  if (isAlias(node)) return aliasData(node.source, startOf(node), walk);
  const before = walk.size++;
  let data: unknown = null;
  if (isMap(node)) data = mapData(node.items, walk, depth + 1);
  else if (isSeq(node)) data = node.items.map((item) => nodeData(item, walk, depth + 1));
  else if (isScalar(node)) data = node.value;
  const { anchor } = (node ?? {}) as { anchor?: string };
  if (anchor !== undefined) walk.anchors.set(anchor, { data, size: walk.size - before });
  return data;
}

/**
 * The plain data of a document (objects, arrays, text, numbers, booleans, null) and what is wrong with
 * it. An alias is the value of the last anchor that ended before it, so data cannot contain itself;
 * what aliases add up to is limited.
 */
export function plainData(document: Document): {
  readonly data: unknown;
  readonly faults: readonly TextFault[];
} {
  const walk: Walk = { faults: [], anchors: new Map(), size: 0, aliased: 0 };
  const data = nodeData(document.contents, walk, 0);
  return { data, faults: walk.faults };
}
