import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hardwareSources } from '../../../src/cosim/bench/rtl-sources.ts';
import { inScratchFolder, spawnProgram } from '../../../src/cosim/bench/scratch-folder.ts';

/** Parameters of an arbiter by name. */
export type ArbiterSize = Readonly<Record<string, number>>;

/** An error put into the RTL: a file, what it says, and what instead. */
export interface BrokenLine {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Requests and orders that were tried, and those in which each style did not do as it should. */
export interface ArbiterCheck {
  readonly checked: number;
  readonly wrongChain: number;
  readonly wrongTree: number;
}

const MOST_MINUTES = 10;

/** The hardware's sources, one of them broken; throws where it does not say once what is to be broken. */
export function sourcesWith(broken: BrokenLine | undefined): Map<string, string> {
  const sources = new Map(hardwareSources());
  if (broken) {
    const parts = sources.get(broken.file)!.split(broken.from);
    if (parts.length !== 2) throw new Error(`${broken.file} has ${parts.length - 1} times ${broken.from}`);
    sources.set(broken.file, parts.join(broken.to));
  }
  return sources;
}

/**
 * Runs both styles of an arbiter under Icarus on everything that can be asked of them, beside what is right,
 * requester by requester: `bank_arbiter` or `window_arbiter`, of the parameters of `<name>_bench.sv`.
 */
export function checkArbiters(name: string, size: ArbiterSize, broken?: BrokenLine): Promise<ArbiterCheck> {
  return inScratchFolder('bbsim-arbiter-', async (folder) => {
    for (const [file, text] of sourcesWith(broken)) await writeFile(join(folder, file), text);
    const bench = `${name}_bench`;
    const source = new URL(`${bench}.sv`, import.meta.url);
    await copyFile(fileURLToPath(source), join(folder, `${bench}.sv`));
    const parameters = Object.entries(size).map(([key, value]) => `-P${bench}.${key}=${value}`);
    const words = ['-g2012', '-y.', '-Y.sv', '-s', bench, ...parameters, '-o', 'bench.vvp', `${bench}.sv`];
    await spawnProgram('iverilog', words, folder, MOST_MINUTES);
    const log = await spawnProgram('vvp', ['-n', 'bench.vvp'], folder, MOST_MINUTES);
    const [, ...counts] = /checked (\d+), wrong chain (\d+), wrong tree (\d+)/.exec(log) ?? [];
    if (counts.length === 0) throw new Error(`the bench of ${name} says: ${log}`);
    const [checked, wrongChain, wrongTree] = counts.map(Number);
    return { checked, wrongChain, wrongTree };
  });
}

/** What is right: everything checked, nothing wrong. */
export const allRight = (checked: number): ArbiterCheck => ({ checked, wrongChain: 0, wrongTree: 0 });
