import ts from 'typescript';
import { type Finding, lineOf, type Source, walk } from './source.ts';

/**
 * Where a name that is spelled as a kind of accelerator means something else, by file or folder. Rooms above
 * `hw` know no accelerators; what they name so is a pattern, a format or a placement.
 */
const otherMeanings: readonly { readonly place: string; readonly meaning: string }[] = [
  { place: 'bbs/', meaning: 'patterns, formats, placements' },
  { place: 'tensors/', meaning: "SciPy's name of a format" },
  { place: 'hw/array/vector-buffer.ts', meaning: 'a placement' },
  { place: 'run/storage-formats.ts', meaning: 'a placement' },
  { place: 'run/digested-config.ts', meaning: 'a pattern' },
  { place: 'study/banks/', meaning: 'the two presets of the study, keys of its result' },
  { place: 'report/banks/', meaning: 'keys of that result' },
  { place: 'cli/commands/study-banks.ts', meaning: 'the two presets of the study' },
  { place: 'study/baselines/baseline-study.ts', meaning: 'the presets of the study' },
  { place: 'study/patterns/', meaning: 'patterns, presets, the unpruned model in the result' },
  { place: 'report/patterns/', meaning: 'keys of that result' },
  { place: 'published/', meaning: 'published designs, presets' },
  { place: 'report/published/wording/', meaning: 'words for those' },
];

const asked = /^(startsWith|endsWith|includes|indexOf|has|get|match|test)$/;
const equalities = [
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
];

/** Places of a file that compare the name of a kind of accelerator, or list kinds by their names. */
export function namesOfKinds(source: Source, kinds: readonly string[]): Finding[] {
  const { path, tree } = source;
  if (path.startsWith('hw/array/kinds/')) return [];
  const means = otherMeanings.find(({ place }) => path.startsWith(place));
  const findings: Finding[] = [];
  walk(tree, (node) => {
    if (!spells(node, kinds) || !decides(node)) return;
    const what = node.parent.getText().split('\n')[0];
    if (means === undefined || /\bconfig\.kind\b/.test(node.parent.getText()))
      findings.push({ line: lineOf(tree, node), what });
  });
  return findings;
}

/** Whether a node is the name of a kind, as text or as the name of a field. */
function spells(node: ts.Node, kinds: readonly string[]): boolean {
  return (ts.isStringLiteralLike(node) || ts.isIdentifier(node)) && kinds.includes(node.text);
}

/**
 * Whether something is decided by a name: it is compared, asked for, one of a list or of a union, or a key.
 */
function decides(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) return parent.name === node;
  if (ts.isIdentifier(node)) return ts.isShorthandPropertyAssignment(parent);
  if (ts.isBinaryExpression(parent)) return equalities.includes(parent.operatorToken.kind);
  if (ts.isCallExpression(parent)) {
    const { expression } = parent;
    return ts.isPropertyAccessExpression(expression) && asked.test(expression.name.text);
  }
  return (
    ts.isCaseClause(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isLiteralTypeNode(parent) ||
    ts.isElementAccessExpression(parent)
  );
}
