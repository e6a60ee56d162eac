import { BadInput } from '../errors/bad-input.ts';
import { buildArray } from '../hw/array/kinds/index.ts';
import { sliceOrder } from '../hw/array/row-order.ts';
import type { EncodedMatrix } from '../hw/array/spmv-array.ts';
import { clockMhzOf } from '../hw/config/clock.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import type { Timeline } from '../hw/sequencer/timeline.ts';
import type { Program } from '../lstm/program/program.ts';
import type { FixedState } from '../lstm/state.ts';
import {
  type Activation,
  type ActivationFormat,
  activationTable,
  codesWithin,
  tableShape,
} from '../num/activation.ts';
import { type Bench, imageText, periodPs } from './bench/bench.ts';
import { HexWord, hexOf, indexWidth } from './bench/hex-word.ts';
import { cellParameters } from './cell-parameters.ts';
import { chainedLoadOutruns } from './chained-load.ts';
import { elementBases, productsOf, programImage, regionWords } from './program-image.ts';
import { arrayParameters, rtlShape } from './rtl-shape.ts';
import { descriptorBits, weightImage } from './weight-image.ts';
import type { Product } from './weight-words.ts';

/**
 * The steps of one layer as the simulator ran them: its time (the same for every step),
 * what went in and what came out.
 */
export interface SimulatedLayer {
  readonly config: AcceleratorConfig;
  readonly program: Program;
  readonly matrices: readonly EncodedMatrix[];
  readonly timeline: Timeline;
  /** Codes by vector of the program: constants, and the state before the first step. */
  readonly initial: ReadonlyMap<number, Int16Array>;
  readonly inputs: readonly Int16Array[];
  /** After every step. */
  readonly states: readonly FixedState[];
}

/** Tools limit the bits of a number: Verilator to 65,536. */
const MOST_SEGMENTS = 1024;

/** The products of a layer's program as the weight memories hold them. */
function layerProducts({ config, program, matrices }: SimulatedLayer): Product[] {
  const words = regionWords(program, buildArray(config).bufferBanks);
  return productsOf(program).map(({ matrix, rowFrom, rows }) => {
    const { beats } = matrices[matrix];
    return {
      beats,
      order: sliceOrder(beats.order, rowFrom, rows),
      rowFrom,
      wordBase: words[program.matrices[matrix].region],
    };
  });
}

/**
 * The bench of a layer's steps, which checks itself against what the simulator found. Throws BadInput when no
 * hardware can do what the design asks for (a chained LOAD that outruns its producer), or the RTL cannot.
 */
export function stepBench(layer: SimulatedLayer): Bench {
  const { config, program, timeline, inputs, states } = layer;
  refuseWhatNoRtlCan(layer);
  const words = regionWords(program, buildArray(config).bufferBanks);
  const shape = rtlShape(config, words[words.length - 1]);
  const resultBits = indexWidth(Math.max(...productsOf(program).map(({ rows }) => rows)));
  const image = weightImage(shape, layerProducts(layer), resultBits);
  const elementBits = Math.max(shape.accumulatorBits, 2 * shape.wordBits) + 3;
  const { weightBeats, rowEntries, scaleEntries } = image;
  const parameters = {
    ...arrayParameters(config, shape),
    ...layerParameters(layer),
    WEIGHT_BEATS: weightBeats,
    ROW_ENTRIES: rowEntries,
    SCALE_ENTRIES: scaleEntries,
    DESCRIPTOR_BITS: descriptorBits(shape),
    PRODUCTS: productsOf(program).length,
    RESULT_BITS: resultBits,
    STEPS: inputs.length,
    CYCLES: timeline.cycles,
    PERIOD_PS: periodPs(clockMhzOf(config)),
  };
  const filling =
    config.pes * (scaleEntries + weightBeats + rowEntries + parameters.PRODUCTS) +
    program.instructions.length +
    parameters.ELEMENTS;
  const state = states[0].h.length + states[0].c.length;
  return {
    harness: 'lstm_harness',
    parameters,
    images: new Map([
      ['weights.hex', imageText(image.weights)],
      ['rows.hex', imageText(image.rows)],
      ['scales.hex', imageText(image.scales)],
      ['descriptors.hex', imageText(image.descriptors)],
      ['program.hex', imageText(programImage(program))],
      ['registers.hex', imageText(registerImage(layer, elementBits))],
      ['inputs.hex', imageText(inputs.flatMap((x) => codesOf(x, shape.wordBits)))],
      [
        'expected.hex',
        imageText(
          states.flatMap(({ h, c }) => [...codesOf(h, shape.wordBits), ...codesOf(c, shape.wordBits)]),
        ),
      ],
    ]),
    clockCycles: 20 + filling + inputs.length * (timeline.cycles + 4 + inputs[0].length + state),
  };
}

function refuseWhatNoRtlCan({ config, program }: SimulatedLayer): void {
  const early = chainedLoadOutruns(config, program);
  if (early !== null) {
    const { bufferBanks } = buildArray(config);
    throw new BadInput(
      `ewop.chaining on: the LOAD of ${early.name} reads ${bufferBanks} elements per cycle while they are being written ${config.ewop.lanes} per cycle, which no hardware can; expected ewop.lanes of at least ${early.length} (one group), or placement cyclic and ewop.lanes of at least ${bufferBanks}`,
    );
  }
  const { segments } = tableShape(config.number);
  if (segments > MOST_SEGMENTS)
    throw new BadInput(
      `number.activation.segments: expected at most ${MOST_SEGMENTS} in the RTL, where a table is a parameter; found ${segments}`,
    );
}

function codesOf(codes: Int16Array, bits: number): string[] {
  return Array.from(codes, (code) => hexOf(code, bits));
}

/** The register file before the first step: words are sign-extended. */
function registerImage({ program, initial }: SimulatedLayer, elementBits: number): string[] {
  return program.vectors.flatMap(({ length }, vector) => {
    const codes = initial.get(vector) ?? new Int16Array(length);
    return Array.from(codes, (code) => hexOf(code, elementBits));
  });
}

/** The macros of the element-wise unit, the controller and the regions. */
function layerParameters({ config, program }: SimulatedLayer) {
  const { timing, ewop, number } = config;
  const bases = elementBases(program);
  const words = regionWords(program, buildArray(config).bufferBanks);
  const lengthOf = (vector: number) => program.vectors[vector].length;
  return {
    STYLE: ewop.style === 'chained' ? 0 : 1,
    CHAINING: ewop.chaining ? 1 : 0,
    FRACTION_BITS: number.fractionBits,
    LANES: ewop.lanes,
    ADD_LATENCY: timing.addLatency,
    ACTIVATION_LATENCY: timing.activationLatency,
    MULTIPLY_LATENCY: timing.ewMulLatency,
    ...tableParameters(number),
    INSTRUCTIONS: program.instructions.length,
    ELEMENTS: bases[program.vectors.length],
    REGION_LENGTHS: threeFields(program.regions.map(({ length }) => length)),
    REGION_WORDS: threeFields(words.slice(0, -1)),
    X_AT: bases[program.x],
    X_LENGTH: lengthOf(program.x),
    H_AT: bases[program.h],
    H_LENGTH: lengthOf(program.h),
    C_AT: program.c === null ? 0 : bases[program.c],
    C_LENGTH: program.c === null ? 0 : lengthOf(program.c),
    ...cellParameters(program, bases),
  };
}

/** The bits of a code inside the tables, those that number a segment, and the tables. */
export function tableParameters(format: ActivationFormat) {
  const { range, segments } = tableShape(format);
  return {
    RANGE_BITS: Math.log2(codesWithin(range, format)),
    SEGMENT_BITS: Math.log2(segments),
    SIGMOID_TABLE: tableOf('sigmoid', format),
    TANH_TABLE: tableOf('tanh', format),
  };
}

/** A table as one number, value i at bit i * W. */
function tableOf(activation: Activation, format: ActivationFormat): string {
  const { bits } = format;
  const { boundaries } = activationTable(activation, format);
  const word = new HexWord(boundaries.length * bits);
  boundaries.forEach((value, i) => {
    word.put(i * bits, bits, value);
  });
  return `${boundaries.length * bits}'h${word}`;
}

function threeFields(values: readonly number[]): string {
  const word = new HexWord(96);
  values.forEach((value, i) => {
    word.put(32 * i, 32, value);
  });
  return `96'h${word}`;
}
