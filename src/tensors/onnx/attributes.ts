import { BadInput } from '../../errors/bad-input.ts';
import { printableName } from '../named-shape.ts';
import { ATTRIBUTE, NODE } from './messages.ts';
import { type Field, fieldText, readVarint, type Source, type Span, spanOf, walk } from './wire.ts';

/** Kinds of attributes that are read: their number in AttributeProto.type, and their field. */
const KINDS = {
  float: { type: 1, field: ATTRIBUTE.f },
  int: { type: 2, field: ATTRIBUTE.i },
  text: { type: 3, field: ATTRIBUTE.s },
  tensor: { type: 4, field: ATTRIBUTE.t },
  floats: { type: 6, field: ATTRIBUTE.floats },
  ints: { type: 7, field: ATTRIBUTE.ints },
  texts: { type: 8, field: ATTRIBUTE.strings },
} as const;

/** A kind of attribute. */
export type AttributeKind = keyof typeof KINDS;

/** Most numbers of one attribute. */
const MOST_VALUES = 1_000_000;

/** The attribute of a node, given the span of the node; null: it has none of this name. */
export function findAttribute(source: Source, node: Span, name: string): Span | null {
  let found: Span | null = null;
  walk(source, node, NODE, (field) => {
    if (field.number !== NODE.attribute) return;
    const span = spanOf(field, node);
    if (attributeName(source, span) !== name) return;
    if (found !== null)
      throw new BadInput(
        `${source.path}: byte ${field.start}: attribute ${printableName(name)} stands twice in a node`,
      );
    found = span;
  });
  return found;
}

/** The name of an attribute; '' where it has none. */
export function attributeName(source: Source, attribute: Span): string {
  let name = '';
  walk(source, attribute, ATTRIBUTE, (field) => {
    if (field.number === ATTRIBUTE.name) name = fieldText(source, field, ATTRIBUTE);
  });
  return name;
}

/** Calls `visit` with each field that holds a value of this kind. Throws BadInput for another kind. */
function eachValue(source: Source, attribute: Span, kind: AttributeKind, visit: (field: Field) => void) {
  const expected = KINDS[kind];
  walk(source, attribute, ATTRIBUTE, (field) => {
    const { number, value } = field;
    if (number === ATTRIBUTE.type && value !== 0 && value !== expected.type)
      throw new BadInput(
        `${source.path}: byte ${attribute.start}: attribute ${printableName(attributeName(source, attribute))} is of kind ${value}, expected ${kind} (${expected.type})`,
      );
    if (number === ATTRIBUTE.refAttrName)
      throw new BadInput(
        `${source.path}: byte ${attribute.start}: attribute ${printableName(attributeName(source, attribute))} stands for one of a function, expected a value`,
      );
    if (number === expected.field) visit(field);
  });
}

/** An integer; 0 where the attribute leaves it out, as writers of proto3 do. */
export function intOf(source: Source, attribute: Span): number {
  let int = 0;
  eachValue(source, attribute, 'int', ({ value }) => (int = value));
  return int;
}

/** A float, as float32 holds it. */
export function floatOf(source: Source, attribute: Span): number {
  let float = 0;
  eachValue(source, attribute, 'float', ({ start }) => (float = viewOf(source).getFloat32(start, true)));
  return float;
}

/** A text. */
export function attributeText(source: Source, attribute: Span): string {
  let text = '';
  eachValue(source, attribute, 'text', (field) => (text = fieldText(source, field, ATTRIBUTE)));
  return text;
}

/** A list of integers, packed or one by one. */
export function intsOf(source: Source, attribute: Span): readonly number[] {
  const ints: number[] = [];
  eachValue(source, attribute, 'ints', (field) =>
    eachVarint(source, field, (value) => append(source, ints, value)),
  );
  return ints;
}

/** A list of floats, packed or one by one, as float32 holds them. */
export function floatsOf(source: Source, attribute: Span): readonly number[] {
  const floats: number[] = [];
  const view = viewOf(source);
  eachValue(source, attribute, 'floats', ({ start, end }) => {
    if ((end - start) % 4 !== 0)
      throw new BadInput(`${source.path}: byte ${start}: floats take ${end - start} bytes, expected fours`);
    for (let at = start; at < end; at += 4) append(source, floats, view.getFloat32(at, true));
  });
  return floats;
}

/** A list of texts. */
export function attributeTexts(source: Source, attribute: Span): readonly string[] {
  const texts: string[] = [];
  eachValue(source, attribute, 'texts', (field) =>
    append(source, texts, fieldText(source, field, ATTRIBUTE)),
  );
  return texts;
}

/** The span of a tensor; null where the attribute leaves it out. */
export function tensorSpan(source: Source, attribute: Span): Span | null {
  let span: Span | null = null;
  eachValue(source, attribute, 'tensor', (field) => (span = spanOf(field, attribute)));
  return span;
}

/** Calls `visit` with the numbers of a repeated field, packed or a single one. */
export function eachVarint(source: Source, field: Field, visit: (value: number) => void): void {
  if (field.wire === 0) {
    visit(field.value);
    return;
  }
  const number: Field = { ...field };
  for (let at = field.start; at < field.end; at = number.end) {
    if (!readVarint(source.bytes, at, field.end, number))
      throw new BadInput(`${source.path}: byte ${at}: a packed number without end`);
    visit(number.value);
  }
}

function append<T>({ path }: Source, list: T[], value: T): void {
  if (list.length >= MOST_VALUES)
    throw new BadInput(
      `${path}: an attribute has more than ${MOST_VALUES} values, expected a tensor instead`,
    );
  list.push(value);
}

function viewOf({ bytes }: Source): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
