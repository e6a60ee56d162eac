import { hasReverse } from '../../lstm/passes.ts';
import { type Program, slicesOf } from '../../lstm/program/program.ts';
import { weightValueBits } from '../../num/row-scale.ts';
import { type BeatMatrix, heldImage, type LaneMemories } from '../array/beat-matrix.ts';
import { depthsOfPes, longestOfRows } from '../array/lane-depths.ts';
import type { RowSlice } from '../array/row-dealing.ts';
import { sliceOrder } from '../array/row-order.ts';
import type { EncodedMatrix, SpmvArray } from '../array/spmv-array.ts';
import type { AcceleratorConfig } from '../config/config.ts';
import { tableFootprint } from './activation-tables.ts';
import type { Footprint } from './footprint.ts';
import { pipelineOf } from './pipeline.ts';
import { arraysOf, hasSecondArray } from './rounds.ts';
import { rowScalesOf } from './row-scales.ts';

/** One layer on an accelerator: its program, and the program's matrices in the accelerator's format. */
export interface PlacedLayer {
  readonly program: Program;
  readonly matrices: readonly EncodedMatrix[];
}

/** What the accelerator asks of a device but for the depth of its weight memories. */
export function openFootprint(
  array: SpmvArray,
  layers: readonly PlacedLayer[],
): Omit<Footprint, 'beatsPerPe'> {
  const { config, issue, isArbitrated, window, queueDepth, shuffle, rowsApart, rowPacking } = array;
  const matrices = layers.flatMap((layer) => layer.matrices);
  const programs = layers.map(({ program }) => program);
  return {
    pes: config.pes,
    lanes: config.banks,
    bits: config.number.bits,
    accumulatorBits: config.number.accumulatorBits,
    ...rowScalesOf(array, matrices),
    banks: array.bufferBanks,
    vectorCopies: array.vectorCopies,
    ports: array.ports,
    pump: array.pump,
    ...(config.clockMhz !== 'auto' && { clockMhz: config.clockMhz }),
    pipeline: pipelineOf(array),
    arbitrated: isArbitrated,
    window,
    ...(queueDepth !== null && { queueDepth }),
    ...(shuffle && { shuffle }),
    ...(rowPacking && { rowPacking }),
    nestedRows: array.skipsBeats,
    ...(matrices.some(({ beats }) => beats.streams) && {
      laneMemories: laneMemories(matrices, rowsPerPe(config, layers)),
    }),
    ...(rowsApart > 0 && { laneStreams: laneStreams(config, rowsApart, matrices) }),
    sharedBuffer: issue === 'shared' && config.pes > 1,
    beatBits: Math.max(...matrices.map(({ beats }) => beats.beatBits)),
    regionWords: regionWords(layers),
    ewopLanes: config.ewop.lanes,
    ewopStyle: config.ewop.style,
    instructions: programs.reduce((most, { instructions }) => Math.max(most, instructions.length), 1),
    chaining: config.ewop.style === 'instruction' && config.ewop.chaining,
    activation: tableFootprint(config.number),
    cells: cellsOf(layers),
    peepholes: layers.some(({ program }) => program.constants.peepholes !== null),
    registerFileBits: mostOfArrays(config, layers, (own) =>
      registerFileBits(
        config,
        own.map(({ program }) => program),
        hasReverse(programs),
      ),
    ),
    ...(hasSecondArray(config, programs) && { arrays: 2 as const }),
  };
}

/** What the lanes compute: a GRU has no state but h. */
function cellsOf(layers: readonly PlacedLayer[]): NonNullable<Footprint['cells']> {
  const areGrus = layers.map(({ program }) => program.c === null);
  return [
    ...(areGrus.includes(false) ? ['lstm' as const] : []),
    ...(areGrus.includes(true) ? ['gru' as const] : []),
  ];
}

/** Two arrays are alike: both have what the one with more to do needs. */
function mostOfArrays(
  config: Pick<AcceleratorConfig, 'directions'>,
  layers: readonly PlacedLayer[],
  of: (layers: readonly PlacedLayer[]) => number,
): number {
  const programs = layers.map(({ program }) => program);
  return Math.max(...arraysOf(config, programs).map((passes) => of(passes.map((pass) => layers[pass]))));
}

/** Rows of the PE that has most. Those that are dealt to other PEs than the array has stand for as many. */
function rowsPerPe(config: AcceleratorConfig, layers: readonly PlacedLayer[]): number {
  return mostOfArrays(config, layers, (own) => {
    const matrices = own.flatMap((layer) => layer.matrices);
    const { pes } = matrices[0].beats.order;
    const rowsOfPe = (pe: number) =>
      matrices.reduce((sum, { beats: { order } }) => sum + order.start[pe + 1] - order.start[pe], 0);
    return Array.from({ length: pes }, (_, pe) => Math.ceil((rowsOfPe(pe) * pes) / config.pes)).reduce(
      (a, b) => Math.max(a, b),
      0,
    );
  });
}

function laneMemories(
  matrices: readonly EncodedMatrix[],
  rows: number,
): NonNullable<Footprint['laneMemories']> {
  const widest = (bits: keyof LaneMemories) =>
    Math.max(...matrices.map(({ beats }) => beats.streams?.[bits] ?? 0));
  return {
    wordBits: widest('wordBits'),
    rowMemories: widest('rowMemories'),
    rowBits: widest('rowBits'),
    rowsPerPe: rows,
  };
}

function laneStreams(
  { number }: AcceleratorConfig,
  rowsApart: number,
  matrices: readonly EncodedMatrix[],
): NonNullable<Footprint['laneStreams']> {
  // A lane adds a product of each word of its bank at most.
  const depth = Math.max(...matrices.map(({ beats }) => beats.placement.depth));
  return {
    rowsApart,
    sumBits: Math.min(
      number.accumulatorBits,
      number.bits + weightValueBits(number) + Math.ceil(Math.log2(Math.max(1, depth))),
    ),
  };
}

/** Beats that the fullest PE must hold when all weights are resident; of two arrays on the fuller one. */
export function residentBeatsPerPe(
  layers: readonly PlacedLayer[],
  config: Pick<AcceleratorConfig, 'pes' | 'directions'>,
): number {
  return mostOfArrays(config, layers, (own) => beatsOfFullest(own, config.pes));
}

function beatsOfFullest(layers: readonly PlacedLayer[], pes: number): number {
  const total = new Float64Array(pes);
  for (const { program, matrices } of layers) {
    matrices.forEach(({ beats }, matrix) => {
      const own = beatsPerPe(beats, slicesOf(program, matrix));
      for (let pe = 0; pe < own.length; pe++) total[pe] += own[pe];
    });
  }
  return total.reduce((most, n) => Math.max(most, n), 0);
}

/** Beats of the longest row of any matrix: the least that a tile must hold. */
export function longestRowBeats(layers: readonly PlacedLayer[]): number {
  return Math.max(1, ...layers.flatMap(({ matrices }) => matrices.map(({ beats }) => longestRow(beats))));
}

const knownPerPe = new WeakMap<BeatMatrix, Float64Array>();
const knownLongest = new WeakMap<BeatMatrix, number>();

/**
 * Beats that each PE holds of a matrix, whose slices begin with a beat each; counted once: thousands of
 * designs of a sweep ask for the same.
 */
function beatsPerPe(matrix: BeatMatrix, slices: readonly RowSlice[]): Float64Array {
  const known = knownPerPe.get(matrix);
  if (known) return known;
  const { pes } = matrix.order;
  const beats = new Float64Array(pes);
  const orders = matrix.isPacked
    ? slices.map(({ rowFrom, rows }) => sliceOrder(matrix.order, rowFrom, rows))
    : [matrix.order];
  for (const order of orders) {
    const depths = depthsOfPes(heldImage(matrix), order);
    for (let pe = 0; pe < pes; pe++) beats[pe] += depths[pe];
  }
  knownPerPe.set(matrix, beats);
  return beats;
}

function longestRow(matrix: BeatMatrix): number {
  const known = knownLongest.get(matrix);
  if (known !== undefined) return known;
  const longest = longestOfRows(heldImage(matrix)).reduce((most, n) => Math.max(most, n), 1);
  knownLongest.set(matrix, longest);
  return longest;
}

/** Layers take turns in the same regions, so each is as deep as the layer that needs most. */
function regionWords(layers: readonly PlacedLayer[]): number[] {
  const words: number[] = [];
  for (const { program, matrices } of layers) {
    program.regions.forEach((_, region) => {
      const matrix = program.matrices.findIndex((spec) => spec.region === region);
      words[region] = Math.max(words[region] ?? 0, matrices[matrix].beats.placement.depth);
    });
  }
  return words;
}

/**
 * State and constants of every layer, and the temporaries of the layer that needs most: layers run one after
 * another. Where one has a reverse pass each takes the whole sequence before the next, and its inputs come
 * from where those of the network do (`takesSequences`).
 */
function registerFileBits(
  { number }: AcceleratorConfig,
  programs: readonly Program[],
  takesSequences: boolean,
): number {
  const bitsOf = ({ vectors }: Program, index: number) =>
    vectors[index].length * (vectors[index].kind === 'word' ? number.bits : number.accumulatorBits);
  let kept = 0;
  let temporaries = 0;
  programs.forEach((program, layer) => {
    const { bias, peepholes } = program.constants;
    const constants = [bias, peepholes?.i, peepholes?.f, peepholes?.o].filter((index) => index != null);
    const state = program.c === null ? [program.h] : [program.h, program.c];
    const lasting = new Set([...state, ...constants]);
    // The input of every layer but the first is the h of the layer before.
    const borrowed = layer > 0 && !takesSequences ? [program.x] : [];
    let own = 0;
    program.vectors.forEach((_, index) => {
      if (lasting.has(index)) kept += bitsOf(program, index);
      else if (!borrowed.includes(index)) own += bitsOf(program, index);
    });
    temporaries = Math.max(temporaries, own);
  });
  return kept + temporaries;
}
