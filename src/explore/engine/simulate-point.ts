import { describeOverflow } from '../../energy/resource-report.ts';
import type { PlacedLayer } from '../../hw/accounts/placed-layer.ts';
import { buildArray } from '../../hw/array/kinds/index.ts';
import type { EncodedImage, SpmvArray } from '../../hw/array/spmv-array.ts';
import { type Residency, SpmvUnit } from '../../hw/array/spmv-unit.ts';
import { clockMhzOf } from '../../hw/config/clock.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';
import type { LayerShape } from '../../lstm/shape.ts';
import { workloadShape } from '../../lstm/workload.ts';
import type { Stage } from '../../run/decides.ts';
import { atItsClock, fitToDevice } from '../../run/device-fit.ts';
import { machineOf } from '../../run/machines.ts';
import { metricsOf, metricsOfMisfit } from '../../run/metrics.ts';
import {
  dealLayers,
  lowerLayers,
  type PlacedModel,
  slicesOfLayers,
  spmvUnitsOf,
} from '../../run/placed-model.ts';
import type { PreparedModel } from '../../run/prepared-model.ts';
import { resultOf } from '../../run/result-of.ts';
import { HASH_DIGITS } from '../../run/run-digest.ts';
import { seededSequence } from '../../run/sequence.ts';
import { meetsTiming, missedTimingText } from '../../run/timing-check.ts';
import { usedModel } from '../../run/used-model.ts';
import { type DesignConstraints, missedConstraint } from '../space/constraints.ts';
import type { ResolvedPoint } from '../space/resolve-point.ts';
import type { PointStatus, Value } from '../store/record.ts';

/** The matrices of every layer in the memory format of an accelerator, dealt to no PEs in particular. */
export type EncodedModel = readonly (readonly EncodedImage[])[];

/** What became of a point. */
export interface PointOutcome {
  readonly status: PointStatus;
  readonly reason: string | null;
  readonly metrics: Readonly<Record<string, Value>>;
}

/**
 * One memory image as its points use it: rows dealt to their PEs, and times of SpMVs. Points that differ in
 * something else (lanes, clock, device) have both in common, so each is worked out once. Points come ordered
 * by what they share, so only the last few are kept.
 */
export class SharedImage {
  private readonly encoded: EncodedModel;
  private readonly dealt = new Map<string, readonly PlacedLayer['matrices'][]>();
  private readonly units = new Map<string, SpmvUnit>();

  constructor(encoded: EncodedModel) {
    this.encoded = encoded;
  }

  /**
   * Layers of these shapes, every row of their matrices on its PE. How rows are dealt follows from the slices
   * in which the programs take them, from what a bank serves and from the window, too, whatever decides
   * these.
   */
  layersFor(array: SpmvArray, shapes: readonly LayerShape[]): PlacedLayer[] {
    const programs = lowerLayers(array.config, shapes);
    const { ports, pump, vectorCopies, window } = array;
    const shared = JSON.stringify([ports, pump, vectorCopies, window, slicesOfLayers(programs)]);
    const key = `${keyOf(array.config, 'dealt')} ${shared}`;
    const matrices = lastOrMade(this.dealt, key, () =>
      dealLayers(array, programs, this.encoded).map((layer) => layer.matrices),
    );
    return programs.map((program, layer) => ({ program, matrices: matrices[layer] }));
  }

  /**
   * The SpMV unit of a design with so many arrays that fetch at the same time: it knows what every SpMV takes
   * that it was asked for.
   */
  unitFor(array: SpmvArray, residency: Residency, sharers: 1 | 2): SpmvUnit {
    const isStreamed = residency.kind === 'streamed';
    const key = `${keyOf(array.config, isStreamed ? 'streamed' : 'timed')} ${JSON.stringify(residency)}`;
    // What is resident is not fetched, however many would.
    const of = isStreamed ? sharers : 1;
    return lastOrMade(this.units, `${key} ${of}`, () => new SpmvUnit(array, residency, of));
  }
}

function keyOf(config: AcceleratorConfig, stage: Stage): string {
  return JSON.stringify(machineOf(config).decides(config, stage));
}

/** Dealings and units that are kept: what two neighbours in order may need, resident and streamed. */
const MOST_KEPT = 4;

function lastOrMade<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key) ?? make();
  // The one that was used last stays longest.
  known.delete(key);
  known.set(key, found);
  if (known.size > MOST_KEPT) known.delete([...known.keys()][0]);
  return found;
}

/** What is asked of the points of a sweep. */
export interface Requirements {
  readonly hasValues: boolean;
  readonly constraints: DesignConstraints;
}

/**
 * Simulates a point, or says why not. Throws Mismatch when values were wanted and the hardware's differ from
 * the reference, and BadInput for a design that cannot be built.
 */
export function simulatePoint(
  resolved: ResolvedPoint,
  prepared: PreparedModel,
  image: SharedImage,
  { hasValues, constraints }: Requirements,
): PointOutcome {
  const design = designOfPoint(resolved, prepared, image);
  const refused = infeasibility(resolved, design, constraints);
  if (refused !== null) return refused;
  const { platform, workload, point, digest, requestedSparsity } = resolved;
  const { config, device, technology, costs } = platform;
  const { steps } = workload;
  const { time, execute } = machineOf(config);
  const used = usedModel(prepared, design.layers, config.number);
  const sequence = hasValues
    ? seededSequence(workloadShape(workload), steps, point.seed, config.number)
    : null;
  const result = resultOf(
    {
      command: 'sweep',
      accelerator: platform.name,
      workload: workload.name,
      seed: point.seed,
      configHash: digest.slice(0, HASH_DIGITS),
      requestedSparsity,
    },
    {
      design,
      prepared,
      used,
      timelines: time(design),
      steps: 1,
      values: sequence && execute && { sequence, execution: execute(design, used.layers, sequence) },
      device,
      technology,
      costs,
    },
  );
  return { status: 'ok', reason: null, metrics: metricsOf(result) };
}

/**
 * Why a point is not simulated, as `simulatePoint` says it; null: it is. Found without simulating.
 */
export function whyNot(
  resolved: ResolvedPoint,
  prepared: PreparedModel,
  image: SharedImage,
  { constraints }: Pick<Requirements, 'constraints'>,
): PointOutcome | null {
  return infeasibility(resolved, designOfPoint(resolved, prepared, image), constraints);
}

/** The layers are those of the weights: a file of weights says itself what it holds. */
function designOfPoint(
  { platform }: ResolvedPoint,
  prepared: PreparedModel,
  image: SharedImage,
): PlacedModel {
  const { config } = platform;
  const asked = buildArray(config);
  const shapes = prepared.layers.map(({ shape }) => shape);
  const layers = image.layersFor(asked, shapes);
  const fit = fitToDevice(asked, layers, platform);
  const array = atItsClock(asked, fit);
  const units = spmvUnitsOf(array, layers, (sharers) => image.unitFor(array, fit.residency, sharers));
  return { array, layers, fit, ...units };
}

function infeasibility(
  { platform: { clockIsNamed } }: ResolvedPoint,
  design: PlacedModel,
  constraints: DesignConstraints,
): PointOutcome | null {
  const { resources } = design.fit;
  if (!resources.fits) return infeasible(describeOverflow(resources), metricsOfMisfit(design.fit));
  if (clockIsNamed && !meetsTiming(design)) return infeasible(missedTimingText(design), knownOf(design));
  if (constraints.length === 0) return null;
  const metrics = knownOf(design);
  const reason = missedConstraint(constraints, metrics);
  return reason === null ? null : infeasible(reason, metrics);
}

/** What is known of a design that fits its device before it is simulated. */
function knownOf({ array, layers, fit }: PlacedModel): PointOutcome['metrics'] {
  const matrices = layers.flatMap((layer) => layer.matrices);
  const storageBits = matrices.reduce((sum, { storage }) => sum + storage.totalBits, 0);
  return { ...metricsOfMisfit(fit), storage_bits: storageBits, clock_mhz: clockMhzOf(array.config) };
}

const infeasible = (reason: string, metrics: PointOutcome['metrics']): PointOutcome => ({
  status: 'infeasible',
  reason,
  metrics,
});
