/**
 * A test bench: the RTL of one design with everything it needs to run. Files of memory images go into the
 * folder of the bench; `parameters` are the macros of params.svh; `clockCycles` is an upper bound of what the
 * bench takes, filling the memories included.
 */
export interface Bench {
  readonly harness: 'spmv_harness' | 'lstm_harness';
  readonly parameters: Readonly<Record<string, number | string>>;
  readonly images: ReadonlyMap<string, string>;
  readonly clockCycles: number;
}

/** The text of a memory image: a word per line, at least one, so that no tool warns of an empty file. */
export function imageText(words: readonly string[]): string {
  return words.length === 0 ? '0\n' : `${words.join('\n')}\n`;
}

/** The text of params.svh. */
export function parametersText({ harness, parameters }: Bench): string {
  const lines = Object.entries(parameters).map(([name, value]) => `\`define ${name} ${value}`);
  return [
    '`ifndef BBSIM_PARAMS',
    '`define BBSIM_PARAMS',
    `\`define HARNESS ${harness}`,
    ...lines,
    '`endif',
    '',
  ].join('\n');
}

/** Picoseconds of a clock period, even, so that both halves are whole. */
export function periodPs(clockMhz: number): number {
  return 2 * Math.max(1, Math.round(5e5 / clockMhz));
}
