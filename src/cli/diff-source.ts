import { join } from 'node:path';
import { clip, show } from '../config/wording.ts';
import { whatIsAt } from '../disk/folder.ts';
import { BadInput } from '../errors/bad-input.ts';
import { readInput } from './io.ts';
import { wordsOfRun } from './quoted-run.ts';

/** Larger than any result; text of this size still is one string. */
const MOST_RESULT_BYTES = 256 * 1024 * 1024;

/** One side of a comparison before anything runs: the text of a result, or the words of a run. */
export type DiffSource =
  | { readonly kind: 'text'; readonly text: string; readonly shown: string }
  | { readonly kind: 'run'; readonly words: readonly string[]; readonly shown: string };

/**
 * What an argument of `bbsim diff` names: a result.json, a folder of `--out`, or a quoted command. What is
 * there as a file or folder is that, also when it is called `run`. Throws BadInput, naming the argument, for
 * what is none of them and what cannot be read.
 */
export async function diffSourceOf(argument: string, which: 'a' | 'b'): Promise<DiffSource> {
  const found = await whatIsAt(argument);
  if (found === null) {
    const words = wordsOfRun(argument, which);
    if (words !== null) return { kind: 'run', words, shown: which };
    throw new BadInput(
      `${which}: expected a result.json, a folder of --out, or a quoted command as "run tiny --set pes=32"; found ${show(argument)}, where no file is`,
    );
  }
  const path = found === 'folder' ? join(argument, 'result.json') : argument;
  if (found === 'folder' && (await whatIsAt(path)) === null)
    throw new BadInput(
      `${which}: ${clip(argument)} has no result.json, expected a folder of bbsim run --out`,
    );
  return { kind: 'text', text: textOf(path, which), shown: `${which}: ${clip(path)}` };
}

function textOf(path: string, which: string): string {
  const { bytes } = readInput(path, which);
  if (bytes.length > MOST_RESULT_BYTES)
    throw new BadInput(
      `${which}: ${clip(path)} has ${bytes.length} bytes, expected a result of at most ${MOST_RESULT_BYTES}`,
    );
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new BadInput(`${which}: ${clip(path)}: expected UTF-8 text`);
  }
}
