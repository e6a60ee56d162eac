import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { BadInput } from '../num/bad-input.ts';
import type { Bench } from './bench.ts';

/** The simulators that a bench runs on. */
export const cosimTools = ['verilator', 'icarus', 'yosys'] as const;

/** One of them. `yosys` is Yosys from npm, with a simulator of its netlists. */
export type CosimTool = (typeof cosimTools)[number];

const programs: Readonly<Record<Exclude<CosimTool, 'yosys'>, readonly string[]>> = {
  verilator: ['verilator', 'make', 'g++'],
  icarus: ['iverilog', 'vvp'],
};

/** Work, in lanes times clock cycles, beyond which Verilator's build is quicker than Icarus' run, and beyond which npm's tools take minutes. */
const MOST_LANE_CYCLES = { icarus: 1e6, yosys: 3e5 } as const;

/** Whether all programs of a tool are on PATH; Yosys comes with npm. */
export function hasTool(tool: CosimTool): boolean {
  return tool === 'yosys' || programs[tool].every(isOnPath);
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}

/** An element-wise lane, with its tables and register ports, takes Icarus as long as this many lanes of a PE. */
const EWOP_LANE_WEIGHT = 40;

/** Work of a bench: lanes of the PEs and of the element-wise unit times clock cycles. */
function laneCycles({ parameters, clockCycles }: Bench): number {
  const ewopLanes = Number(parameters.LANES ?? 0);
  return (Number(parameters.PES) * Number(parameters.BANKS) + EWOP_LANE_WEIGHT * ewopLanes) * clockCycles;
}

/** The tool that runs a bench, or why there is none. */
export type ToolChoice = { readonly tool: CosimTool } | { readonly missing: string };

/**
 * Chooses a tool: the one asked for, else Icarus for small benches and Verilator for large ones, each where it is installed, else Yosys if the bench
 * is small enough. Throws BadInput when the one asked for is not installed.
 */
export function chooseTool(bench: Bench, asked: CosimTool | null): ToolChoice {
  if (asked) {
    if (hasTool(asked)) return { tool: asked };
    throw new BadInput(
      `--tool ${asked}: ${programs[asked as 'icarus'].join(', ')} not found on PATH (Debian package ${asked === 'icarus' ? 'iverilog' : asked})`,
    );
  }
  const work = laneCycles(bench);
  const order: readonly CosimTool[] =
    work <= MOST_LANE_CYCLES.icarus ? ['icarus', 'verilator'] : ['verilator', 'icarus'];
  const tool = order.find(hasTool);
  if (tool) return { tool };
  if (work <= MOST_LANE_CYCLES.yosys) return { tool: 'yosys' };
  const size = `${bench.parameters.PES} x ${bench.parameters.BANKS} lanes for ${bench.clockCycles} clock cycles`;
  return {
    missing: `neither verilator nor iverilog is on PATH, and ${size} is more than Yosys simulates in reasonable time`,
  };
}
