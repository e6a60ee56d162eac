import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInput } from '../../errors/bad-input.ts';
import { inScratchFolder, ProgramFailure, spawnProgram } from '../bench/scratch-folder.ts';

/** Minutes after which a run of Yosys is given up. */
const MOST_MINUTES = 10;

/** A script for Yosys, and what it reads and writes. */
export interface YosysRun {
  /** What is mapped, for messages. */
  readonly what: string;
  /** Texts by file name. */
  readonly sources: ReadonlyMap<string, string>;
  /** The script, which is told the names of the sources. */
  readonly script: (names: readonly string[]) => string;
  /** The file that the script writes. */
  readonly output: string;
}

/** Runs a script with the Yosys on PATH; the text that it wrote. Throws BadInput with Yosys' words. */
export function runYosys({ what, sources, script, output }: YosysRun): Promise<string> {
  return inScratchFolder('bbsim-yosys-', async (folder) => {
    for (const [name, text] of sources) await writeFile(join(folder, name), text);
    await writeFile(join(folder, 'script.ys'), script([...sources.keys()]));
    try {
      await spawnProgram('yosys', ['-q', '-s', 'script.ys'], folder, MOST_MINUTES);
    } catch (error) {
      if (!(error instanceof ProgramFailure)) throw error;
      const said = error.isTimeout
        ? `stopped after ${MOST_MINUTES} minutes`
        : error.message.split('\n').at(-1);
      throw new BadInput(`${what}: yosys: ${said}`);
    }
    return readFile(join(folder, output), 'utf8');
  });
}
