import { isCollection } from 'yaml';
import { BadInput } from '../errors/bad-input.ts';
import { clip, dotted, show } from './wording.ts';
import { parseText, type YamlDocument } from './yaml-document.ts';

type Path = readonly PropertyKey[];

/**
 * One `--set path=value` of the command line: the text as typed, the field within its file, and the value.
 */
export interface Override {
  readonly text: string;
  readonly path: readonly string[];
  readonly value: unknown;
}

/** The file that an override changes: the accelerator's, or with the prefix `workload.` the workload's. */
export type OverrideTarget = 'accelerator' | 'workload';

const forbidden = ['__proto__', 'constructor', 'prototype'];
const maxSteps = 32;

const refuse = (text: string, message: string): BadInput => new BadInput(`--set ${clip(text)}: ${message}`);

function parsePath(text: string, typed: string): readonly string[] {
  const path = typed.trim().split('.');
  if (path.some((step) => step === ''))
    throw refuse(text, 'expected field names between the dots, as in timing.mulLatency=4');
  if (path.length > maxSteps) throw refuse(text, `expected at most ${maxSteps} field names`);
  const name = path.find((step) => forbidden.includes(step));
  if (name !== undefined) throw refuse(text, `\`${name}\` cannot be a field name`);
  return path;
}

/** A YAML scalar or flow collection: 4, on, [1, 2], {kind: block}. */
function parseValue(text: string, typed: string): unknown {
  const { document, data, faults } = parseText(typed, `--set ${clip(text)}`);
  if (faults.length > 0) throw refuse(text, faults[0].message);
  const { contents } = document;
  if (typed.trim() === '' || contents === null) throw refuse(text, 'expected a value after =');
  if (isCollection(contents) && !contents.flow)
    throw refuse(text, 'expected a value, or a collection in [] or {}');
  return data;
}

/**
 * One `--set` argument, `path=value`. Throws BadInput for a missing `=`, an empty or forbidden field name,
 * and a value that is not YAML on one line.
 */
export function parseOverride(text: string): Override {
  const equals = text.indexOf('=');
  if (equals < 0) throw refuse(text, 'expected path=value, as in timing.mulLatency=4');
  return {
    text,
    path: parsePath(text, text.slice(0, equals)),
    value: parseValue(text, text.slice(equals + 1)),
  };
}

/** The overrides among `sets` that change `target`, in order; the prefix `workload.` is taken off. */
export function overridesFor(target: OverrideTarget, sets: readonly string[]): readonly Override[] {
  const all = sets.map(parseOverride);
  const isWorkload = ({ path }: Override): boolean => path[0] === 'workload' && path.length > 1;
  if (target === 'accelerator') return all.filter((override) => !isWorkload(override));
  return all.filter(isWorkload).map((override) => ({ ...override, path: override.path.slice(1) }));
}

function withValue(data: unknown, { text, path, value }: Override, at: number): unknown {
  if (at === path.length) return value;
  const step = path[at];
  const set = (inner: unknown): unknown => withValue(inner, { text, path, value }, at + 1);
  if (Array.isArray(data)) {
    const list = dotted(path.slice(0, at));
    if (!/^\d{1,9}$/.test(step) || Number(step) >= data.length) {
      throw refuse(
        text,
        `${list} has ${data.length} items, expected an index below that, found ${clip(step)}`,
      );
    }
    return data.map((item, index) => (index === Number(step) ? set(item) : item));
  }
  if (data !== undefined && data !== null && typeof data !== 'object') {
    throw refuse(text, `${dotted(path.slice(0, at))} is ${show(data)}, which has no fields`);
  }
  const fields: Readonly<Record<string, unknown>> = { ...data };
  return { ...fields, [step]: set(Object.hasOwn(fields, step) ? fields[step] : undefined) };
}

/**
 * `data` with the field of `override` set; mappings on the way to it are made, `data` itself is not changed.
 */
export function setField(data: unknown, override: Override): unknown {
  return withValue(data, override, 0);
}

const within = (outer: Path, inner: Path): boolean =>
  outer.every((step, i) => String(inner[i]) === String(step));

/**
 * The override that put what is at `path` there, or null when it comes from the file: the last one that set
 * the field or a mapping around it, or the one that made the mapping in which a field is missing.
 */
export function blamed(path: Path, document: YamlDocument, overrides: readonly Override[]): Override | null {
  const setter = overrides.findLast((override) => within(override.path, path));
  if (setter !== undefined) return setter;
  for (let length = path.length; length > 0; length--) {
    const outer = path.slice(0, length);
    if (document.position(outer) !== null) return null;
    const maker = overrides.findLast((override) => within(outer, override.path));
    if (maker !== undefined) return maker;
  }
  return null;
}
