import { join } from 'node:path';
import { z } from 'zod';
import { check } from '../../config/problems.ts';
import { clip, dotted, show } from '../../config/wording.ts';
import { whatIsAt } from '../../disk/folder.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { headerFields, RESULT_VERSION, type ResultCommand } from '../../run/result-header.ts';
import { readInput } from '../io.ts';

/** Larger than any result; text of this size still is one string. */
const MOST_BYTES_OF_RESULT = 256 * 1024 * 1024;

/** A result that a page is made of: read as JSON, its header checked, and nothing else of it. */
export interface ResultInput {
  readonly kind: 'result';
  /** As it is named in errors. */
  readonly shown: string;
  readonly path: string;
  /** The folder that it lies in, where other files of the same run are. */
  readonly folder: string;
  readonly command: ResultCommand;
  readonly version: string;
  readonly value: unknown;
}

/** A directory that `bbsim sweep` or `bbsim optimize` fills. */
export interface StoreInput {
  readonly kind: 'store';
  readonly shown: string;
  /** Of its sweep.json. */
  readonly path: string;
  readonly folder: string;
}

/** What a page has a chapter of. */
export type ReportInput = ResultInput | StoreInput;

/** Places of a result in a folder of `--out`. */
const places = ['result.json', join('reproduction', 'result.json')];

/**
 * What an argument of `bbsim report` names: a result.json, a folder that has one, or the directory of a
 * sweep. Throws BadInput, naming the argument, for what is none of them and what cannot be read.
 */
export async function reportInput(argument: string): Promise<ReportInput> {
  const found = await whatIsAt(argument);
  if (found === null) throw new BadInput(`${clip(argument)}: no such file or folder`);
  if (found !== 'folder') return resultAt(argument, join(argument, '..'));
  const manifest = join(argument, 'sweep.json');
  if ((await whatIsAt(manifest)) !== null)
    return { kind: 'store', shown: clip(argument), path: manifest, folder: argument };
  for (const place of places) {
    const path = join(argument, place);
    if ((await whatIsAt(path)) !== null) return resultAt(path, join(path, '..'));
  }
  throw new BadInput(
    `${clip(argument)}: expected a folder of --out with a result.json, or the directory of a sweep`,
  );
}

const HeaderSchema = z.looseObject(headerFields);

function resultAt(path: string, folder: string): ResultInput {
  const shown = clip(path);
  const value = jsonAt(path);
  refuseOtherVersion(shown, value);
  const checked = check(HeaderSchema, value);
  if ('problems' in checked) {
    const [{ path: place, message }] = checked.problems;
    const field = place.length === 0 ? '' : ` ${dotted(place)}:`;
    throw new BadInput(`${shown}: expected a result of bbsim;${field} ${message}`);
  }
  const { command, version } = checked.config;
  return { kind: 'result', shown, path, folder, command, version, value };
}

/** Throws BadInput, saying what to do, for a result of a schema that this version does not read. */
function refuseOtherVersion(shown: string, value: unknown): void {
  if (typeof value !== 'object' || value === null || !('schemaVersion' in value)) return;
  const { schemaVersion: found } = value;
  if (typeof found !== 'number' || !Number.isInteger(found) || found === RESULT_VERSION) return;
  const advice =
    found < RESULT_VERSION
      ? 'an earlier bbsim wrote it: run its command again with this version'
      : 'a newer bbsim wrote it: use that one, or run its command again with this version';
  throw new BadInput(
    `${shown}: expected a result of bbsim; schemaVersion: expected ${RESULT_VERSION}, found ${found}: ${advice}`,
  );
}

/** The JSON of a file. Throws BadInput for one that is too large, or is no JSON. */
export function jsonAt(path: string): unknown {
  const { bytes } = readInput(path, 'report');
  if (bytes.length > MOST_BYTES_OF_RESULT)
    throw new BadInput(
      `${clip(path)} has ${bytes.length} bytes, expected a result of at most ${MOST_BYTES_OF_RESULT}`,
    );
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new BadInput(`${clip(path)}: expected the JSON of a result: ${show((error as Error).message)}`);
  }
}
