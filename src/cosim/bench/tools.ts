import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { BadInput } from '../../errors/bad-input.ts';
import type { Bench } from './bench.ts';

/** The simulators that a bench runs on. */
export const cosimTools = ['verilator', 'icarus', 'yosys'] as const;

/** One of them. `yosys` is Yosys from npm, with a simulator of its netlists. */
export type CosimTool = (typeof cosimTools)[number];

const programs: Readonly<Record<Exclude<CosimTool, 'yosys'>, readonly string[]>> = {
  verilator: ['verilator', 'make', 'g++'],
  icarus: ['iverilog', 'vvp'],
};

/**
 * Work, in lanes times clock cycles, beyond which Verilator's build is quicker than Icarus' run, and beyond
 * which npm's tools take minutes.
 */
const MOST_LANE_CYCLES = { icarus: 1e6, yosys: 3e5 } as const;

/**
 * Crosspoints of all windows (lanes of beats in flight by ports of banks) beyond which npm's Yosys takes
 * minutes to make a netlist.
 */
const MOST_WINDOW_CROSSPOINTS = 2048;

/** Whether all programs of a tool are on PATH; Yosys comes with npm, as an optional package. */
export function hasTool(tool: CosimTool): boolean {
  return tool === 'yosys' ? hasYosysPackage() : programs[tool].every(isOnPath);
}

function hasYosysPackage(): boolean {
  try {
    createRequire(import.meta.url).resolve('@yowasp/yosys/package.json');
    return true;
  } catch (error) {
    // A package may keep its package.json to itself; then it is there.
    return (error as NodeJS.ErrnoException).code === 'ERR_PACKAGE_PATH_NOT_EXPORTED';
  }
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

/**
 * An element-wise lane, with its tables and register ports, takes Icarus as long as this many lanes of a PE.
 */
const EWOP_LANE_WEIGHT = 40;

/** Work of a bench: lanes of the PEs and of the element-wise unit times clock cycles. */
function laneCycles({ parameters, clockCycles }: Bench): number {
  const ewopLanes = Number(parameters.LANES ?? 0);
  return (Number(parameters.PES) * Number(parameters.PE_LANES) + EWOP_LANE_WEIGHT * ewopLanes) * clockCycles;
}

/** Whether npm's tools run a bench in reasonable time. */
function isForYosys(bench: Bench): boolean {
  const crosspoints = ['PES', 'PE_LANES', 'BANKS', 'COPIES', 'PORTS', 'PUMP', 'WINDOW'].reduce(
    (all, name) => all * Number(bench.parameters[name]),
    1,
  );
  const { WINDOW } = bench.parameters;
  const hasNetlist = Number(WINDOW) === 1 || crosspoints <= MOST_WINDOW_CROSSPOINTS;
  return hasNetlist && laneCycles(bench) <= MOST_LANE_CYCLES.yosys;
}

/** Whether Icarus runs a bench as quickly as Verilator builds and runs it. */
export function isSmall(bench: Bench): boolean {
  return laneCycles(bench) <= MOST_LANE_CYCLES.icarus;
}

/** The tool that runs a bench, or why there is none. */
export type ToolChoice = { readonly tool: CosimTool } | { readonly missing: string };

/**
 * Chooses a tool: the one asked for, else Icarus for small benches and Verilator for large ones,
 * each where it is installed, else Yosys if the bench is small enough. Throws BadInput when the
 * one asked for is not installed.
 */
export function chooseTool(bench: Bench, asked: CosimTool | null): ToolChoice {
  if (asked) {
    if (hasTool(asked)) return { tool: asked };
    if (asked === 'yosys')
      throw new BadInput('--tool yosys: the optional npm package @yowasp/yosys is not installed');
    throw new BadInput(
      `--tool ${asked}: ${programs[asked].join(', ')} not found on PATH (Debian package ${asked === 'icarus' ? 'iverilog' : asked})`,
    );
  }
  const order: readonly CosimTool[] = isSmall(bench) ? ['icarus', 'verilator'] : ['verilator', 'icarus'];
  const tool = order.find(hasTool);
  if (tool) return { tool };
  if (isForYosys(bench) && hasTool('yosys')) return { tool: 'yosys' };
  const size = `${bench.parameters.PES} x ${bench.parameters.PE_LANES} lanes for ${bench.clockCycles} clock cycles`;
  return {
    missing: `neither verilator nor iverilog is on PATH, and ${size} is more than Yosys simulates in reasonable time`,
  };
}
