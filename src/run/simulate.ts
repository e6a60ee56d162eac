import type { NumberFormat } from '../num/fixed.ts';
import type { FinishedRun } from './finished-run.ts';
import { machineOf } from './machines.ts';
import type { Platform } from './platform.ts';
import type { PreparedModel } from './prepared-model.ts';
import type { Sequence } from './sequence.ts';
import { refuseUnbuildable } from './timing-check.ts';
import { usedModel } from './used-model.ts';

/** What a simulation does beside the time of a step. */
export interface SimulationOptions {
  readonly steps: number;
  /** Makes the sequence in the design's number format; null: time only, no values. */
  readonly sequence: ((format: NumberFormat) => Sequence) | null;
  /**
   * Whether a design is an error that does not fit its device, or does not meet timing at a clock that
   * somebody named.
   */
  readonly mustFit: boolean;
}

/**
 * Runs a prepared model on an accelerator: time, and values unless they are not wanted. Throws BadInput when
 * the design must fit its device, or meet timing at a named clock, and does not; Mismatch when the hardware's
 * values differ from the integer reference.
 */
export function simulate(
  platform: Platform,
  prepared: PreparedModel,
  options: SimulationOptions,
): FinishedRun {
  const machine = machineOf(platform.config);
  const design = machine.place(platform.config, prepared.layers, platform);
  if (options.mustFit) refuseUnbuildable(platform, design);
  const used = usedModel(prepared, design.layers, platform.config.number);
  const sequence = options.sequence?.(platform.config.number) ?? null;
  return {
    design,
    prepared,
    used,
    timelines: machine.time(design),
    steps: sequence?.inputs.length ?? options.steps,
    values: sequence &&
      machine.execute && { sequence, execution: machine.execute(design, used.layers, sequence) },
    technology: platform.technology,
    device: platform.device,
    costs: platform.costs,
  };
}
