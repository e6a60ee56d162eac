import { wrap } from '../../num/fixed.ts';

/** Fraction bits of states and inputs. */
export const STATE_FRACTION = 8;
/** Fraction bits of weights. */
export const WEIGHT_FRACTION = 7;
/** Bits of an accumulator. */
export const ACCUMULATOR_BITS = 24;
/** 1.0 as a state. */
const ONE = 2 ** STATE_FRACTION;
/** Where the tables of the activations end, and their steps. */
const SIGMOID_END = 879;
const TANH_END = 530;
const TABLE_STEPS = 16;

/** Which elements of a step are sent: they differ from what was sent last by the threshold at least. */
export interface SentElements {
  readonly inputs: Uint8Array;
  readonly states: Uint8Array;
}

/** Thresholds of a layer, codes of 8 fraction bits. */
export interface Thresholds {
  readonly input: number;
  readonly state: number;
}

/**
 * A layer of EdgeDRNN's delta GRU, bit by bit (Gao et al., JETCAS 2020; rules read off the published RTL's
 * outputs): inputs and states of 16 bits with 8 fraction bits, weights of 8 bits with 7, four accumulators a
 * cell (r, z, and the candidate's part of states and of inputs) of 24 bits that wrap, rounding half to even,
 * activations in steps of 1/16.
 */
export class DeltaGruLayer {
  /** The states of the cells. */
  readonly states: Int16Array;
  /** The column of the bias, then those of inputs and states. */
  readonly weights: readonly Int8Array[];
  /** What the accumulators stand for: every element as it was sent last. */
  readonly sentInputs: Int16Array;
  readonly sentStates: Int16Array;
  /** The accumulators, 15 fraction bits. */
  readonly sums: Readonly<Record<'r' | 'z' | 'ofStates' | 'ofInputs', Int32Array>>;
  private readonly thresholds: Thresholds;
  private hasBias = false;

  /**
   * A layer with a column of 3H weights (gates r, z, c of H cells each) for the bias, for
   * every input and for every state.
   */
  constructor(weights: readonly Int8Array[], inputs: number, hidden: number, thresholds: Thresholds) {
    this.weights = weights;
    this.thresholds = thresholds;
    this.states = new Int16Array(hidden);
    this.sentInputs = new Int16Array(inputs);
    this.sentStates = new Int16Array(hidden);
    const sums = () => new Int32Array(hidden);
    this.sums = { r: sums(), z: sums(), ofStates: sums(), ofInputs: sums() };
  }

  /** One step on an input. Returns what was sent of it and of the states before it. */
  step(input: Int16Array): SentElements {
    const { thresholds, sums, sentInputs, sentStates, states } = this;
    if (!this.hasBias) this.add(0, ONE, sums.ofInputs);
    this.hasBias = true;
    const inputs = this.send(input, sentInputs, thresholds.input, 1, sums.ofInputs);
    const sentOfStates = this.send(states, sentStates, thresholds.state, 1 + input.length, sums.ofStates);
    this.updateStates();
    return { inputs, states: sentOfStates };
  }

  private send(
    vector: Int16Array,
    sent: Int16Array,
    threshold: number,
    firstColumn: number,
    candidate: Int32Array,
  ): Uint8Array {
    return Uint8Array.from(vector, (value, i) => {
      const difference = value - sent[i];
      if (difference === 0 || Math.abs(difference) < threshold) return 0;
      sent[i] = value;
      this.add(firstColumn + i, difference, candidate);
      return 1;
    });
  }

  private add(column: number, difference: number, candidate: Int32Array): void {
    const { weights, sums, states } = this;
    const hidden = states.length;
    addGate(sums.r, weights[column], 0, hidden, difference);
    addGate(sums.z, weights[column], hidden, hidden, difference);
    addGate(candidate, weights[column], 2 * hidden, hidden, difference);
  }

  private updateStates(): void {
    const { states, sums } = this;
    for (let n = 0; n < states.length; n++) {
      const r = sigmoid(halfToEven(sums.r[n] / 2 ** WEIGHT_FRACTION));
      const z = sigmoid(halfToEven(sums.z[n] / 2 ** WEIGHT_FRACTION));
      const ofStates = halfToEven(sums.ofStates[n] / 2 ** WEIGHT_FRACTION);
      const candidate = tanh(halfToEven(wrap(r * ofStates + 2 * sums.ofInputs[n], ACCUMULATOR_BITS) / ONE));
      states[n] = halfToEven((z * states[n]) / ONE) + halfToEven(((ONE - z) * candidate) / ONE);
    }
  }
}

/**
 * Adds the weights of a gate times a difference, wrapped: a product of 17 and 8 bits and a sum of 24 stay
 * within 32, of which the shifts keep the lowest 24.
 */
function addGate(sums: Int32Array, column: Int8Array, from: number, cells: number, difference: number): void {
  const shift = 32 - ACCUMULATOR_BITS;
  for (let n = 0; n < cells; n++) sums[n] = ((sums[n] + difference * column[from + n]) << shift) >> shift;
}

/** The nearest integer, of two the even one. Exact for codes over powers of two. */
function halfToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below;
}

function sigmoid(code: number): number {
  if (Math.abs(code) > SIGMOID_END) return code > 0 ? ONE : 0;
  return tableValue(1 / (1 + Math.exp(-code / ONE)));
}

function tanh(code: number): number {
  if (Math.abs(code) > TANH_END) return code > 0 ? ONE : -ONE;
  return tableValue(Math.tanh(code / ONE));
}

function tableValue(value: number): number {
  return halfToEven(TABLE_STEPS * value) * (ONE / TABLE_STEPS);
}
