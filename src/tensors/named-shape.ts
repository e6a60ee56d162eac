/** A tensor that a file has, for a message. */
export interface NamedShape {
  readonly name: string;
  /** Null: not known without reading more of the file. */
  readonly shape: readonly number[] | null;
}

/** Tensors that a message shows before it counts the rest. */
export const SHOWN = 8;
const LONGEST_NAME = 80;

/** `weight_ih_l0 [128, 24], weight_hh_l0 [128, 32] and 6 more`, safe to print. */
export function shapesText(tensors: readonly NamedShape[]): string {
  if (tensors.length === 0) return 'none';
  const shown = tensors
    .slice(0, SHOWN)
    .map(({ name, shape }) => printableName(name) + (shape === null ? '' : ` [${shape.join(', ')}]`));
  const more = tensors.length - SHOWN;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** A name out of a file as a message shows it: cut, and without control characters. */
export function printableName(name: string): string {
  const cut = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}...` : name;
  return withoutControls(cut);
}

/** Text with control characters, and whatever else cannot be seen, as escapes. */
export function withoutControls(text: string): string {
  return text.replace(/\p{C}/gu, (character) => `\\u${codeOf(character)}`);
}

function codeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `{${code}}` : code.padStart(4, '0');
}

/** Most tensors that are looked for in a file: a message shows the first few and counts the rest. */
export const MOST_TENSORS = 10_000;

/** Names for a message, the first few only. */
export function namesText(names: readonly string[]): string {
  return shapesText(names.map((name) => ({ name, shape: null })));
}
