import { isKind, type PickleNode, type PickleValue, partsOf } from './pickle/pickle-value.ts';
import type { PickleEdits } from './pickle/write-pickle.ts';

/** The keys of the storages that a tree with edits refers to. The tree has passed checkDepth. */
export function usedStorages(root: PickleValue, { replaced, added }: PickleEdits): ReadonlySet<string> {
  const keys = new Set<string>();
  const seen = new Set<PickleNode>();
  const visit = (value: PickleValue): void => {
    if (typeof value !== 'object' || value === null) return;
    const node = replaced.get(value) ?? value;
    if (seen.has(node)) return;
    seen.add(node);
    const key = isKind(node, 'persistent') && isKind(node.id, 'tuple') ? node.id.items[2] : null;
    if (typeof key === 'string') keys.add(key);
    for (const part of partsOf(node)) visit(part);
    if (isKind(node, 'dict') || isKind(node, 'call')) for (const part of added.get(node) ?? []) visit(part);
  };
  visit(root);
  return keys;
}
