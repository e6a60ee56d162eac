import type { z } from 'zod';
import { BadInput } from '../errors/bad-input.ts';
import { blamed, type Override, setField } from './overrides.ts';
import { check, type ExplainField, type Problem } from './problems.ts';
import { clip, dotted } from './wording.ts';
import { listFaults, type Position, readYaml, type YamlDocument } from './yaml-document.ts';

/** A problem and where it is: at a position of the file, or in one of the overrides. */
interface Placed {
  readonly position: Position | null;
  readonly text: string;
}

/** Position of `path` in the file; of the nearest mapping around it when the file does not have it. */
function nearestPosition(document: YamlDocument, path: readonly PropertyKey[]): Position | null {
  for (let length = path.length; length >= 0; length--) {
    const position = document.position(path.slice(0, length));
    if (position !== null) return position;
  }
  return null;
}

/**
 * `--set x=y: message` or `file:line:column path: message`. An unknown field is named in its
 * message, so its path stops above it.
 */
function place(
  { path, unknownField, message }: Problem,
  document: YamlDocument,
  overrides: readonly Override[],
): Placed {
  const field = dotted(unknownField ? path.slice(0, -1) : path);
  const override = blamed(path, document, overrides);
  if (override !== null) {
    const inside = unknownField || field === dotted(override.path) ? '' : `${field}: `;
    return { position: null, text: `--set ${clip(override.text)}: ${inside}${message}` };
  }
  const position = (unknownField ? document.position(path, true) : null) ?? nearestPosition(document, path);
  const { line, column } = position ?? { line: 1, column: 1 };
  return { position, text: `${document.fileName}:${line}:${column}${field && ` ${field}`}: ${message}` };
}

/** By position in the file; overrides last, in the order of the problems. */
function byPosition({ position: a }: Placed, { position: b }: Placed): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a.line - b.line || a.column - b.column;
}

/**
 * Reads a configuration from the text of a YAML file, with `overrides` applied before it is checked. Throws
 * BadInput with one line per problem, `file:line:column field.path: message` or
 * `--set path=value: message`, at most 20 of them.
 */
export function parseYaml<S extends z.ZodType>(
  text: string,
  fileName: string,
  schema: S,
  overrides: readonly Override[] = [],
  explain?: ExplainField,
): z.output<S> {
  const document = readYaml(text, fileName);
  let { data } = document;
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    const found = data === null ? 'nothing' : Array.isArray(data) ? 'a list' : 'a single value';
    throw new BadInput(`${fileName}:1:1: expected a mapping of fields, found ${found}`);
  }
  for (const override of overrides) data = setField(data, override);
  const result = check(schema, data, explain);
  if ('config' in result) return result.config;
  const placed = result.problems.map((problem) => place(problem, document, overrides)).sort(byPosition);
  throw new BadInput(listFaults([...new Set(placed.map(({ text: line }) => line))]));
}
