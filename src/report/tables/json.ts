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
