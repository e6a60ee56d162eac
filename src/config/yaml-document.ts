import {
  type Document,
  isAlias,
  isMap,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { BadInput } from '../errors/bad-input.ts';
import { clip } from './wording.ts';
import { plainData, startOf, type TextFault } from './yaml-data.ts';

/** Line and column of a character, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A parsed YAML file: its plain data, and where each field stands. */
export interface YamlDocument {
  readonly fileName: string;
  readonly data: unknown;
  /**
   * Position of the value (or, with `key`, of the field's name) at `path`; null
   * when the file does not have it.
   */
  position(path: readonly PropertyKey[], key?: boolean): Position | null;
}

/** The largest configuration file, in bytes. */
export const maxConfigBytes = 1 << 20;

/** The most faults that one error lists. */
const maxListed = 20;

/** `lines` joined, at most 20 of them. */
export function listFaults(lines: readonly string[]): string {
  const more = lines.length - maxListed;
  return [...lines.slice(0, maxListed), ...(more > 0 ? [`... and ${more} more`] : [])].join('\n');
}

/**
 * The fields of mappings by name, made when first asked for: a search through the
 * items would take quadratic time.
 */
class FieldIndex {
  private readonly fields = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

  find(map: YAMLMap, name: string): Pair | undefined {
    const known =
      this.fields.get(map) ?? new Map(map.items.map((pair) => [String((pair.key as Scalar).value), pair]));
    this.fields.set(map, known);
    return known.get(name);
  }
}

/** Offset of the value, or of the key, at `path`; the place of the alias when the path leads through one. */
function offsetOf(
  root: unknown,
  path: readonly PropertyKey[],
  key: boolean,
  index: FieldIndex,
): number | null {
  let node = root;
  let keyNode = root;
  for (const step of path) {
    if (isAlias(node)) break;
    if (isMap(node)) {
      const pair = index.find(node, String(step));
      if (pair === undefined) return null;
      keyNode = pair.key;
      node = pair.value ?? pair.key;
    } else if (isSeq(node) && Number(step) in node.items) {
      node = node.items[Number(step)];
      keyNode = node;
    } else return null;
  }
  return startOf(key ? keyNode : node);
}

const clipLine = (message: string): string => clip(message.split('\n')[0], 200);

/** The library's parse; what it throws itself (text nested beyond its stack) becomes bad input. */
function parseLenient(text: string, fileName: string, lineCounter: LineCounter): Document {
  try {
    return parseDocument(text, {
      lineCounter,
      prettyErrors: false,
      logLevel: 'error',
      schema: 'core',
      merge: false,
      resolveKnownTags: false,
      uniqueKeys: false, // the library's check takes quadratic time; plainData has its own
    });
  } catch (error) {
    const reason = error instanceof RangeError ? 'nested too deeply' : clipLine(String(error));
    throw new BadInput(`${fileName}: cannot be read as YAML: ${reason}`);
  }
}

/**
 * What the YAML parser found wrong with the text. Where its stack gave out, what it
 * says of the rest means nothing.
 */
function syntaxFaults({ errors, warnings }: Document): TextFault[] {
  const deepest = errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  if (deepest !== undefined) return [{ offset: deepest.pos[0], message: 'nested too deeply' }];
  return [...errors, ...warnings].map(({ code, pos, message }) => ({
    offset: pos[0],
    message: code === 'MULTIPLE_DOCS' ? 'expected one document, found a second one' : clipLine(message),
  }));
}

/** A YAML text as parsed, its plain data, and what is wrong with it (then the data is of no use). */
export interface ParsedText {
  readonly document: Document;
  readonly data: unknown;
  readonly faults: readonly TextFault[];
}

/**
 * Parses YAML 1.2 (core schema) with exactly one document. Faults are: syntax errors, unknown tags, fields
 * given twice, field names that are not text, merge keys (`<<` is not YAML 1.2), `__proto__`, aliases without
 * an anchor or that multiply the data, and deep nesting. Throws BadInput naming `fileName` for more than 1
 * MiB and for text that the parser cannot take at all.
 */
export function parseText(text: string, fileName: string, lineCounter = new LineCounter()): ParsedText {
  const bytes = Buffer.byteLength(text);
  if (bytes > maxConfigBytes) {
    throw new BadInput(`${fileName}: expected at most ${maxConfigBytes} bytes, found ${bytes}`);
  }
  const document = parseLenient(text, fileName, lineCounter);
  const faults = syntaxFaults(document);
  return faults.length > 0 ? { document, data: null, faults } : { document, ...plainData(document) };
}

/**
 * Reads a YAML file. Throws BadInput with a line `file:line:column: message` for every fault of `parseText`.
 */
export function readYaml(text: string, fileName: string): YamlDocument {
  const lines = new LineCounter();
  const { document, data, faults } = parseText(text, fileName, lines);
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  if (faults.length > 0) {
    const places = faults.map(({ offset, message }) => ({ ...at(offset), message }));
    throw new BadInput(
      listFaults(places.map(({ line, column, message }) => `${fileName}:${line}:${column}: ${message}`)),
    );
  }
  const index = new FieldIndex();
  return {
    fileName,
    data,
    position(path, key = false) {
      const offset = offsetOf(document.contents, path, key, index);
      return offset === null ? null : at(offset);
    },
  };
}
