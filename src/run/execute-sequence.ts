import { Mismatch } from '../errors/mismatch.ts';
import { Datapath } from '../hw/sequencer/datapath.ts';
import { joinCodes, joinReals, passesOf, passName, throughLayers } from '../lstm/passes.ts';
import { fixedStep } from '../lstm/reference-fixed.ts';
import { floatStep } from '../lstm/reference-float.ts';
import { cellLength } from '../lstm/shape.ts';
import type { StoredLayer } from '../lstm/stored-layer.ts';
import { type NumberFormat, noSaturations, type Saturations, toReal } from '../num/fixed.ts';
import { addToggles, noToggles, type ToggleCount } from '../num/toggled-bits.ts';
import type { PlacedModel } from './placed-model.ts';
import type { LayerState, Sequence, Signal } from './sequence.ts';

/**
 * Outputs of the last layer in codes, one vector per step (of a bidirectional layer those of the forward
 * pass, then those of the reverse one), and how far the whole run is from the float reference.
 */
export interface Execution {
  readonly h: readonly Int16Array[];
  /** Empty vectors where the last layer is a GRU, which has no cell state. */
  readonly c: readonly Int16Array[];
  /** The same of the float reference, on inputs and state as they are before quantisation. */
  readonly float: { readonly h: readonly Float64Array[]; readonly c: readonly Float64Array[] };
  /** Largest |fixed - float| of h (last layer) and of c (all layers that have it), over all steps. */
  readonly maxAbsErrorH: number;
  /** Null where no layer has a cell state. */
  readonly maxAbsErrorC: number | null;
  /** Values compared bit for bit with the integer reference. */
  readonly comparedValues: number;
  /** Saturations of the datapath (the integer reference counts the same). */
  readonly saturations: Saturations;
  /** Bits of vector words that changed from one to the next that a lane read, in a sample. */
  readonly wordToggles: ToggleCount;
}

/** One layer computed in three ways: by the hardware, the integer reference and the float reference. */
interface Lane {
  readonly datapath: Datapath;
  readonly layer: StoredLayer;
  fixed: { readonly h: Int16Array; readonly c: Int16Array };
  float: { readonly h: Float64Array; readonly c: Float64Array };
}

/** What a pass makes of a step: h and the cell, in codes and in real values. */
interface Output extends Signal {
  readonly c: Signal;
}

/** What drives the first layer has no cell. */
const NO_CELL: Signal = { codes: new Int16Array(0), real: new Float64Array(0) };

/**
 * Runs a sequence through a design's datapath and, layer by layer and step by step, through the integer
 * reference and the float reference. Throws Mismatch, naming accelerator kind, step, layer and element, when
 * the hardware and the integer reference differ in one bit.
 */
export function executeSequence(
  design: PlacedModel,
  stored: readonly StoredLayer[],
  sequence: Sequence,
): Execution {
  const { config } = design.array;
  const saturations = noSaturations();
  const expected = noSaturations();
  const lanes = stored.map((layer, l) => openLane(design, layer, l, sequence.state[l], saturations));
  const shapes = stored.map(({ shape }) => shape);
  const passes = passesOf(shapes);
  const errors = { h: 0, c: 0 };
  let comparedValues = 0;
  const step = (l: number, { codes, real }: Output, time: number): Output => {
    const lane = lanes[l];
    const computed = lane.datapath.step(codes, lane.fixed);
    const reference = fixedStep(lane.layer, config.number, codes, lane.fixed, expected);
    const place = `${config.kind}, step ${time}, layer ${passName(passes[l])}`;
    compare(`${place}, h`, computed.h, reference.h);
    compare(`${place}, c`, computed.c, reference.c);
    lane.fixed = computed;
    lane.float = floatStep(lane.layer, real, lane.float);
    comparedValues += computed.h.length + computed.c.length;
    errors.c = Math.max(errors.c, largestError(computed.c, lane.float.c, config.number));
    return { codes: computed.h, real: lane.float.h, c: { codes: computed.c, real: lane.float.c } };
  };
  const inputs = sequence.inputs.map(({ codes, real }) => ({ codes, real, c: NO_CELL }));
  const outputs = throughLayers(shapes, inputs, step, join);
  for (const { codes, real } of outputs)
    errors.h = Math.max(errors.h, largestError(codes, real, config.number));
  compareSaturations(config.kind, saturations, expected);
  const wordToggles = noToggles();
  for (const { datapath } of lanes) addToggles(wordToggles, datapath.wordToggles);
  return {
    h: outputs.map(({ codes }) => codes),
    c: outputs.map(({ c }) => c.codes),
    float: { h: outputs.map(({ real }) => real), c: outputs.map(({ c }) => c.real) },
    maxAbsErrorH: errors.h,
    maxAbsErrorC: shapes.some((shape) => cellLength(shape) > 0) ? errors.c : null,
    comparedValues,
    saturations,
    wordToggles,
  };
}

function join(forward: Output, reverse: Output): Output {
  return { ...joinSignals(forward, reverse), c: joinSignals(forward.c, reverse.c) };
}

function joinSignals(forward: Signal, reverse: Signal): Signal {
  return {
    codes: joinCodes(forward.codes, reverse.codes),
    real: joinReals(forward.real, reverse.real),
  };
}

function openLane(
  design: PlacedModel,
  layer: StoredLayer,
  l: number,
  state: LayerState,
  saturations: Saturations,
): Lane {
  const { program, matrices } = design.layers[l];
  const constants = { bias: layer.biasCodes, peepholes: layer.peepholeCodes };
  return {
    datapath: new Datapath(program, matrices, constants, design.array.config.number, saturations),
    layer,
    fixed: { h: state.h.codes, c: state.c.codes },
    float: { h: state.h.real, c: state.c.real },
  };
}

function compare(what: string, found: Int16Array, expected: Int16Array): void {
  for (let i = 0; i < expected.length; i++) {
    if (found[i] === expected[i]) continue;
    throw new Mismatch(
      `${what}[${i}]: the hardware computed ${found[i]}, the integer reference ${expected[i]}`,
    );
  }
}

function compareSaturations(kind: string, found: Saturations, expected: Saturations): void {
  for (const point of Object.keys(expected) as (keyof Saturations)[]) {
    if (found[point] === expected[point]) continue;
    throw new Mismatch(
      `${kind}: ${found[point]} saturations at ${point}, the integer reference has ${expected[point]}`,
    );
  }
}

function largestError(codes: Int16Array, real: Float64Array, { fractionBits }: NumberFormat): number {
  let largest = 0;
  for (let i = 0; i < codes.length; i++)
    largest = Math.max(largest, Math.abs(toReal(codes[i], fractionBits) - real[i]));
  return largest;
}
