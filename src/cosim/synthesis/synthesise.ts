import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInput } from '../../errors/bad-input.ts';
import { hardwareSources } from '../bench/rtl-sources.ts';
import { inScratchFolder, ProgramFailure, spawnProgram } from '../bench/scratch-folder.ts';
import { runYosysScript } from '../npm-simulator/elaborate.ts';
import { readCells } from './mapped-cells.ts';
import type { MappedSize } from './mapped-table.ts';
import { type SynthesisSize, synthesisScript } from './sizes.ts';

/** The Yosys on PATH, or the npm package's. */
export type YosysSource = 'path' | 'npm';

/** Minutes after which a synthesis is given up. */
const MOST_MINUTES = 10;

/** Whether there is a Yosys on PATH, by its version; null without one. */
export async function yosysVersion(): Promise<string | null> {
  try {
    const stdout = await spawnProgram('yosys', ['-V'], '.', 1);
    return /Yosys (\S+)/.exec(stdout)?.[1] ?? 'unknown';
  } catch {
    return null;
  }
}

/** Maps one size. Throws BadInput with Yosys' words when it cannot. */
export async function synthesise(size: SynthesisSize, source: YosysSource): Promise<MappedSize> {
  if (source === 'npm') {
    const sources = hardwareSources();
    const { files } = await runYosysScript(`${synthesisScript(size, [...sources.keys()])}\n`, sources);
    return { ...size, ...readCells(String(files['cells.txt']), size.family), tool: 'yosys npm' };
  }
  const tool = `yosys ${await yosysVersion()}`;
  return inScratchFolder('bbsim-synth-', async (folder) => {
    const sources = hardwareSources();
    for (const [name, text] of sources) await writeFile(join(folder, name), text);
    await writeFile(join(folder, 'script.ys'), synthesisScript(size, [...sources.keys()]));
    try {
      await spawnProgram('yosys', ['-q', '-s', 'script.ys'], folder, MOST_MINUTES);
    } catch (error) {
      if (!(error instanceof ProgramFailure)) throw error;
      const { family, kind, pes, lanes } = size;
      const said = error.isTimeout
        ? `stopped after ${MOST_MINUTES} minutes`
        : error.message.split('\n').at(-1);
      throw new BadInput(`${family}, ${kind} ${pes} x ${lanes}: yosys: ${said}`);
    }
    return { ...size, ...readCells(await readFile(join(folder, 'cells.txt'), 'utf8'), size.family), tool };
  });
}
