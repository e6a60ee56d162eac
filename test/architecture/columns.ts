import ts from 'typescript';
import type { Finding, Source } from './source.ts';

/** Columns of a line that stand beside another one on a screen; the formatter breaks code there, too. */
const MOST_COLUMNS = 110;

/**
 * Lines over 110 columns that could be broken. Code is broken by the formatter, except for what a line break
 * would change: a text, a template, a regular expression, the path of an import. Without these a line must
 * fit. A line of a comment must fit, unless its words are one, as an address is.
 */
export function wideLines({ text, tree }: Source): Finding[] {
  const lines = text.split('\n');
  if (!lines.some((line) => line.length > MOST_COLUMNS)) return [];
  const literals = columnsOfLiterals(tree);
  return lines.flatMap((line, at) => {
    const columns = [...line].length - (literals.get(at) ?? 0);
    const isOneWord = /^\s*(\/\*\*?|\*|\/\/)\s*\S*(\s*\*\/)?$/.test(line);
    return columns <= MOST_COLUMNS || isOneWord ? [] : [{ line: at + 1, what: `${columns} columns` }];
  });
}

/** Columns of every line, counted from 0, that literals take. */
function columnsOfLiterals(tree: ts.SourceFile): Map<number, number> {
  const taken = new Map<number, number>();
  const visit = (node: ts.Node): void => {
    if (!isLiteral(node)) {
      ts.forEachChild(node, visit);
      return;
    }
    const first = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line;
    for (const [i, part] of node.getText(tree).split('\n').entries())
      taken.set(first + i, (taken.get(first + i) ?? 0) + [...part].length);
  };
  visit(tree);
  return taken;
}

function isLiteral(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || ts.isRegularExpressionLiteral(node);
}
