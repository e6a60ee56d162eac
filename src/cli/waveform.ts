import { basename } from 'node:path';
import type { Command } from 'commander';
import { writeFileAtomic } from '../disk/atomic-file.ts';
import { isThere, readRegularFile } from '../disk/regular-file.ts';
import { BadInput } from '../errors/bad-input.ts';
import { signalGroups } from '../hw/trace/signal-groups.ts';
import { GTKW_MARK, gtkwText, SUCL_MARK, suclText } from '../hw/trace/viewer-files.ts';
import type { CycleWindow, Waveform } from '../hw/trace/waveform.ts';
import type { Io } from './io.ts';
import { natural } from './options.ts';

/** What the options of a waveform say. */
export interface WaveformOptions {
  readonly vcd?: string;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** `--vcd`, `--from` and `--to`. */
export function addWaveformOptions(command: Command): Command {
  return command
    .option(
      '--vcd <file.vcd>',
      'write the waveform: PEs, banks, element-wise unit and controller, cycle by cycle; beside it its groups for GTKWave (.gtkw) and Surfer (.sucl)',
    )
    .option('--from <cycle>', 'first cycle of the timeline (default: 0)', natural)
    .option('--to <cycle>', 'last cycle of the timeline (default: the last that there is)', natural);
}

/**
 * Throws BadInput for a window that ends before it begins; to be called before anything runs.
 */
export function checkWaveformOptions({ from, to }: WaveformOptions): void {
  if (from !== undefined && to !== undefined && from > to) {
    throw new BadInput(`--from ${from} --to ${to}: expected a window that ends after it begins`);
  }
}

/**
 * The cycles that `--from` and `--to` leave of 0 .. `last`. Throws BadInput for a window that begins after
 * it.
 */
export function windowWithin(
  { from = 0, to }: Pick<WaveformOptions, 'from' | 'to'>,
  last: number,
): CycleWindow {
  if (from > last) throw new BadInput(`--from ${from}: the last cycle is ${last}`);
  return { from, to: Math.min(to ?? last, last) };
}

/** Writes the waveform that the options ask for, if they do. `trace` makes it. */
export async function writeWaveform(
  io: Io,
  { vcd, from, to }: WaveformOptions,
  trace: () => Waveform,
): Promise<void> {
  if (vcd === undefined) return;
  const waveform = trace();
  const window = windowWithin({ from, to }, waveform.lastCycle);
  await writeFileAtomic(vcd, waveform.text(window));
  io.note(`${vcd}: ${waveform.signals.length} signals, cycles ${window.from} to ${window.to}`);
  await writeViewerFiles(io, vcd, waveform);
}

/** The files that are written beside a waveform: for GTKWave, and for Surfer. */
export function viewerFilesOf(vcd: string): readonly [gtkw: string, sucl: string] {
  const name = vcd.replace(/\.vcd$/, '');
  return [`${name}.gtkw`, `${name}.sucl`];
}

/** Beside a waveform: its signals in groups, for GTKWave and for Surfer. Notes what somebody else wrote. */
async function writeViewerFiles(io: Io, vcd: string, { signals }: Waveform): Promise<void> {
  const groups = signalGroups(signals);
  const [gtkw, sucl] = viewerFilesOf(vcd);
  const files: readonly [string, string, Iterable<string>][] = [
    [gtkw, GTKW_MARK, gtkwText(basename(vcd), groups)],
    [sucl, SUCL_MARK, suclText(groups)],
  ];
  for (const [path, mark, text] of files) {
    if (await isForeign(path, mark)) io.note(`${path} stays: bbsim did not write what is in it`);
    else await writeFileAtomic(path, text);
  }
}

/** Whether there is something at a path that does not begin with a mark of ours. */
async function isForeign(path: string, mark: string): Promise<boolean> {
  if (!(await isThere(path))) return false;
  const expected = Buffer.from(`${mark}\n`);
  const isOurs = await readRegularFile(path, async (file) => {
    const { buffer } = await file.read(Buffer.alloc(expected.length), 0, expected.length, 0);
    return buffer.equals(expected);
  });
  return isOurs !== true;
}
