import { hardwareSources } from '../bench/rtl-sources.ts';
import type { LevelCircuit } from './level-circuits.ts';
import { type MappedLevels, readLevels } from './mapped-levels.ts';
import { runYosys } from './run-yosys.ts';
import { yosysVersion } from './synthesise.ts';

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
  const own: readonly (readonly [string, string])[] = text === undefined ? [] : [['own.sv', text]];
  const counted = await runYosys({
    what: `${stage}, ${variant}, ${lanes} lanes`,
    sources: new Map([...hardwareSources(), ...own]),
    script: (names) => levelScript(circuit, names),
    output: 'counted.txt',
  });
  return { stage, variant, lanes, window, ...readLevels(counted), tool };
}
