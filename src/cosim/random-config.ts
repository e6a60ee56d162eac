import { AcceleratorSchema, ownFields } from '../hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import { type ActivationFormat, codesWithin, tableShape, wholeRange } from '../num/activation.ts';
import { RandomDraws } from './random-draws.ts';
import { rtlKind, rtlKinds } from './rtl-shape.ts';

/** Lanes of a PE, and banks that all PEs share: any number up to these, powers of two or not. */
const MOST_DRAWN_LANES = 24;
const MOST_DRAWN_SHARED_BANKS = 32;

/** Banks of all copies of a PE's vector buffer: a simulator of events takes minutes for hundreds of them. */
const MOST_DRAWN_BANKS = 32;

/** Lanes of all beats of a window by requests that the banks serve at once, for the same reason. */
const MOST_DRAWN_CROSSPOINTS = 1536;

/** The format of int8 weights. */
export interface WeightFormat {
  readonly weightBits: 8;
  readonly weightScale: 'row' | 'tensor';
}

/** Share of the designs whose weights are int8 codes with scales. */
const INT8_SHARE = 0.25;

/** Draws whether weights have a format of their own, and which; null: they do not. */
export function drawWeightFormat(draw: RandomDraws): WeightFormat | null {
  const weightScale = draw.of(['row', 'tensor'] as const);
  return draw.chance(INT8_SHARE) ? { weightBits: 8, weightScale } : null;
}

/**
 * Draws an accelerator: M, N, banks, ports, placement, latencies, registers, arbiter, row order, number
 * format with its tables.
 * Every field is drawn for every kind, so that a case is the same whatever else a kind has. `kind` null: any
 * of those that the RTL has. `weights`: what codes of weights are, unless they are of the one format. Throws
 * BadInput for a kind that the RTL has not.
 */
export function drawConfig(
  draw: RandomDraws,
  kind: string | null,
  weights: WeightFormat | null = null,
): AcceleratorConfig {
  const chosen = rtlKind(kind ?? draw.of(rtlKinds.map((one) => one.kind)));
  const bits = draw.chance(0.6) ? 16 : draw.integer(6, 16);
  const drawn = {
    kind: chosen.kind,
    pes: draw.integer(1, 6),
    banks: draw.integer(2, MOST_DRAWN_LANES),
    ports: draw.of([1, 2]),
    window: draw.integer(1, 5),
    queueDepth: draw.of([null, null, 1, 2, 3]),
    retryCycles: draw.integer(1, 7),
    openRows: draw.integer(1, 5),
    rowsApart: draw.integer(1, 5),
    packRows: draw.chance(0.5),
    rowsPerCycle: draw.integer(1, 4),
    emptyRow: draw.of(['skipped', 'cycle']),
    arbiter: draw.of(['fixed', 'rotating']),
    rowOrder: draw.of(['natural', 'balanced']),
    placement: draw.of(chosen.placements),
    weights: 'resident',
    gateMatrix: draw.of(['combined', 'separate']),
    ewop: drawEwop(draw),
    program: { spmvSlices: draw.of(['matrix', 'gate']) },
    timing: {
      mulLatency: draw.integer(1, 5),
      bankOutputRegister: draw.of([0, 1]),
      crossbarRegister: draw.of([0, 1]),
      addLatency: draw.integer(0, 3),
      activationLatency: draw.integer(0, 3),
      ewMulLatency: draw.integer(0, 4),
    },
    number: drawNumber(draw, bits),
    sharedBanks: draw.of([null, null, null, null, null, null, ...upTo(MOST_DRAWN_SHARED_BANKS)]),
    pump: draw.of([1, 1, 2]),
  };
  const vectorCopies = draw.of([1, 1, ...copiesOf(drawn.banks)]);
  const ofOneBeat = drawn.banks ** 2 * vectorCopies * drawn.ports * drawn.pump;
  const window = Math.min(drawn.window, Math.max(1, Math.floor(MOST_DRAWN_CROSSPOINTS / ofOneBeat)));
  const number = { ...drawn.number, ...weights, activation: drawTables(draw, drawn.number) };
  const arbiterStyle = drawStyle(drawn);
  return AcceleratorSchema.parse(ownFields(chosen, { ...drawn, arbiterStyle, window, vectorCopies, number }));
}

function drawNumber(draw: RandomDraws, bits: number) {
  const fractionBits = Math.min(bits - 1, draw.integer(0, bits - 1));
  return { bits, fractionBits, accumulatorBits: draw.of([48, 48, 32, 20, 52, 8]) };
}

/** From a generator of its own, so that a case is otherwise what it was; the same for every kind. */
function drawStyle({ kind: _, ...drawn }: { readonly kind: string }): 'chain' | 'tree' {
  return new RandomDraws(`arbiters of ${JSON.stringify(drawn)}`).of(['chain', 'tree']);
}

/** Divisors of the lanes above 1 that make no more banks than are drawn. */
function copiesOf(lanes: number): number[] {
  return upTo(Math.floor(MOST_DRAWN_BANKS / lanes)).filter((copies) => lanes % copies === 0);
}

/** The integers from 2 to `most`. */
function upTo(most: number): number[] {
  return Array.from({ length: Math.max(0, most - 1) }, (_, i) => i + 2);
}

/** Any range that the format has, and segments up to one for each code; half of them left open. */
function drawTables(draw: RandomDraws, format: ActivationFormat) {
  const range = 2 ** draw.integer(0, Math.log2(wholeRange(format)));
  const given = draw.chance(0.5) ? range : null;
  const most = codesWithin(
    tableShape({ ...format, activation: { range: given, segments: 2 } }).range,
    format,
  );
  const segments = 2 ** draw.integer(1, Math.min(10, Math.log2(most)));
  return { range: given, segments: draw.chance(0.5) ? segments : null };
}

function drawEwop(draw: RandomDraws) {
  const style = draw.of(['chained', 'instruction'] as const);
  return { style, lanes: draw.integer(1, 8), chaining: style === 'instruction' && draw.chance(0.4) };
}
