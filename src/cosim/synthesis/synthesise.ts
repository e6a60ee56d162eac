import { hardwareSources } from '../bench/rtl-sources.ts';
import { spawnProgram } from '../bench/scratch-folder.ts';
import { runYosysScript } from '../npm-simulator/elaborate.ts';
import { readCells } from './mapped-cells.ts';
import type { MappedSize } from './mapped-table.ts';
import { runYosys } from './run-yosys.ts';
import { type SynthesisSize, synthesisScript } from './sizes.ts';

/** The Yosys on PATH, or the npm package's. */
export type YosysSource = 'path' | 'npm';

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
  const { family, kind, pes, lanes } = size;
  const counted = await runYosys({
    what: `${family}, ${kind} ${pes} x ${lanes}`,
    sources: hardwareSources(),
    script: (names) => synthesisScript(size, names),
    output: 'cells.txt',
  });
  return { ...size, ...readCells(counted, family), tool };
}
