/** A word of a condition, and where it begins in the text. */
export interface FilterWord {
  readonly kind: 'name' | 'number' | 'text' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

/** What is wrong with a condition, in a sentence for the person who typed it. */
export class WrongCondition extends Error {}

const shapes: readonly (readonly [FilterWord['kind'], RegExp])[] = [
  ['number', /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/y],
  ['name', /[A-Za-z_][\w.-]*/y],
  ['text', /"[^"]*"|'[^']*'/y],
  ['sign', /<=|>=|==|!=|=|<|>|\(|\)/y],
];

/** The words of a condition. Throws WrongCondition for what is none. */
export function filterWords(text: string): readonly FilterWord[] {
  const words: FilterWord[] = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(text.charAt(at))) at++;
    if (at >= text.length) return [...words, { kind: 'end', text: '', at }];
    const found = wordAt(text, at);
    words.push(found.word);
    at += found.length;
  }
}

function wordAt(text: string, at: number): { readonly word: FilterWord; readonly length: number } {
  for (const [kind, shape] of shapes) {
    shape.lastIndex = at;
    const [found] = shape.exec(text) ?? [];
    if (found === undefined) continue;
    return { word: { kind, text: kind === 'text' ? found.slice(1, -1) : found, at }, length: found.length };
  }
  throw new WrongCondition(`“${text.slice(at, at + 12)}” is no name, number, text in quotes or comparison.`);
}
