import type { AcceleratorConfig } from '../../src/hw/config/config.ts';
import type { Fields } from './field-witnesses.ts';
import { smallRun } from './small-run.ts';

/** What a design costs: every figure is worse when it is larger. */
export type Prices = Readonly<Record<string, number>>;

/** Time, energy and area of a step of the small workload on a design, whether it fits or not. */
export function pricesOf(config: AcceleratorConfig, workload: Fields = {}): Prices {
  const result = smallRun(config, workload);
  const { dsp, ramBlocks, logic, flipFlops, distributedRam, fits } = result.resources;
  return {
    latency: result.latencyUs,
    'latency at Fmax': result.latencyAtFmaxUs,
    energy: result.energy.totalUj,
    DSP: dsp?.used ?? 0,
    RAM: ramBlocks?.used ?? 0,
    logic: logic?.used ?? 0,
    'distributed RAM': distributedRam?.used ?? 0,
    'flip-flops': flipFlops?.used ?? 0,
    'does not fit': fits ? 0 : 1,
    'does not meet timing': result.clock.meetsTiming ? 0 : 1,
  };
}

/** What rises from one design to another, by more than rounding. */
export function worse(before: Prices, after: Prices): string[] {
  return Object.keys(before).filter((name) => after[name] > before[name] * (1 + 1e-9));
}
