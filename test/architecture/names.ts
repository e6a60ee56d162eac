import ts from 'typescript';
import { isExported, type Source } from './source.ts';

/** The names that a file exports by a declaration of its own; what it re-exports is declared elsewhere. */
function declaredExports({ tree }: Source): string[] {
  return tree.statements.filter(isExported).flatMap((statement) => {
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => name.getText(tree));
    const name = 'name' in statement ? (statement.name as ts.Node | undefined) : undefined;
    return name === undefined ? [] : [name.getText(tree)];
  });
}

/**
 * Places of registries: the record of a kind, a pattern, a format, a published design, and its
 * words in reports, bear the name of the thing, in each of these places once. Only the registry
 * beside them imports such a record.
 */
const registries =
  /^(hw\/array\/kinds|bbs\/patterns|bbs\/formats|report\/published\/wording)\/[^/]+\.ts$|^published\/[^/]+\/index\.ts$/;

/** Exported names that several files declare, one sentence each: a reader of one would think of the other. */
export function namesOfTwoThings(sources: readonly Source[]): string[] {
  const files = new Map<string, Set<string>>();
  for (const source of sources) {
    for (const name of declaredExports(source)) {
      const found = files.get(name) ?? new Set<string>();
      files.set(name, found.add(source.path));
    }
  }
  return [...files]
    .filter(([, paths]) => paths.size > 1 && ![...paths].every((path) => registries.test(path)))
    .map(([name, paths]) => `${name}: ${[...paths].sort().join(', ')}`);
}
