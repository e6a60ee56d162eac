import { version } from '../config/version.ts';
import type { Device } from '../energy/device.ts';
import { energyOf } from '../energy/energy.ts';
import type { ResourceCosts } from '../energy/resource-costs.ts';
import type { ResourceReport } from '../energy/resource-report.ts';
import type { Technology } from '../energy/technology.ts';
import { addActions, noActions } from '../hw/accounts/actions.ts';
import { countActions } from '../hw/accounts/count-actions.ts';
import { noStalls, type Stalls } from '../hw/accounts/stalls.ts';
import { bankCycles, type PhaseCycles, reportStep, type StepReport } from '../hw/accounts/step-report.ts';
import type { Timeline } from '../hw/sequencer/timeline.ts';
import type { Execution } from './check-values.ts';
import { type Design, paddingShare } from './placed-model.ts';
import type { PreparedModel } from './prepared-model.ts';
import { RESULT_VERSION, type RunResult } from './result.ts';
import type { Sequence } from './sequence.ts';

/** What identifies a run. */
export interface RunIdentity {
  readonly accelerator: string;
  readonly workload: string;
  readonly seed: string;
  /** The head of the digest of everything that decides the result (`runDigest`). */
  readonly configHash: string;
  readonly requestedSparsity: number | null;
}

/** A design that ran: what is needed to report on it. */
export interface FinishedRun {
  readonly design: Design;
  readonly prepared: PreparedModel;
  readonly timelines: readonly Timeline[];
  readonly steps: number;
  /** What the run was driven with and what came out; null when no values were computed. */
  readonly values: { readonly sequence: Sequence; readonly execution: Execution } | null;
  readonly technology: Technology;
  readonly device: Device;
  readonly costs: ResourceCosts;
}

/** The result of a run: the one record that tables, charts and JSON are made from. */
export function resultOf(identity: RunIdentity, run: FinishedRun): RunResult {
  const { design, prepared, timelines, steps, technology, device } = run;
  const { config } = design.array;
  const reports = timelines.map((timeline) => reportStep(timeline, config.pes));
  const cycles = sumCycles(reports.map((report) => report.cycles));
  const stalls = sumStalls(reports.map((report) => report.stalls));
  const latencyUs = cycles.total / config.clockMhz;
  const weights = weightsOf(run, identity.requestedSparsity);
  return {
    schemaVersion: RESULT_VERSION,
    version,
    accelerator: identity.accelerator,
    workload: identity.workload,
    seed: identity.seed,
    configHash: identity.configHash,
    config,
    clockMhz: config.clockMhz,
    cycles,
    stalls,
    latencyUs,
    // The time of a step depends on the weights alone, so all steps take the same.
    steps: Array.from({ length: steps }, (_, step) => ({ step, latencyUs, cycles, stalls })),
    layers: reports.map((report, layer) => ({
      layer,
      cycles: report.cycles,
      stalls: report.stalls,
      matrices: matricesOf(design, prepared, layer),
    })),
    weights,
    pes: pesOf(reports, config.pes, cycles.total),
    gops: {
      actual: (2 * weights.kept) / (1000 * latencyUs),
      effective: (2 * weights.total) / (1000 * latencyUs),
    },
    energy: energyResult(run, latencyUs, technology, device),
    resources: resourcesResult(design.fit.resources),
    storageByFormat: [],
    accuracy: accuracyOf(run),
  };
}

/** Conflict waits of every bank of every PE over one step, for the heat map (index pe * banks + bank). */
export function conflictMap({ design, timelines }: FinishedRun): Float64Array {
  const { pes, banks } = design.array.config;
  const total = new Float64Array(pes * banks);
  for (const timeline of timelines) {
    const { waits } = bankCycles(timeline, pes, banks);
    for (let i = 0; i < total.length; i++) total[i] += waits[i];
  }
  return total;
}

function sumCycles(parts: readonly PhaseCycles[]): PhaseCycles {
  const sum = { total: 0, load: 0, spmv: 0, ewop: 0, projection: 0 };
  for (const part of parts)
    for (const name of Object.keys(sum) as (keyof PhaseCycles)[]) sum[name] += part[name];
  return sum;
}

function sumStalls(parts: readonly Stalls[]): Stalls {
  const sum = noStalls();
  for (const part of parts) for (const name of Object.keys(sum) as (keyof Stalls)[]) sum[name] += part[name];
  return sum;
}

function matricesOf(
  design: Design,
  prepared: PreparedModel,
  layer: number,
): RunResult['layers'][number]['matrices'] {
  return prepared.pruned[layer].map(({ tensor, rows, cols, kept, perBank }, m) => {
    const { beats, storage } = design.layers[layer].matrices[m];
    const weights = rows * cols;
    return {
      tensor,
      rows,
      cols,
      weights,
      kept,
      padding: beats.padding,
      achievedSparsity: 1 - kept / weights,
      entriesPerBank: perBank,
      storage,
    };
  });
}

function weightsOf(
  { design, prepared }: FinishedRun,
  requestedSparsity: number | null,
): RunResult['weights'] {
  const pruned = prepared.pruned.flat();
  const total = pruned.reduce((sum, { rows, cols }) => sum + rows * cols, 0);
  const kept = pruned.reduce((sum, matrix) => sum + matrix.kept, 0);
  const encoded = design.layers.flatMap(({ matrices }) => matrices);
  const padding = encoded.reduce((sum, { beats }) => sum + beats.padding, 0);
  const storage = { valueBits: 0, indexBits: 0, pointerBits: 0, totalBits: 0 };
  for (const matrix of encoded) {
    for (const name of Object.keys(storage) as (keyof typeof storage)[])
      storage[name] += matrix.storage[name];
  }
  return {
    residency: design.fit.residency.kind,
    requestedSparsity,
    achievedSparsity: 1 - kept / total,
    total,
    kept,
    padding,
    paddingShare: paddingShare(design.layers),
    storage,
  };
}

function pesOf(reports: readonly StepReport[], pes: number, totalCycles: number): RunResult['pes'] {
  const sum = (name: 'busy' | 'imbalance' | 'waiting') =>
    Array.from({ length: pes }, (_, pe) =>
      reports.reduce((total, report) => total + report.pes[name][pe], 0),
    );
  const busyCycles = sum('busy');
  const most = reports.reduce((total, { mostBeats }) => total + mostBeats, 0);
  const mean = reports.reduce((total, { meanBeats }) => total + meanBeats, 0);
  return {
    busyCycles,
    imbalanceCycles: sum('imbalance'),
    waitingCycles: sum('waiting'),
    utilisation: busyCycles.reduce((total, cycles) => total + cycles, 0) / (pes * totalCycles),
    loadImbalance: mean === 0 ? 1 : most / mean,
    conflictCycles: reports.reduce((total, { conflictCycles }) => total + conflictCycles, 0),
  };
}

function energyResult(
  { design, timelines }: FinishedRun,
  latencyUs: number,
  technology: Technology,
  device: Device,
): RunResult['energy'] {
  const counts = noActions();
  timelines.forEach((timeline, layer) => {
    const { program, matrices } = design.layers[layer];
    addActions(counts, countActions(design.array, program, matrices, timeline));
  });
  const report = energyOf(counts, latencyUs, technology, device, design.array.config.number.bits);
  return {
    technology: report.technology,
    totalUj: report.totalUj,
    components: report.components.map(({ component, energyUj, count, unit }) => ({
      component,
      energyUj,
      count,
      unit,
    })),
    staticPowerW: report.staticPowerW,
  };
}

function resourcesResult(report: ResourceReport): RunResult['resources'] {
  const use = ({ unit, used, available }: ResourceReport['dsp']) => ({ unit, used, available });
  return {
    device: report.device,
    fits: report.fits,
    dsp: use(report.dsp),
    ramBlocks: use(report.ramBlocks),
    logic: use(report.logic),
    flipFlops: use(report.flipFlops),
    overflows: report.overflows.map((overflow) => ({ ...overflow })),
  };
}

/** Saturations of the weights, of the inputs and of the datapath together. */
function accuracyOf({ values, prepared }: FinishedRun): RunResult['accuracy'] {
  if (!values) return null;
  const { maxAbsErrorH, maxAbsErrorC, comparedValues, saturations } = values.execution;
  const all = { ...saturations };
  for (const name of Object.keys(all) as (keyof typeof all)[]) {
    all[name] += prepared.saturations[name] + values.sequence.saturations[name];
  }
  return { maxAbsErrorH, maxAbsErrorC, saturations: all, comparedValues };
}
