import { BadInput } from '../../errors/bad-input.ts';
import { printableName } from '../named-shape.ts';
import type { NamedTensor, Tensor, TensorChanges } from '../tensor-file.ts';
import { type JsonEntry, readStateDict } from './state-dict.ts';

/**
 * The text of a JSON state dict with changes: all other members as they stand, new ones behind them. Numbers
 * are written with the digits that float64 needs. Throws BadInput for numbers that JSON does not have.
 */
export function rewriteStateDict(
  bytes: Uint8Array,
  path: string,
  { replaced, added }: TensorChanges,
): Uint8Array<ArrayBuffer> {
  const { entries, end } = readStateDict(bytes, path);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const textOf = (from: number, to: number) => decoder.decode(bytes.subarray(from, to));
  const parts: string[] = [];
  let at = 0;
  for (const entry of entries) {
    const tensor = replaced.get(entry.name);
    if (tensor === undefined) continue;
    parts.push(textOf(at, entry.start), valueText({ name: entry.name, ...tensor }, entry.isObject, path));
    at = entry.end;
  }
  parts.push(textOf(at, end), membersText(added, entries, textOf(0, end), path), textOf(end, bytes.length));
  return new TextEncoder().encode(parts.join(''));
}

/** New members, each on a line of its own where the others are, in the form of the first. */
function membersText(
  added: readonly NamedTensor[],
  entries: readonly JsonEntry[],
  head: string,
  path: string,
): string {
  const line = entries.length === 0 ? '' : (/\n[ \t]*(?=")/.exec(head)?.[0] ?? '');
  return added
    .map((tensor, i) => {
      const comma = entries.length + i > 0 ? ',' : '';
      const value = valueText(tensor, entries[0]?.isObject ?? false, path);
      return `${comma}${line || (comma && ' ')}${JSON.stringify(tensor.name)}: ${value}`;
    })
    .join('');
}

/** Codes mean something else without their type, and so have it beside them. */
function valueText(tensor: NamedTensor, isObject: boolean, path: string): string {
  const { shape, dtype, data } = tensor;
  refuseNoNumbers(tensor, `${path}, tensor ${printableName(tensor.name)}`);
  if (!isObject && dtype !== 'int8' && dtype !== 'int16') return nestedText(tensor);
  const numbers = Array.from(data, numberText).join(', ');
  return `{"shape": [${shape.join(', ')}], "dtype": "${dtype}", "data": [${numbers}]}`;
}

function refuseNoNumbers({ dtype, data }: Tensor, place: string): void {
  if (dtype === 'bytes') throw new BadInput(`${place}: bytes, which are not written into JSON`);
  for (let i = 0; i < data.length; i++) {
    if (Number.isFinite(data[i])) continue;
    throw new BadInput(`${place}: element ${i} is ${data[i]}, expected a number that JSON has`);
  }
}

function nestedText({ shape, data }: Tensor): string {
  const text = (axis: number, from: number, count: number): string => {
    if (axis === shape.length) return numberText(data[from]);
    const step = count / shape[axis];
    const items = Array.from({ length: shape[axis] }, (_, i) => text(axis + 1, from + i * step, step));
    return `[${items.join(', ')}]`;
  };
  return text(0, 0, data.length);
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0.0' : String(value);
}
