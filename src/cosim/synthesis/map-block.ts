import { hardwareSources } from '../bench/rtl-sources.ts';
import { tableParameters } from '../step-bench.ts';
import type { BlockSample } from './block-samples.ts';
import type { MappedBlock } from './mapped-blocks.ts';
import { readCells } from './mapped-cells.ts';
import { runYosys } from './run-yosys.ts';
import { yosysVersion } from './synthesise.ts';

/** Elements of the regions x, h and h' of a loader, and where each begins in a bank. */
const REGION_LENGTHS = "96'h000004000000040000000200";
const REGION_WORDS = "96'h000000300000001000000000";

/** The parameters that a module needs beside those of its sample: tables and lengths. */
function furtherParameters(module: string): Readonly<Record<string, string | number>> {
  if (module === 'vector_loader') return { REGION_LENGTHS, REGION_WORDS };
  if (!module.startsWith('ewop_')) return {};
  return tableParameters({ bits: 16, fractionBits: 12, activation: { segments: 64, range: 8 } });
}

/** The Yosys script that maps a module alone; its memories are left out. */
function blockScript(
  { module, parameters }: BlockSample,
  family: MappedBlock['family'],
  sources: readonly string[],
): string {
  const all = { ...furtherParameters(module), ...parameters };
  const set = Object.entries(all).map(([name, value]) => `-set ${name} ${value}`);
  return [
    `read_verilog -sv ${sources.join(' ')}`,
    ...(set.length > 0 ? [`chparam ${set.join(' ')} ${module}`] : []),
    `hierarchy -top ${module}`,
    ...(/^(pe|lane_stream)/.test(module) ? ['blackbox *weight_memory'] : []),
    family === 'cyclonev'
      ? `synth_intel_alm -family cyclonev -top ${module}`
      : `synth_xilinx -flatten -noiopad -noclkbuf -nosrl -family xc7 -top ${module}`,
    'tee -o cells.txt stat',
  ].join('\n');
}

/** Maps a module alone with the Yosys on PATH. Throws BadInput with Yosys' words when it cannot. */
export async function mapBlock(sample: BlockSample, family: MappedBlock['family']): Promise<MappedBlock> {
  const tool = `yosys ${await yosysVersion()}`;
  const counted = await runYosys({
    what: `${family}, ${sample.module}`,
    sources: hardwareSources(),
    script: (names) => blockScript(sample, family, names),
    output: 'cells.txt',
  });
  const { logic, carry, flipFlops, dsp } = readCells(counted, family);
  return { ...sample, family, logic, carry, flipFlops, dsp, tool };
}
