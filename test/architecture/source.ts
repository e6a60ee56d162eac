import { posix } from 'node:path';
import ts from 'typescript';

/** Something that a source file should not have, and where. */
export interface Finding {
  readonly line: number;
  readonly what: string;
}

/** A source file, parsed: its path below src/, with `/` between folders. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

/** Parses TypeScript. */
export function parseSource(path: string, text: string): Source {
  return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true) };
}

/** One module that a file names, in whatever way. */
export interface Import {
  readonly line: number;
  /** As written: a package, `node:...` or a relative path. */
  readonly module: string;
  /** The imported file below src/; null for packages. */
  readonly path: string | null;
  /** Erased when the program runs. */
  readonly isType: boolean;
}

const known = new WeakMap<Source, readonly Import[]>();

/** Every module that a file imports, re-exports, requires or resolves. */
export function importsOf(source: Source): readonly Import[] {
  const imports = known.get(source) ?? readImports(source);
  known.set(source, imports);
  return imports;
}

function readImports({ path, tree }: Source): Import[] {
  const imports: Import[] = [];
  const add = (node: ts.Node, name: ts.Node | undefined, isType: boolean) => {
    if (!name || !ts.isStringLiteralLike(name)) return;
    const module = name.text;
    const target = module.startsWith('.') ? posix.normalize(posix.join(posix.dirname(path), module)) : null;
    imports.push({ line: lineOf(tree, node), module, path: target, isType });
  };
  walk(tree, (node) => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, isTypeImport(node));
    else if (ts.isExportDeclaration(node)) add(node, node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node, node.argument.literal, true);
    else if (ts.isCallExpression(node) && loadsModule(node.expression)) add(node, node.arguments[0], false);
  });
  return imports;
}

function isTypeImport({ importClause: clause }: ts.ImportDeclaration): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const { name, namedBindings } = clause;
  return (
    !name &&
    !!namedBindings &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.every((element) => element.isTypeOnly)
  );
}

/** `import(...)`, `require(...)` and `something.resolve(...)` of a module's name. */
function loadsModule(called: ts.Expression): boolean {
  if (called.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isIdentifier(called)) return called.text === 'require';
  return ts.isPropertyAccessExpression(called) && called.name.text === 'resolve';
}

/**
 * Names that give another value on another machine, at another time or in another country, and the console.
 */
const forbiddenNames = /^(Date|Intl|performance|console|toLocale\w*|localeCompare|hrtime|uptime)$/;

/** Uses of chance, clocks, locales and the console in code; comments and texts may speak of them. */
export function forbiddenUses({ tree }: Source): Finding[] {
  const findings: Finding[] = [];
  walk(tree, (node) => {
    if (ts.isIdentifier(node) && forbiddenNames.test(node.text)) {
      findings.push({ line: lineOf(tree, node), what: node.text });
    }
    const isMathRandom =
      ts.isPropertyAccessExpression(node) &&
      node.expression.getText() === 'Math' &&
      node.name.text === 'random';
    if (isMathRandom) findings.push({ line: lineOf(tree, node), what: 'Math.random' });
  });
  return findings;
}

/** Exported declarations without a doc comment; re-exports are documented where they come from. */
export function undocumentedExports({ tree }: Source): Finding[] {
  return tree.statements
    .filter((statement) => isExported(statement) && ts.getJSDocCommentsAndTags(statement).length === 0)
    .map((statement) => ({ line: lineOf(tree, statement), what: statement.getText().split('\n')[0] }));
}

/** Whether a statement exports what it declares. */
export function isExported(statement: ts.Statement): boolean {
  if (ts.isExportAssignment(statement)) return true;
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

/** Lines of every function with a body. */
export function functionLengths({ tree }: Source): { readonly line: number; readonly lines: number }[] {
  const lengths: { line: number; lines: number }[] = [];
  walk(tree, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return;
    const line = lineOf(tree, node);
    lengths.push({ line, lines: tree.getLineAndCharacterOfPosition(node.end).line + 2 - line });
  });
  return lengths;
}

/** The line of a node, from 1. */
export function lineOf(tree: ts.SourceFile, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}

/** Calls `visit` for a node and all that is in it. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}
