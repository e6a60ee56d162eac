import { shellWord } from '../explore/cluster/shell-words.ts';
import { whereCut } from '../explore/store/cut-numbers.ts';
import type { RunResult } from '../run/result.ts';
import { type CutInDesign, cutRemarks } from '../run/saturation-remarks.ts';
import type { Io } from './io.ts';

/** Warns, in one line, of designs in which numbers did not fit their bits. */
export function noteCuts(io: Io, designs: readonly CutInDesign[]): void {
  for (const remark of cutRemarks(designs)) io.note(remark);
}

/** The same of runs, by the names of their accelerators. */
export function noteCutsOfRuns(io: Io, runs: readonly RunResult[]): void {
  noteCuts(
    io,
    runs.map(({ accelerator: name, accuracy }) => ({ name, saturations: accuracy?.saturations ?? {} })),
  );
}

/** Warns, in one line, of points in which numbers did not fit their bits, and says how to find them. */
export function noteCutPoints(io: Io, cut: number, points: number, folder: string): void {
  if (cut === 0) return;
  io.note(
    `warning: numbers do not fit their bits in ${cut} of ${points} points: bbsim query ${shellWord(folder)} --where '${whereCut}'`,
  );
}
