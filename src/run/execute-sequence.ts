import { Mismatch } from '../errors/mismatch.ts';
import { Datapath } from '../hw/sequencer/datapath.ts';
import { fixedStep } from '../lstm/reference-fixed.ts';
import { floatStep } from '../lstm/reference-float.ts';
import type { StoredLayer } from '../lstm/stored-layer.ts';
import { type NumberFormat, noSaturations, type Saturations, toReal } from '../num/fixed.ts';
import type { PlacedModel } from './placed-model.ts';
import type { LayerState, Sequence } from './sequence.ts';

/**
 * Outputs of the last layer in codes, one vector per step, and how far the whole
 * run is from the float reference.
 */
export interface Execution {
  readonly h: readonly Int16Array[];
  readonly c: readonly Int16Array[];
  /** Largest |fixed - float| of h (last layer) and of c (all layers), over all steps. */
  readonly maxAbsErrorH: number;
  readonly maxAbsErrorC: number;
  /** Values compared bit for bit with the integer reference. */
  readonly comparedValues: number;
  /** Saturations of the datapath (the integer reference counts the same). */
  readonly saturations: Saturations;
}

/** One layer computed in three ways: by the hardware, the integer reference and the float reference. */
interface Lane {
  readonly datapath: Datapath;
  readonly layer: StoredLayer;
  fixed: { readonly h: Int16Array; readonly c: Int16Array };
  float: { readonly h: Float64Array; readonly c: Float64Array };
}

/**
 * Runs a sequence through a design's datapath and, step by step and layer by layer, through the integer
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
  const result = {
    h: [] as Int16Array[],
    c: [] as Int16Array[],
    maxAbsErrorH: 0,
    maxAbsErrorC: 0,
    comparedValues: 0,
  };
  sequence.inputs.forEach((input, step) => {
    let codes = input.codes;
    let real = input.real;
    lanes.forEach((lane, l) => {
      const computed = lane.datapath.step(codes, lane.fixed);
      const reference = fixedStep(lane.layer, config.number, codes, lane.fixed, expected);
      compare(`${config.kind}, step ${step}, layer ${l}, h`, computed.h, reference.h);
      compare(`${config.kind}, step ${step}, layer ${l}, c`, computed.c, reference.c);
      lane.fixed = computed;
      lane.float = floatStep(lane.layer, real, lane.float);
      codes = computed.h;
      real = lane.float.h;
      result.comparedValues += computed.h.length + computed.c.length;
      result.maxAbsErrorC = Math.max(
        result.maxAbsErrorC,
        largestError(computed.c, lane.float.c, config.number),
      );
    });
    const last = lanes[lanes.length - 1];
    result.maxAbsErrorH = Math.max(
      result.maxAbsErrorH,
      largestError(last.fixed.h, last.float.h, config.number),
    );
    result.h.push(last.fixed.h);
    result.c.push(last.fixed.c);
  });
  compareSaturations(config.kind, saturations, expected);
  return { ...result, saturations };
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
