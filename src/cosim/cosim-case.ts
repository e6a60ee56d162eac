import { buildArray } from '../hw/array/kinds/index.ts';
import { banksPerPe, servedPerBank } from '../hw/array/vector-banks.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import type { Bench } from './bench/bench.ts';
import { type CosimTool, chooseTool } from './bench/tools.ts';
import { compareSpmv } from './compare-spmv.ts';
import { compareSteps } from './compare-step.ts';
import type { RtlComparison } from './difference.ts';
import { runBench } from './run-bench.ts';
import { type SimulatedSpmv, spmvBench } from './spmv-bench.ts';
import { type RecordShape, readSpmvRecord } from './spmv-record.ts';
import { type SimulatedLayer, stepBench } from './step-bench.ts';
import { readStepRecords } from './step-record.ts';

/**
 * One thing that runs on both sides: what it is called, its bench, and how the RTL's records
 * are compared with the simulator.
 */
export interface CosimCase {
  readonly name: string;
  readonly bench: Bench;
  readonly cycles: number;
  compare(log: string): RtlComparison;
}

/** What came of a case: the comparison, or why no tool could run it. */
export type CosimResult =
  | {
      readonly name: string;
      readonly cycles: number;
      readonly tool: CosimTool;
      readonly comparison: RtlComparison;
    }
  | { readonly name: string; readonly cycles: number; readonly skipped: string };

function recordShape(config: AcceleratorConfig): RecordShape {
  const array = buildArray(config);
  return {
    pes: config.pes,
    banks: banksPerPe(array),
    ports: servedPerBank(array),
    accumulatorBits: config.number.accumulatorBits,
  };
}

/** The case of an SpMV. */
export function spmvCase(name: string, simulated: SimulatedSpmv): CosimCase {
  const { config, timing } = simulated;
  const shape = recordShape(config);
  return {
    name,
    bench: spmvBench(simulated),
    cycles: timing.cycles,
    compare: (log) => compareSpmv(simulated, readSpmvRecord(log, shape)),
  };
}

/** The case of the steps of a layer. */
export function layerCase(name: string, layer: SimulatedLayer): CosimCase {
  const { config, timeline, inputs } = layer;
  const shape = { ...recordShape(config), wordBits: config.number.bits };
  return {
    name,
    bench: stepBench(layer),
    cycles: timeline.cycles * inputs.length,
    compare: (log) => compareSteps(layer, readStepRecords(log, shape)),
  };
}

/**
 * Runs a case on the RTL and compares. Throws BadInput when the tool asked for is not there,
 * Mismatch when the RTL does not run.
 */
export async function runCase(one: CosimCase, asked: CosimTool | null): Promise<CosimResult> {
  const { name, cycles, bench } = one;
  const choice = chooseTool(bench, asked);
  if ('missing' in choice) return { name, cycles, skipped: choice.missing };
  const { log } = await runBench(bench, choice.tool);
  return { name, cycles, tool: choice.tool, comparison: one.compare(log) };
}
