import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type ExitCode, runCommandLine } from '../../src/cli/command-line.ts';
import { writeNpy } from '../../src/tensors/npy/npy.ts';

/** What a command line printed, and how it ended. */
export interface Session {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process. */
export function session(...words: readonly string[]): Promise<Session> {
  return sessionAt(undefined, ...words);
}

/** Runs a command line in this process for a terminal of so many columns. */
export async function sessionAt(
  widthColumns: number | undefined,
  ...words: readonly string[]
): Promise<Session> {
  let out = '';
  let err = '';
  const code = await runCommandLine(
    {
      print: (text) => {
        out += text;
      },
      note: (text) => {
        err += `${text}\n`;
      },
      wantsColour: false,
      widthColumns,
      terminal: null,
      clockMs: () => 0,
      onInterrupt: () => () => {},
    },
    words,
  );
  return { code, out, err };
}

/** An empty folder that is this test file's own, and is removed after its tests. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'bbsim-cli-'));
  afterAll(() => rmSync(path, { recursive: true }));
  return path;
}

/** Writes a file into a folder and returns its path. */
export function put(into: string, name: string, content: string | Uint8Array): string {
  const path = join(into, name);
  writeFileSync(path, content);
  return path;
}

/** A small CSR array that fits every device. */
export const smallCsr = 'kind: csr\npes: 2\nbanks: 4\n';

/** A small bank-balanced array that fits every device. */
export const smallBbs = 'kind: bbs\npes: 2\nbanks: 4\n';

/** A matrix of int16 codes as a .npy file. */
export function matrixFile(rows: readonly (readonly number[])[]): Uint8Array {
  return writeNpy([rows.length, rows[0].length], Int16Array.from(rows.flat()));
}

/** A vector of int16 codes as a .npy file. */
export function vectorFile(values: readonly number[]): Uint8Array {
  return writeNpy([values.length], Int16Array.from(values));
}

/**
 * Options for one product of a small matrix, an empty row in it, on a CSR array of two PEs with two
 * banks; its files go into `folder`.
 */
export function smallProduct(into: string, lastRow: readonly number[]): string[] {
  const matrix = put(into, 'A.npy', matrixFile([[1, 0, -2, 3], [0, 0, 0, 0], lastRow]));
  const vector = put(into, 'x.npy', vectorFile([7, -8, 9, 10]));
  const array = ['--accelerator', 'csr', '--set', 'pes=2', '--set', 'banks=2'];
  return ['--matrix', matrix, '--vector', vector, ...array];
}
