/**
 * Text from a file, made safe to print: control characters (which could steer a terminal) are shown
 * as codes, line ends as spaces.
 */
export function printable(text: string): string {
  return text
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .replace(
      /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu,
      (control) => `\\u{${control.codePointAt(0)?.toString(16)}}`,
    );
}

/** Length in characters, not in UTF-16 units. */
export function textLength(text: string): number {
  return [...text].length;
}

/**
 * Columns of a terminal that a text takes: two for each character of East Asian scripts and each
 * picture, none for a combining mark.
 */
export function printedWidth(text: string): number {
  let width = textLength(text);
  if (PLAIN.test(text)) return width;
  for (const _ of text.matchAll(WIDE)) width++;
  for (const _ of text.matchAll(NO_WIDTH)) width--;
  return width;
}

const PLAIN = /^[\x20-\x7e]*$/;
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/gu;
const NO_WIDTH = /[\p{Mn}\p{Me}\u200b-\u200d]/gu;

/** Length of the longest text, 0 for none. */
export function longestLength(texts: readonly string[]): number {
  return texts.reduce((longest, text) => Math.max(longest, textLength(text)), 0);
}

/**
 * Breaks a text at spaces into lines no longer than `width`. A longer word keeps a line of its own, or
 * is cut into pieces with `cutWords`. `lengthOf` measures a text in the unit of `width`: characters in
 * a terminal, pixels in a chart.
 */
export function wrapWords(
  text: string,
  width: number,
  {
    cutWords = false,
    lengthOf = textLength,
  }: { cutWords?: boolean; lengthOf?: (text: string) => number } = {},
): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    for (const piece of cutWords ? pieces(word, width, lengthOf) : [word]) {
      const longer = line === '' ? piece : `${line} ${piece}`;
      const joins = line === '' || lengthOf(longer) <= width;
      if (!joins) lines.push(line);
      line = joins ? longer : piece;
    }
  }
  lines.push(line);
  return lines;
}

/** The longest heads of a word that fit, one after the other; at least one character each. */
function pieces(word: string, width: number, lengthOf: (text: string) => number): string[] {
  const found: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && lengthOf(piece + character) > width) {
      found.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...found, piece];
}

/** A text at the start of a sentence or of a picture. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
