import { printable } from '../../tables/plain-text.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as HTML that shows it, in an element or in the quotes of an attribute, whatever stands in it. */
export function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (letter) => entities[letter]);
}
