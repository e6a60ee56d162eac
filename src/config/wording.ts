import { distance } from 'fastest-levenshtein';

const clipAt = 80;

/**
 * `text` for a message: control characters escaped, cut after `length` characters lest it fill the screen.
 */
export function clip(text: string, length = clipAt): string {
  const cut = text.length > length ? `${text.slice(0, length)}...` : text;
  return cut.replace(/\p{C}/gu, (character) => JSON.stringify(character).slice(1, -1));
}

/** A value of a configuration as a message shows it: text in quotes, collections by what they are. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `"${clip(value)}"`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'a mapping' : String(value);
}

/** "a", "a or b", "a, b or c". */
export function orList(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

const letters = (word: string): string => [...word].sort().join('');

/**
 * Edits from what was typed to `name`; the start of a name, or its letters in another order, count as one.
 */
function editsTo(typed: string, name: string): number {
  const start = typed.length >= 3 && name.startsWith(typed);
  const swapped = typed.length === name.length && typed !== name && letters(typed) === letters(name);
  return (start && typed !== name) || swapped ? 1 : distance(typed, name);
}

/**
 * The one of `names` that `typed` most likely stands for, or null when none is near.
 * Upper and lower case are the same.
 */
export function nearest(typed: string, names: readonly string[]): string | null {
  const word = typed.slice(0, clipAt).toLowerCase();
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const target = name.toLowerCase();
    const away = editsTo(word, target);
    const allowed = target.length < 3 ? 0 : Math.max(1, Math.floor(target.length / 3));
    if (away > allowed || away >= bestDistance) continue;
    best = name;
    bestDistance = away;
  }
  return best;
}

/** `, did you mean \`x\`?` for the nearest of `names`, or nothing. */
export function didYouMean(typed: string, names: readonly string[]): string {
  const name = nearest(typed, names);
  return name === null ? '' : `, did you mean \`${name}\`?`;
}

/** The path of a field as it is written in messages and after --set: `layers.0.hidden`. */
export function dotted(path: readonly PropertyKey[]): string {
  return path.map((step) => clip(String(step))).join('.');
}
