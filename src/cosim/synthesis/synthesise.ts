import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Mismatch } from '../../num/mismatch.ts';
import { runYosysScript } from '../npm-simulator/elaborate.ts';
import { hardwareSources } from '../sources.ts';
import { readCells } from './cells.ts';
import { type SynthesisPoint, synthesisScript } from './points.ts';
import type { MappedPoint } from './table.ts';

const execute = promisify(execFile);

/** The Yosys on PATH, or the npm package's. */
export type YosysSource = 'path' | 'npm';

/** Minutes after which a synthesis is given up. */
const MOST_MINUTES = 10;

/** Whether there is a Yosys on PATH, by its version; null without one. */
export async function yosysVersion(): Promise<string | null> {
  try {
    const { stdout } = await execute('yosys', ['-V'], { timeout: 10_000 });
    return /Yosys (\S+)/.exec(stdout)?.[1] ?? 'unknown';
  } catch {
    return null;
  }
}

/** Maps one point. Throws Mismatch with Yosys' words when it cannot. */
export async function synthesise(point: SynthesisPoint, source: YosysSource): Promise<MappedPoint> {
  if (source === 'npm') {
    const sources = hardwareSources();
    const { files } = await runYosysScript(`${synthesisScript(point, [...sources.keys()])}\n`, sources);
    return { ...point, ...readCells(String(files['cells.txt']), point.family), tool: 'yosys npm' };
  }
  const tool = `yosys ${await yosysVersion()}`;
  const folder = await mkdtemp(join(tmpdir(), 'bbsim-synth-'));
  try {
    const sources = hardwareSources();
    for (const [name, text] of sources) await writeFile(join(folder, name), text);
    await writeFile(join(folder, 'script.ys'), synthesisScript(point, [...sources.keys()]));
    await execute('yosys', ['-q', '-s', 'script.ys'], {
      cwd: folder,
      timeout: MOST_MINUTES * 60_000,
      maxBuffer: 2 ** 28,
    });
    return { ...point, ...readCells(await readFile(join(folder, 'cells.txt'), 'utf8'), point.family), tool };
  } catch (error) {
    if (error instanceof Mismatch) throw error;
    const { stderr = String(error) } = error as { readonly stderr?: string };
    const { family, kind, pes, lanes } = point;
    throw new Mismatch(
      `${family}, ${kind} ${pes} x ${lanes}: yosys ended with an error: ${stderr.trim().split('\n').at(-1)}`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
