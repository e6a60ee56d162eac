import fc from 'fast-check';
import { acceleratorKinds, buildArray, kindOf } from '../../../src/hw/array/kinds/index.ts';
import { longestOfRow } from '../../../src/hw/array/lane-depths.ts';
import type { EncodedMatrix } from '../../../src/hw/array/spmv-array.ts';
import { type Residency, SpmvUnit } from '../../../src/hw/array/spmv-unit.ts';
import type { AcceleratorConfig } from '../../../src/hw/config/config.ts';
import { timeProgram } from '../../../src/hw/sequencer/controller.ts';
import type { Timeline } from '../../../src/hw/sequencer/timeline.ts';
import { lowerLayer } from '../../../src/lstm/lower-layer.ts';
import type {
  ElementInstruction,
  Instruction,
  LoadInstruction,
  Program,
  Slice,
  SpmvInstruction,
} from '../../../src/lstm/program/program.ts';
import type { LayerShape } from '../../../src/lstm/shape.ts';
import { gruShapes, lstmShapes } from '../../lstm/arbitrary-shape.ts';
import { drawnAccelerator, randomMatrix } from '../array/arrays.ts';

/** One step of one layer on an accelerator, time only. */
export interface StepCase {
  readonly config: AcceleratorConfig;
  readonly unit: SpmvUnit;
  readonly matrices: readonly EncodedMatrix[];
  readonly program: Program;
}

/** Runs the step. */
export function runStep({ config, unit, matrices, program }: StepCase): Timeline {
  return timeProgram(config, unit, matrices, program);
}

const latency = fc.integer({ min: 0, max: 5 });

/** Small accelerators of every kind with any element-wise unit. */
const anyConfig = (style: Program['style']): fc.Arbitrary<AcceleratorConfig> =>
  fc
    .record({
      kind: fc.constantFrom(...acceleratorKinds),
      packRows: fc.boolean(),
      pes: fc.integer({ min: 1, max: 4 }),
      banks: fc.integer({ min: 2, max: 9 }),
      sharedBanks: fc.constantFrom(null, 2, 8),
      vectorCopies: fc.constantFrom(1, 2),
      pump: fc.constantFrom(1, 2),
      timing: fc.record({ addLatency: latency, activationLatency: latency, ewMulLatency: latency }),
      ewop: fc.record({
        style: fc.constant(style),
        lanes: fc.integer({ min: 1, max: 9 }),
        chaining: style === 'instruction' ? fc.boolean() : fc.constant(false),
      }),
      gateMatrix: fc.constantFrom('combined', 'separate'),
      program: fc.record({ spmvSlices: fc.constantFrom('matrix', 'gate') }),
      dram: fc.record({ gbPerS: fc.constantFrom(0.5, 5), latencyNs: fc.constantFrom(0, 30) }),
    })
    .map(drawnAccelerator);

/**
 * A case of `program`, with random matrices; streamed ones have a weight memory for
 * `rowsPerHalf` of the longest rows.
 */
function stepCase(
  config: AcceleratorConfig,
  program: Program,
  seed: number,
  rowsPerHalf: number | null,
): StepCase {
  const array = buildArray(config);
  const { bufferBanks: banks } = array;
  const placement = array.placement === 'replicated' ? 'even' : array.placement;
  const matrices = program.matrices.map(({ rows, region }, index) => {
    const cols = program.regions[region].length;
    const style = kindOf(config.kind).needsBalance ? 'balanced' : 'random';
    return array.encode(randomMatrix({ style, rows, cols, banks, placement, seed: seed + index }));
  });
  const longest = Math.max(
    ...matrices.flatMap(({ beats }) =>
      Array.from({ length: beats.rows }, (_, row) => longestOfRow(beats, row)),
    ),
  );
  const residency: Residency =
    rowsPerHalf === null ? { kind: 'resident' } : { kind: 'streamed', beatsPerPe: 2 * longest * rowsPerHalf };
  return { config, unit: new SpmvUnit(array, residency), matrices, program };
}

const anyRowsPerHalf = fc.option(fc.integer({ min: 1, max: 4 }), { nil: null });

const sizes = { inputs: 12, hidden: 12, projection: 9 };

/** A lowered LSTM layer of any shape on any accelerator of a style, resident or streamed. */
export const anyLayerStep = (...styles: Program['style'][]) => anyStepOf(lstmShapes(sizes), styles);

/** The same of a GRU. */
export const anyGruStep = (...styles: Program['style'][]) => anyStepOf(gruShapes(sizes), styles);

function anyStepOf<Shape extends LayerShape>(
  anyShape: fc.Arbitrary<Shape>,
  styles: readonly Program['style'][],
): fc.Arbitrary<StepCase & { readonly shape: Shape }> {
  const fields = fc.constantFrom(...styles).chain((style) =>
    fc.record({
      config: anyConfig(style),
      shape: anyShape,
      seed: fc.nat({ max: 1e6 }),
      rowsPerHalf: anyRowsPerHalf,
    }),
  );
  return fields.map(({ config, shape, seed, rowsPerHalf }) => {
    const { gateMatrix, ewop, program } = config;
    const options = { style: ewop.style, gateMatrix, spmvSlices: program.spmvSlices };
    return { ...stepCase(config, lowerLayer(shape, options), seed, rowsPerHalf), shape };
  });
}

/** Sizes of the random programs: vectors, regions and matrices. */
const LENGTH = 24;
const REGIONS = [10, 16] as const;

const anySlice = (vectors: readonly number[], max = LENGTH): fc.Arbitrary<Slice> =>
  fc
    .record({
      vector: fc.constantFrom(...vectors),
      length: fc.integer({ min: 1, max }),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ vector, length, at }) => ({ vector, length, from: Math.floor(at * (LENGTH - length)) }));

const vectors = [0, 1, 2, 3, 4];

const anyLoad: fc.Arbitrary<LoadInstruction> = fc
  .record({
    region: fc.constantFrom(0, 1),
    sources: fc.array(anySlice(vectors, 5), { minLength: 1, maxLength: 2 }),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ region, sources, at }) => {
    const loaded = sources.reduce((sum, { length }) => sum + length, 0);
    const from = Math.floor(at * (REGIONS[region] - loaded));
    return { op: 'load', phase: 'load', region, sources, from };
  });

const anySpmvInstruction: fc.Arbitrary<SpmvInstruction> = fc
  .record({ matrix: fc.constantFrom(0, 1), destination: anySlice(vectors), accumulate: fc.boolean() })
  .map(({ matrix, destination, accumulate }) => {
    const { from: rowFrom, length: rows } = destination;
    return { op: 'spmv', phase: 'spmv', matrix, rowFrom, rows, destination, accumulate };
  });

const anyElement: fc.Arbitrary<ElementInstruction> = fc
  .record({
    op: fc.constantFrom('add', 'multiply', 'sigmoid', 'tanh', 'copy'),
    phase: fc.constantFrom('ewop', 'projection'),
    destination: anySlice(vectors),
    others: fc.array(fc.constantFrom(...vectors), { minLength: 1, maxLength: 2 }),
  })
  .map(({ op, phase, destination, others }) => ({
    op,
    phase,
    destination,
    operands: others.map((vector) => ({ ...destination, vector })),
  }));

const anyInstruction: fc.Arbitrary<Instruction> = fc.oneof(
  anyLoad,
  anySpmvInstruction,
  anyElement,
  anyElement,
);

/**
 * A program of random instructions, with hazards of every sort, on any accelerator of the instruction style.
 */
export const anyRandomProgram: fc.Arbitrary<StepCase> = fc
  .record({
    config: anyConfig('instruction'),
    instructions: fc.array(anyInstruction, { maxLength: 14 }),
    seed: fc.nat({ max: 1e6 }),
    rowsPerHalf: anyRowsPerHalf,
  })
  .map(({ config, instructions, seed, rowsPerHalf }) => {
    const program: Program = {
      style: 'instruction',
      vectors: vectors.map((index) => ({ name: `v${index}`, kind: 'word', length: LENGTH })),
      regions: REGIONS.map((length, index) => ({ name: `r${index}`, length })),
      matrices: REGIONS.map((_, region) => ({ role: 'gates', tensor: `m${region}`, rows: LENGTH, region })),
      instructions,
      x: 0,
      h: 1,
      c: 2,
      constants: { bias: null, peepholes: null },
    };
    return stepCase(config, program, seed, rowsPerHalf);
  });
