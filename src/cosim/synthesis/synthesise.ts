import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInput } from '../../errors/bad-input.ts';
import { inScratchFolder, ProgramFailure, runProgram } from '../bench/scratch-folder.ts';
import { hardwareSources } from '../bench/sources.ts';
import { runYosysScript } from '../npm-simulator/elaborate.ts';
import { readCells } from './cells.ts';
import { type SynthesisPoint, synthesisScript } from './points.ts';
import type { MappedPoint } from './table.ts';

/** The Yosys on PATH, or the npm package's. */
export type YosysSource = 'path' | 'npm';

/** Minutes after which a synthesis is given up. */
const MOST_MINUTES = 10;

/** Whether there is a Yosys on PATH, by its version; null without one. */
export async function yosysVersion(): Promise<string | null> {
  try {
    const stdout = await runProgram('yosys', ['-V'], '.', 1);
    return /Yosys (\S+)/.exec(stdout)?.[1] ?? 'unknown';
  } catch {
    return null;
  }
}

/** Maps one point. Throws BadInput with Yosys' words when it cannot. */
export async function synthesise(point: SynthesisPoint, source: YosysSource): Promise<MappedPoint> {
  if (source === 'npm') {
    const sources = hardwareSources();
    const { files } = await runYosysScript(`${synthesisScript(point, [...sources.keys()])}\n`, sources);
    return { ...point, ...readCells(String(files['cells.txt']), point.family), tool: 'yosys npm' };
  }
  const tool = `yosys ${await yosysVersion()}`;
  return inScratchFolder('bbsim-synth-', async (folder) => {
    const sources = hardwareSources();
    for (const [name, text] of sources) await writeFile(join(folder, name), text);
    await writeFile(join(folder, 'script.ys'), synthesisScript(point, [...sources.keys()]));
    try {
      await runProgram('yosys', ['-q', '-s', 'script.ys'], folder, MOST_MINUTES);
    } catch (error) {
      if (!(error instanceof ProgramFailure)) throw error;
      const { family, kind, pes, lanes } = point;
      const said = error.isTimeout
        ? `stopped after ${MOST_MINUTES} minutes`
        : error.message.split('\n').at(-1);
      throw new BadInput(`${family}, ${kind} ${pes} x ${lanes}: yosys: ${said}`);
    }
    return { ...point, ...readCells(await readFile(join(folder, 'cells.txt'), 'utf8'), point.family), tool };
  });
}
