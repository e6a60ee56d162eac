import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInput } from '../../errors/bad-input.ts';
import { hardwareSources } from '../bench/rtl-sources.ts';
import { inScratchFolder, ProgramFailure, spawnProgram } from '../bench/scratch-folder.ts';
import type { LevelCircuit } from './level-circuits.ts';
import { type MappedLevels, readLevels } from './mapped-levels.ts';
import { yosysVersion } from './synthesise.ts';

/** Minutes after which a circuit is given up. */
const MOST_MINUTES = 3;

function levelScript({ module, parameters }: LevelCircuit, sources: readonly string[]): string {
  const set = Object.entries(parameters).map(([name, value]) => `-set ${name} ${value}`);
  return [
    `read_verilog -sv ${sources.join(' ')}`,
    `chparam ${set.join(' ')} ${module}`,
    `synth -flatten -top ${module}`,
    'abc -lut 6',
    'opt_clean',
    'tee -o counted.txt stat',
    'tee -a counted.txt ltp -noff',
  ].join('\n');
}

/** Maps a circuit to six-input functions with the Yosys on PATH. Throws BadInput with Yosys' words. */
export async function mapLevels(circuit: LevelCircuit): Promise<MappedLevels> {
  const tool = `yosys ${await yosysVersion()}`;
  const { stage, variant, lanes, window, text } = circuit;
  return inScratchFolder('bbsim-levels-', async (folder) => {
    const own: readonly (readonly [string, string])[] = text === undefined ? [] : [['own.sv', text]];
    const sources = new Map([...hardwareSources(), ...own]);
    for (const [name, words] of sources) await writeFile(join(folder, name), words);
    await writeFile(join(folder, 'script.ys'), levelScript(circuit, [...sources.keys()]));
    try {
      await spawnProgram('yosys', ['-q', '-s', 'script.ys'], folder, MOST_MINUTES);
    } catch (error) {
      if (!(error instanceof ProgramFailure)) throw error;
      const said = error.isTimeout
        ? `stopped after ${MOST_MINUTES} minutes`
        : error.message.split('\n').at(-1);
      throw new BadInput(`${stage}, ${variant}, ${lanes} lanes: yosys: ${said}`);
    }
    const counted = readLevels(await readFile(join(folder, 'counted.txt'), 'utf8'));
    return { stage, variant, lanes, window, ...counted, tool };
  });
}
