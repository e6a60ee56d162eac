import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { BadInput } from '../errors/bad-input.ts';
import { cannot, systemError } from '../errors/file-error.ts';
import type { FileBytes } from '../run/load-model.ts';
import { plainBytes } from '../tensors/plain-bytes.ts';

/** What the commands touch of the world outside; a test passes its own. */
export interface Io {
  /** Results. */
  print(text: string): void;
  /** Ends when all that was printed is written. Throws BadInput when it cannot be. */
  written?(): Promise<void>;
  /** Progress and remarks. */
  note(text: string): void;
  /** Whether results go to a terminal that shows colours. */
  readonly wantsColour: boolean;
  /** Columns of a line of tables and help; undefined where nobody says how many there are. */
  readonly widthColumns?: number | undefined;
  /** Where a progress bar is drawn; null: nobody looks, plain lines are noted instead. */
  readonly terminal: NodeJS.WritableStream | null;
  /** Milliseconds of some clock: for rates and time left, never for results. */
  clockMs(): number;
  /**
   * Calls back when the user (Ctrl-C) or the system wants the program to end; until
   * the returned function is called.
   */
  onInterrupt(listener: () => void): () => void;
}

/** The largest file that is read. */
export const MOST_BYTES = 2 ** 31 - 1;

/** Reads a file that an option names. Throws BadInput with the path and the reason. */
export function readInput(path: string, option: string): FileBytes {
  let file: number | null = null;
  try {
    // A pipe that nobody writes to is refused as any other, and not waited for.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = fstatSync(file);
    if (!stat.isFile()) throw systemError('EFTYPE');
    if (stat.size > MOST_BYTES)
      throw new BadInput(`${option}: ${path} has ${stat.size} bytes, expected at most ${MOST_BYTES}`);
    return { path, bytes: plainBytes(readFileSync(file)) };
  } catch (error) {
    throw cannot('read', path, error, option);
  } finally {
    if (file !== null) closeSync(file);
  }
}
