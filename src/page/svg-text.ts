const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * The text of an SVG element. Its content is the text of other elements as it is, or words, whose letters
 * never become markup.
 */
export function svgElement(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: string | { readonly words: string } = '',
): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  const inner = typeof content === 'string' ? content : escaped(content.words);
  return `<${name}${given.join('')}>${inner}</${name}>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => ENTITIES[letter]);
}
