/** Spaces in front of JSON that are looked through. */
const MOST_SPACES = 1000;

/** Whether the bytes begin as a JSON object or array does. */
export function beginsJson(bytes: Uint8Array): boolean {
  const start = startOfText(bytes);
  let at = start;
  while (at < start + MOST_SPACES && isSpace(bytes[at])) at++;
  return bytes[at] === 0x7b || bytes[at] === 0x5b;
}

/** Behind the mark of UTF-8 that some editors of Windows write. */
export function startOfText(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** A string from quote to quote; null for what is none. */
export function quotedText(source: Uint8Array): string | null {
  try {
    const text: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(source));
    return typeof text === 'string' && !/\p{Cs}/u.test(text) ? text : null;
  } catch {
    return null;
  }
}

/** What may stand between the parts of JSON. */
export function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Letters of ASCII. */
export function isLetter(byte: number): boolean {
  return (byte | 32) >= 0x61 && (byte | 32) <= 0x7a;
}

/** Digits, signs, points and the letter e. */
export function isOfNumber(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x2e || byte === 0x2b || (byte | 32) === 0x65
  );
}
