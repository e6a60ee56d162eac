import { heldImage } from '../../hw/array/beat-matrix.ts';
import type { SpmvTiming } from '../../hw/array/spmv-timing.ts';
import type { SpmvJob, SpmvUnit } from '../../hw/array/spmv-unit.ts';
import { banksPerPe, servedPerBank } from '../../hw/array/vector-banks.ts';
import { clockMhzOf } from '../../hw/config/clock.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';
import { timeProgram } from '../../hw/sequencer/controller.ts';
import type { PlacedModel } from '../../run/placed-model.ts';
import type { Roofline, StepBounds } from './explain-result.ts';
import { followedPasses, type StepFigures } from './step-figures.ts';

/** The start pulse, one issue and done around the fill of a pipeline. docs/timing.md section 3. */
const LEAST_SPMV_CYCLES = 3;

const BITS_PER_BYTE = 8;

/** The bounds of a step: none is more than its cycles, and the largest is what to look at first. */
export function boundsOf(figures: StepFigures): StepBounds {
  const { design } = figures.run;
  const passes = followedPasses(figures);
  const sum = (of: (pass: number) => number) => passes.reduce((total, pass) => total + of(pass), 0);
  return {
    computeCycles: sum((pass) => computeCycles(figures, pass)),
    bankCycles: sum((pass) => bankCycles(figures, pass)),
    bandwidthCycles: bandwidthCycles(figures),
    dependencyCycles: sum((pass) => dependencyCycles(design, pass)),
  };
}

/** Every weight is multiplied once, by multipliers that never wait; a matrix begins a cycle of its own. */
function computeCycles({ run }: StepFigures, pass: number): number {
  const multipliers = multipliersOf(run.design.array.config);
  return run.used.pruned[pass].reduce((sum, { kept }) => sum + Math.ceil(kept / multipliers), 0);
}

const multipliersOf = ({ pes, banks }: AcceleratorConfig): number => pes * banks;

/** The bank that is read most, in each SpMV. */
function bankCycles({ run }: StepFigures, pass: number): number {
  const { array } = run.design;
  const served = servedPerBank(array);
  const banks = banksPerPe(array);
  const busiest = ({ bankReads }: SpmvTiming) => {
    // A vector memory that all PEs share has one set of banks.
    const reads = array.issue === 'shared' ? sumOfPes(bankReads, banks) : bankReads;
    return Math.ceil(reads.reduce((most, n) => Math.max(most, n), 0) / served);
  };
  return jobsOf(run.timelines[pass].issued)
    .flatMap(({ computes }) => computes)
    .reduce((sum, { timing }) => sum + busiest(timing), 0);
}

function sumOfPes(bankReads: Uint32Array, banks: number): Uint32Array {
  const sum = new Uint32Array(banks);
  for (let at = 0; at < bankReads.length; at++) sum[at % banks] += bankReads[at];
  return sum;
}

const jobsOf = (issued: readonly { readonly job: SpmvJob | null }[]): readonly SpmvJob[] =>
  issued.flatMap(({ job }) => job ?? []);

/** Whole bursts of all passes, which share the bandwidth. */
function bandwidthCycles({ run }: StepFigures): number {
  const bits = run.timelines
    .flatMap(({ issued }) => jobsOf(issued))
    .reduce((sum, { dramBits }) => sum + dramBits, 0);
  if (bits === 0) return 0;
  return Math.floor(bits / BITS_PER_BYTE / offChipBytesPerCycle(run.design.array.config));
}

const offChipBytesPerCycle = (config: AcceleratorConfig): number =>
  (1000 * config.dram.gbPerS) / clockMhzOf(config);

/** The program with a cycle for every vector: what its latencies and its order leave. */
function dependencyCycles({ array, layers, ...units }: PlacedModel, pass: number): number {
  const { program, matrices } = layers[pass];
  const lanes = Number.MAX_SAFE_INTEGER;
  const wide = { ...array.config, ewop: { ...array.config.ewop, lanes } };
  const least = array.fillCycles + LEAST_SPMV_CYCLES;
  const job: SpmvUnit['job'] = (matrix, rowFrom, rows) => {
    const cycles = Math.min(least, units.spmvUnit.job(matrix, rowFrom, rows).cycles);
    return { cycles, computes: [], fetches: [], dramBits: 0, isStreamed: false };
  };
  return timeProgram(wide, { array: { ...array, bufferBanks: lanes }, job }, matrices, program).cycles;
}

/** The roofs of a design, and where it is below them. */
export function rooflineOf({ run, cost }: StepFigures): Roofline {
  const { array, layers, fit } = run.design;
  const images = layers.flatMap(({ matrices }) => matrices.map(({ beats }) => heldImage(beats)));
  const ops = 2 * cost.keptWeights;
  const isStreamed = fit.residency.kind === 'streamed';
  const jobs = run.timelines.flatMap(({ issued }) => jobsOf(issued));
  const fetched = jobs.reduce((sum, { dramBits }) => sum + dramBits, 0);
  const stored = layers
    .flatMap(({ matrices }) => matrices.map(({ storage }) => storage.totalBits))
    .reduce((sum, bits) => sum + bits, 0);
  const beatBits = Math.max(...images.map((image) => image.beatBits));
  return {
    peakOpsPerCycle: 2 * multipliersOf(array.config),
    memoryBytesPerCycle: (array.config.pes * beatBits) / BITS_PER_BYTE,
    offChipBytesPerCycle: isStreamed ? offChipBytesPerCycle(array.config) : null,
    opsPerByte: ops / ((isStreamed ? fetched : stored) / BITS_PER_BYTE),
    opsPerCycle: ops / cost.cycles,
  };
}
