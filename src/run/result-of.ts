import { sumOfStorage } from '../bbs/formats/storage.ts';
import { energyOf } from '../energy/energy.ts';
import { fetchedBits } from '../hw/accounts/fetched-bits.ts';
import { heldImage } from '../hw/array/beat-matrix.ts';
import { clockMhzOf } from '../hw/config/clock.ts';
import { type LayerPass, passesOf } from '../lstm/passes.ts';
import type { Account } from './account.ts';
import { cellsOf } from './cells.ts';
import { chargedRun } from './charged-run.ts';
import type { FinishedRun } from './finished-run.ts';
import { knownSaturations } from './known-saturations.ts';
import { type LayerTotals, layerTotalsOf } from './layer-totals.ts';
import { machineOf } from './machines.ts';
import { allMetricsOf } from './metrics.ts';
import { paddingShare } from './placed-model.ts';
import type { PreparedModel, PrunedMatrix } from './prepared-model.ts';
import { clockResult, energyResult, latencyAtFmax, resourcesResult } from './price-result.ts';
import type { RunResult } from './result.ts';
import { headerOf, inputDateOf, type ResultCommand } from './result-header.ts';
import { weightValues } from './weight-values.ts';

/** What identifies a run. */
export interface RunIdentity {
  /** The command whose result the run is part of. */
  readonly command: ResultCommand;
  readonly accelerator: string;
  readonly workload: string;
  readonly seed: string;
  /** The head of the digest of everything that decides the result (`runDigest`). */
  readonly configHash: string;
  readonly requestedSparsity: number | null;
  /** What the workload's file says of its date. */
  readonly workloadDate?: string | undefined;
}

/**
 * The result of a run: the one record that tables, charts and JSON are made from. `detail` is what only its
 * machine has. What the cycles and actions are called is the machine's to say.
 */
export function resultOf(
  identity: RunIdentity,
  run: FinishedRun,
  detail: NonNullable<RunResult['detail']['fpgaArray']> = {},
): RunResult {
  const { design, timelines } = run;
  const { config } = design.array;
  const { machine, account: accountOf } = machineOf(config);
  const account = accountOf(design, timelines);
  const totals = layerTotalsOf(account);
  const { total } = totals.cycles;
  const clockMhz = clockMhzOf(config);
  const latencyUs = total / clockMhz;
  const passes = passesOf(design.layers.map(({ program }) => program));
  const measured = {
    ...headerOf(identity.command),
    machine,
    accelerator: identity.accelerator,
    workload: identity.workload,
    ...cellsOf(run.prepared.layers),
    seed: identity.seed,
    ...inputDateOf(config.date, identity.workloadDate),
    configHash: identity.configHash,
    config,
    clockMhz,
    clock: clockResult(run.design),
    latencyAtFmaxUs: latencyAtFmax(run.design, latencyUs),
    ...timesOf(account, totals, run.steps, latencyUs),
    layers: account.layers.map(({ cycles, stalls }, pass) => ({
      ...nameOf(passes[pass]),
      cycles,
      stalls,
      matrices: matricesOf(run, pass),
    })),
    ...chargesOf(run, totals, latencyUs, identity.requestedSparsity),
    pes: pesOf(account, totals, run.used),
    resources: resourcesResult(machineOf(config).footprint(design)),
    accuracy: accuracyOf(run),
    detail: { [machine]: detail },
  };
  return { ...measured, metrics: allMetricsOf(measured) };
}

function nameOf({ layer, direction }: LayerPass): Pick<RunResult['layers'][number], 'layer' | 'direction'> {
  return direction === null ? { layer } : { layer, direction };
}

function timesOf(
  { phases, causes }: Account,
  { cycles, stalls }: LayerTotals,
  steps: number,
  latencyUs: number,
): Pick<RunResult, 'phases' | 'causes' | 'cycles' | 'stalls' | 'latencyUs' | 'steps'> {
  return {
    phases: phases.map((phase) => ({ ...phase })),
    causes: causes.map((cause) => ({ ...cause })),
    cycles,
    stalls,
    latencyUs,
    // The time of a step depends on the weights alone, so all steps take the same.
    steps: Array.from({ length: steps }, (_, step) => ({ step, latencyUs, cycles, stalls })),
  };
}

function chargesOf(
  run: FinishedRun,
  totals: LayerTotals,
  latencyUs: number,
  requestedSparsity: number | null,
): Pick<RunResult, 'weights' | 'gops' | 'energy' | 'actions'> {
  const weights = weightsOf(run, requestedSparsity);
  const report = energyOf(chargedRun(run, totals, latencyUs));
  const charged = report.components.flatMap((component) => component.actions);
  return {
    weights,
    gops: {
      actual: (2 * keptOf(run.used.pruned.flat())) / (1000 * latencyUs),
      effective: (2 * weights.total) / (1000 * latencyUs),
    },
    energy: energyResult(report),
    actions: charged.map(({ action: name, words, unit, count, energyUj }) => ({
      name,
      words,
      unit,
      count,
      energyUj,
    })),
  };
}

/** Every used weight is multiplied once in a step; padding, and zeros that a format stores, are of no use. */
function pesOf(
  { units, multipliers }: Account,
  { cycles }: LayerTotals,
  { pruned }: PreparedModel,
): RunResult['pes'] {
  return { ...units, utilisation: keptOf(pruned.flat()) / (multipliers * cycles.total) };
}

const keptOf = (matrices: readonly PrunedMatrix[]): number =>
  matrices.reduce((sum, { kept }) => sum + kept, 0);

function matricesOf(
  { design, prepared, used, timelines }: FinishedRun,
  layer: number,
): RunResult['layers'][number]['matrices'] {
  const fetched = fetchedBits(timelines[layer], design.layers[layer].matrices.length);
  return prepared.pruned[layer].map(({ tensor, rows, cols, kept, perBank }, m) => {
    const { beats, storage, usedPerBank } = design.layers[layer].matrices[m];
    const weights = rows * cols;
    return {
      tensor,
      rows,
      cols,
      weights,
      kept,
      padding: heldImage(beats).padding,
      achievedSparsity: 1 - kept / weights,
      entriesPerBank: perBank,
      ...(usedPerBank !== undefined && { used: used.pruned[layer][m].kept, usedPerBank }),
      storage,
      fetchedBits: fetched[m],
    };
  });
}

function weightsOf(
  { design, prepared, used, timelines }: FinishedRun,
  requestedSparsity: number | null,
): RunResult['weights'] {
  const pruned = prepared.pruned.flat();
  const total = pruned.reduce((sum, { rows, cols }) => sum + rows * cols, 0);
  const kept = keptOf(pruned);
  const encoded = design.layers.flatMap(({ matrices }) => matrices);
  const padding = encoded.reduce((sum, { beats }) => sum + heldImage(beats).padding, 0);
  return {
    residency: design.fit.residency.kind,
    requestedSparsity,
    achievedSparsity: 1 - kept / total,
    total,
    kept,
    ...(used !== prepared && { used: keptOf(used.pruned.flat()) }),
    padding,
    paddingShare: paddingShare(design.layers),
    ...weightValues(design, prepared),
    storage: sumOfStorage(encoded.map(({ storage }) => storage)),
    fetchedBits: timelines
      .flatMap((timeline, layer) => fetchedBits(timeline, design.layers[layer].matrices.length))
      .reduce((sum, bits) => sum + bits, 0),
  };
}

/** Errors where values were computed; what was cut as far as it is known. */
function accuracyOf({ values, used, design }: FinishedRun): RunResult['accuracy'] {
  const saturations = { ...knownSaturations(used, design.array.config.number, values) };
  if (!values) return { saturations, comparedValues: 0 };
  const { maxAbsErrorH, maxAbsErrorC, comparedValues } = values.execution;
  const errors = { maxAbsErrorH, ...(maxAbsErrorC === null ? {} : { maxAbsErrorC }) };
  return { ...errors, saturations, comparedValues };
}
