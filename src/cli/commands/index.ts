import type { Command } from 'commander';
import type { Io } from '../io.ts';

/** A command as the program's help lists it; its module is loaded when it is called. */
export interface CommandEntry {
  readonly name: string;
  /** What it takes, in the notation of help texts. */
  readonly takes: string;
  readonly summary: string;
  /** Whether it reads what all other commands take: then they are loaded too. */
  readonly readsAll?: true;
  load(): Promise<(io: Io) => Command>;
}

/** The commands, in the order of the help: the main job first. */
export const commandEntries: readonly CommandEntry[] = [
  {
    name: 'compare',
    takes: '[options] [workload]',
    summary: 'one step on several accelerators, at equal numbers of kept weights',
    load: async () => (await import('./compare.ts')).compareCommand,
  },
  {
    name: 'run',
    takes: '[options] [workload]',
    summary: 'one accelerator on one workload, with its breakdown',
    load: async () => (await import('./run.ts')).runCommand,
  },
  {
    name: 'diff',
    takes: '[options] <a> <b>',
    summary: 'two runs side by side: which inputs differ, and where cycles, joules, blocks and bits went',
    load: async () => (await import('./diff.ts')).diffCommand,
  },
  {
    name: 'explain',
    takes: '[options] [workload]',
    summary: 'why each cycle of a step was lost, and what to change: every change simulated',
    load: async () => (await import('./explain.ts')).explainCommand,
  },
  {
    name: 'inspect',
    takes: '[options] [file]',
    summary: 'what is in a file of weights: tensors, zeros, what patterns keep, masks as pictures',
    load: async () => (await import('./inspect.ts')).inspectCommand,
  },
  {
    name: 'prune',
    takes: '[options] [file]',
    summary: 'a file of weights pruned to a pattern, in the same format, with masks',
    load: async () => (await import('./prune.ts')).pruneCommand,
  },
  {
    name: 'spmv',
    takes: '[options]',
    summary: 'one sparse matrix-vector product, with the cycles of every PE, bank and row',
    load: async () => (await import('./spmv.ts')).spmvCommand,
  },
  {
    name: 'rtl',
    takes: '[options] [workload]',
    summary: 'a design as SystemVerilog: sources, memory images, self-checking bench, Makefile',
    load: async () => (await import('./rtl.ts')).rtlCommand,
  },
  {
    name: 'cosim',
    takes: '[options] [workload]',
    summary: 'the simulator and its SystemVerilog twin side by side, equal to the cycle and the bit',
    load: async () => (await import('./cosim.ts')).cosimCommand,
  },
  {
    name: 'verify',
    takes: '[options] <design> <points.json>',
    summary: 'cycles measured on hardware that others wrote beside the simulator’s',
    load: async () => (await import('./verify.ts')).verifyCommand,
  },
  {
    name: 'reproduce',
    takes: '[options] [target]',
    summary: 'figures of published designs beside simulated ones',
    load: async () => (await import('./reproduce.ts')).reproduceCommand,
  },
  {
    name: 'query',
    takes: '[options] <dir>',
    summary: 'questions about the results of a sweep: best points, Pareto fronts, sensitivities, SQL',
    load: async () => (await import('./query.ts')).queryCommand,
  },
  {
    name: 'sweep',
    takes: '[options] [spec]',
    summary: 'many design points into a store that can be continued and asked',
    load: async () => (await import('./sweep.ts')).sweepCommand,
  },
  {
    name: 'optimize',
    takes: '[options] <spec>',
    summary: 'designs worth choosing from (a Pareto front), in a space too large for a sweep',
    load: async () => (await import('./optimize.ts')).optimizeCommand,
  },
  {
    name: 'study',
    takes: '',
    summary: 'studies of one design choice: banks, baselines, patterns',
    load: async () => (await import('./study.ts')).studyCommand,
  },
  {
    name: 'report',
    takes: '[options] <results...>',
    summary: 'results as one page that anyone can open: charts, timeline, assumptions, sweeps to be explored',
    load: async () => (await import('./report.ts')).reportCommand,
  },
  {
    name: 'view',
    takes: '[options] <dir>',
    summary: 'the page of a directory that a sweep is filling, served to this machine',
    load: async () => (await import('./view.ts')).viewCommand,
  },
  {
    name: 'list',
    takes: '[options]',
    summary:
      'the shipped accelerators, workloads, devices, technologies, published designs, sweeps, and patterns',
    load: async () => (await import('./list.ts')).listCommand,
  },
  {
    name: 'schema',
    takes: '[options] [kind]',
    summary: 'the JSON Schemas of configuration files, for editors',
    load: async () => (await import('./schema.ts')).schemaCommand,
  },
  {
    name: 'completion',
    takes: '<shell>',
    summary: 'a script with which bash, zsh or fish completes words',
    readsAll: true,
    load: async () => (await import('./completion.ts')).completionCommand,
  },
];
