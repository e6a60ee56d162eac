import { z } from 'zod';
import { unknownFieldHint } from './schema-fields.ts';
import { clip, didYouMean, orList, show } from './wording.ts';

// A schema checks a file or two in the life of the program: to compile it first takes longer than its checks.
z.config({ jitless: true });

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/**
 * One thing wrong with a configuration: at the value of `path`, or at its name
 * when `path` is an unknown field.
 */
export interface Problem {
  readonly path: Path;
  readonly unknownField: boolean;
  /** A rule between fields that is broken: each of them may be right by itself. */
  readonly isRule: boolean;
  readonly message: string;
}

/**
 * What to say of an unknown field instead of "unknown field": where the owner of a schema knows
 * more than the schema does (that a field belongs to another kind of thing, say). `data`: the whole
 * that is checked. Null: nothing.
 */
export type ExplainField = (path: readonly string[], data: unknown) => string | null;

/** What the wording of an issue needs beside the issue. */
interface Checking {
  /**
   * The schema that refused the unknown fields of an issue, by the issue's list of keys (zod
   * does not keep it in the issue).
   */
  readonly refusers: WeakMap<object, z.core.$ZodType>;
  readonly explain: (path: readonly string[]) => string | null;
}

/** What a value could have been: given values, and kinds of value. */
interface Expectation {
  readonly values: readonly string[];
  readonly types: readonly string[];
}

const typeNames: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'an integer',
  string: 'text',
  object: 'a mapping of fields',
  record: 'a mapping of fields',
  array: 'a list',
  tuple: 'a list',
};

function expectationOf(issue: Issue): Expectation {
  if (issue.code === 'invalid_value') return { values: issue.values.map(String), types: [] };
  if (issue.code !== 'invalid_type') return { values: [], types: [] };
  if (issue.expected === 'boolean') return { values: ['true', 'false'], types: [] };
  return { values: [], types: [typeNames[issue.expected] ?? issue.expected] };
}

/** A problem with one value. */
function plain(path: Path, message: string): Problem {
  return { path, unknownField: false, isRule: false, message };
}

/** "expected chained or instruction, found "chaind", did you mean `chained`?" */
function mismatch({ values, types }: Expectation, found: unknown): string {
  const expected = `expected ${orList([...values, ...types])}`;
  if (found === undefined) return `missing, ${expected}`;
  const quote =
    types.length === 1 && types[0] === 'text' && typeof found !== 'object' ? ' (in quotes it is text)' : '';
  const meant = typeof found === 'string' ? didYouMean(found, values) : '';
  return `${expected}, found ${show(found)}${quote}${meant}`;
}

/** "at least 1", "less than 3 characters": a limit that was broken. */
function limit(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): string {
  const low = issue.code === 'too_small';
  const bound = String(low ? issue.minimum : issue.maximum);
  const words = issue.inclusive === false ? (low ? 'more than' : 'less than') : low ? 'at least' : 'at most';
  if (issue.origin === 'string')
    return `expected ${words} ${bound} characters, found ${String(issue.input).length}`;
  if (Array.isArray(issue.input)) return `expected ${words} ${bound} items, found ${issue.input.length}`;
  return `expected ${words} ${bound}, found ${show(issue.input)}`;
}

/** The message of an issue that concerns one value and has no message of its own. */
function standardMessage(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
    case 'invalid_value':
      return mismatch(expectationOf(issue), issue.input);
    case 'too_big':
    case 'too_small':
      return limit(issue);
    case 'not_multiple_of':
      return `expected a multiple of ${issue.divisor}, found ${show(issue.input)}`;
    case 'invalid_format':
      return `expected text of the form ${issue.pattern ?? issue.format}, found ${show(issue.input)}`;
    default:
      return `cannot be used, found ${show(issue.input)}`;
  }
}

/**
 * A schema's own message. Those of its own rules say what they found; behind those of
 * types and limits it is said here.
 */
function ownMessage({ code, message, input }: Issue): string {
  const complete = code === 'custom' || typeof input === 'object';
  return complete ? message : `${message}, found ${show(input)}`;
}

const isWrongKind = ({ code, path }: Issue): boolean =>
  path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');

/**
 * A value that fits none of several schemas: the issues of the one that it resembles,
 * or all that it could have been.
 */
function unionProblems(issue: z.core.$ZodIssueInvalidUnion, path: Path, checking: Checking): Problem[] {
  const alike = issue.errors.filter((issues) => !issues.some(isWrongKind));
  const closest = alike.sort((a, b) => a.length - b.length)[0];
  if (closest !== undefined) return problemsOf(closest, path, checking);
  const expected = issue.errors.flat().map(expectationOf);
  const values = [...new Set(expected.flatMap((one) => one.values))];
  const types = [...new Set(expected.flatMap((one) => one.types))];
  return [plain(path, mismatch({ values, types }, issue.input))];
}

function discriminatorMessage(field: string, options: readonly unknown[], input: unknown): string {
  const found = (input as Readonly<Record<string, unknown>>)[field];
  return mismatch({ values: options.map(String), types: [] }, found);
}

function issueProblems(issue: Issue, path: Path, checking: Checking): Problem[] {
  if (issue.message !== '') return [{ ...plain(path, ownMessage(issue)), isRule: issue.code === 'custom' }];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      unknownField: true,
      isRule: false,
      message:
        checking.explain([...path.map(String), key]) ??
        `unknown field \`${clip(key)}\`${unknownFieldHint(checking.refusers.get(issue.keys), key)}`,
    }));
  }
  if (issue.code === 'invalid_union') {
    if (!('options' in issue) || issue.options === undefined) return unionProblems(issue, path, checking);
    const message = discriminatorMessage(String(issue.discriminator), issue.options, issue.input);
    return [plain(path, message)];
  }
  if (issue.code === 'invalid_key' || issue.code === 'invalid_element') {
    return problemsOf(issue.issues, path, checking);
  }
  return [plain(path, standardMessage(issue))];
}

function problemsOf(issues: readonly Issue[], path: Path, checking: Checking): Problem[] {
  return issues.flatMap((issue) => issueProblems(issue, [...path, ...issue.path], checking));
}

/** The outcome of checking data: the configuration, or what is wrong with it. */
export type Checked<T> = { readonly config: T } | { readonly problems: readonly Problem[] };

/** Checks `data` against `schema`, in words for people; `explain` has the first word on an unknown field. */
export function check<S extends z.ZodType>(
  schema: S,
  data: unknown,
  explain: ExplainField = () => null,
): Checked<z.output<S>> {
  const refusers: Checking['refusers'] = new WeakMap();
  const result = schema.safeParse(data, {
    reportInput: true,
    error: (issue) => {
      if (issue.code === 'unrecognized_keys')
        refusers.set(issue.keys, (issue.schema ?? issue.inst) as z.core.$ZodType);
      return ''; // an empty message marks an issue without a message of its own
    },
  });
  return result.success
    ? { config: result.data }
    : {
        problems: problemsOf(result.error.issues, [], { refusers, explain: (path) => explain(path, data) }),
      };
}
