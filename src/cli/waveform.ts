import type { Command } from 'commander';
import { writeFileAtomic } from '../disk/atomic-file.ts';
import { BadInput } from '../errors/bad-input.ts';
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
      'write the waveform: PEs, banks, element-wise unit and controller, cycle by cycle',
    )
    .option('--from <cycle>', 'first cycle of the waveform (default: 0)', natural)
    .option('--to <cycle>', 'last cycle of the waveform (default: the last that there is)', natural);
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
 * The cycles that `--from` and `--to` leave of 0 .. `last`. Throws BadInput for a window that begins after it.
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
  io.note(`${vcd}: ${waveform.signals} signals, cycles ${window.from} to ${window.to}`);
}
