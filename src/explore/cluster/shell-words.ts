import { BadInput } from '../../errors/bad-input.ts';

/** A word as a shell reads it, whatever is in it but a zero byte: `it's` becomes `'it'\''s'`. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Words as a command line. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

/**
 * Space, or a word's part: bare with backslashes, in single quotes, in double quotes. A quote
 * that does not end is none of them.
 */
const parts = /(\s+)|((?:[^\s'"\\]|\\[\s\S])+)|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"/y;

/**
 * The words of an option that holds several, quoted as for a shell, but nothing is expanded. Throws BadInput
 * for a quote that does not end.
 */
export function splitWords(text: string, option: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  parts.lastIndex = 0;
  for (let at = 0; at < text.length; at = parts.lastIndex) {
    const found = parts.exec(text);
    if (found === null)
      throw new BadInput(`${option}: a quote or backslash without its end: ${text.slice(at)}`);
    const [, space, bare, single, double] = found;
    if (space !== undefined) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + (single ?? bare?.replace(/\\([\s\S])/g, '$1') ?? unescaped(double ?? ''));
    }
  }
  return word === null ? words : [...words, word];
}

/** In double quotes a backslash stands for itself, except before these. */
function unescaped(text: string): string {
  return text.replace(/\\(["\\$`])/g, '$1');
}
