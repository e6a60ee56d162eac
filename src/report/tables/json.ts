/**
 * JSON for people and programs: two spaces per level, but an array of numbers stays on one line. The same
 * value gives the same text; ends with a line end.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  // A line end stands between values only: inside a string it is written \n.
  const lists = /\[\n\s*(-?[\d.eE+-]+(?:,\n\s*-?[\d.eE+-]+)*)\n\s*\]/g;
  return `${text.replace(lists, (_, numbers: string) => `[${numbers.replace(/\s+/g, ' ')}]`)}\n`;
}

/** Items of a list that are written in one part. */
const ITEMS_PER_PART = 1000;

/**
 * The text of `jsonText`, in parts of whole lines: the list `name` of the record, whose items are records
 * too, is written a thousand items at a time, so that one of a million takes no more memory than a short one.
 */
export function* jsonParts<Name extends string>(
  record: { readonly [name in Name]: readonly unknown[] },
  name: Name,
): Generator<string> {
  const items = record[name];
  if (items.length <= ITEMS_PER_PART) return yield jsonText(record);
  // Two spaces and this name begin a line where a field of the record itself stands, and nowhere else.
  const place = `\n  ${JSON.stringify(name)}: [`;
  const text = jsonText({ ...record, [name]: [] });
  const at = text.indexOf(`${place}]`);
  yield `${text.slice(0, at)}${place}\n`;
  for (let from = 0; from < items.length; from += ITEMS_PER_PART) {
    // A record around the items, so that they are indented as in the whole: its own lines are left out.
    const part = jsonText({ items: items.slice(from, from + ITEMS_PER_PART) });
    const lines = part.slice(part.indexOf('[') + 2, part.lastIndexOf(']')).trimEnd();
    yield from + ITEMS_PER_PART < items.length ? `${lines},\n` : `${lines}\n`;
  }
  yield `  ${text.slice(at + place.length)}`;
}
