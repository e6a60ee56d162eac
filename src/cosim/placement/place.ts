import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInput } from '../../errors/bad-input.ts';
import { hardwareSources } from '../bench/rtl-sources.ts';
import { inScratchFolder, ProgramFailure, spawnProgram } from '../bench/scratch-folder.ts';
import type { PlacedCircuit } from './circuit.ts';
import { readPlacedPath } from './placed-path.ts';
import type { PlacedRow } from './placed-table.ts';
import { wrapperName, wrapperText } from './wrapper.ts';

/** Minutes after which a tool is given up. */
const MOST_MINUTES = 10;
/** Asked of the placer, in MHz: more than any circuit reaches, so that it never stops to improve. */
const ASKED_MHZ = 400;

/** Versions of Yosys and nextpnr-ice40 on PATH; null where one of them is missing. */
export async function placementTools(): Promise<string | null> {
  try {
    const yosys = /Yosys (\S+)/.exec(await spawnProgram('yosys', ['-V'], '.', 1))?.[1];
    // It prints its version on stderr, which a program that succeeds does not hand on.
    const nextpnr = await spawnProgram('sh', ['-c', 'nextpnr-ice40 --version 2>&1'], '.', 1);
    return `yosys ${yosys} nextpnr-ice40 ${/Version ([^)\s]+)/.exec(nextpnr)?.[1]}`;
  } catch (error) {
    if (error instanceof ProgramFailure) return null;
    throw error;
  }
}

/**
 * Maps a circuit to the iCE40 HX8K, places and routes it once per seed. Throws BadInput with the tool's words
 * when it cannot.
 */
export function placeCircuit(
  circuit: PlacedCircuit,
  seeds: readonly number[],
  tool: string,
): Promise<readonly PlacedRow[]> {
  return inScratchFolder('bbsim-place-', async (folder) => {
    const sources = new Map([...hardwareSources(), ['wrapper.sv', wrapperText(circuit)]]);
    for (const [name, text] of sources) await writeFile(join(folder, name), text);
    const read = `read_verilog -sv ${[...sources.keys()].join(' ')}`;
    const script = `${read}; synth_ice40 -top ${wrapperName} -json mapped.json`;
    await attempt(circuit, 'yosys', ['-q', '-p', script], folder);
    const rows: PlacedRow[] = [];
    for (const seed of seeds) {
      await attempt(circuit, 'nextpnr-ice40', placerWords(seed), folder);
      const { stage, variant, size } = circuit;
      const path = readPlacedPath(await readFile(join(folder, 'report.json'), 'utf8'));
      rows.push({ stage, variant, size, seed, ...path, tool });
    }
    return rows;
  });
}

function placerWords(seed: number): readonly string[] {
  return [
    ...['--hx8k', '--package', 'ct256', '--json', 'mapped.json', '--seed', `${seed}`],
    ...['--freq', `${ASKED_MHZ}`, '--timing-allow-fail', '--report', 'report.json', '-q'],
  ];
}

async function attempt(
  { stage, variant, size }: PlacedCircuit,
  program: string,
  words: readonly string[],
  folder: string,
): Promise<void> {
  try {
    await spawnProgram(program, words, folder, MOST_MINUTES);
  } catch (error) {
    if (!(error instanceof ProgramFailure)) throw error;
    const said = error.isTimeout ? `stopped after ${MOST_MINUTES} minutes` : error.message.split('\n').at(-1);
    throw new BadInput(`${stage}, ${variant}, ${size}: ${program}: ${said}`);
  }
}
