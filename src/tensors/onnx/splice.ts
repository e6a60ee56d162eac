import { joinedBytes } from '../joined-bytes.ts';
import type { Span } from './wire.ts';

/** Bytes that take the place of those between two offsets, in the message `within`. */
export interface Edit {
  readonly within: Span;
  readonly start: number;
  readonly end: number;
  readonly bytes: Uint8Array;
}

/** A varint of a whole number from 0. */
function varintOf(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

/** A field of a message: a number, or bytes with their length. */
export function fieldBytes(number: number, value: number | string | Uint8Array): Uint8Array {
  if (typeof value === 'number') return joinedBytes([varintOf(number * 8), varintOf(value)]);
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  return joinedBytes([varintOf(number * 8 + 2), varintOf(bytes.length), bytes]);
}

/** A message whose content changes its length. */
interface Grown {
  readonly span: Span;
  readonly depth: number;
  added: number;
}

/**
 * A file with edits, which do not overlap: the lengths of the messages around them are written anew, every
 * other byte stays as it is.
 */
export function splice(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array<ArrayBuffer> {
  const lengths = [...grownMessages(edits).values()].sort((a, b) => b.depth - a.depth);
  const byPlace = new Map(lengths.map((grown) => [grown.span.lengthAt, grown]));
  const all = edits.map((edit) => ({ ...edit, depth: depthOf(edit.within) }));
  for (const { span, depth, added } of lengths) {
    const length = varintOf(span.end - span.start + added);
    const parent = span.parent === null ? undefined : byPlace.get(span.parent.lengthAt);
    if (parent !== undefined) parent.added += added + length.length - (span.start - span.lengthAt);
    all.push({ within: span, start: span.lengthAt, end: span.start, bytes: length, depth });
  }
  // Of what is put in at one place, the inner message ends first.
  all.sort((a, b) => a.start - b.start || b.depth - a.depth);
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const edit of all) {
    parts.push(bytes.subarray(at, edit.start), edit.bytes);
    at = edit.end;
  }
  return joinedBytes([...parts, bytes.subarray(at)]);
}

/** The messages around edits, by the place of their length, with what the edits add to them directly. */
function grownMessages(edits: readonly Edit[]): Map<number, Grown> {
  const messages = new Map<number, Grown>();
  for (const { within, start, end, bytes } of edits)
    for (let span: Span | null = within; span !== null && span.lengthAt >= 0; span = span.parent) {
      const known = messages.get(span.lengthAt) ?? { span, depth: depthOf(span), added: 0 };
      if (span === within) known.added += bytes.length - (end - start);
      messages.set(span.lengthAt, known);
    }
  return messages;
}

function depthOf(span: Span): number {
  let depth = 0;
  for (let outer = span.parent; outer !== null; outer = outer.parent) depth++;
  return depth;
}
