import { BUBBLE, RegisterChain } from './register-chain.ts';

/**
 * What the lanes hand to the multipliers: weight and vector word of every lane, weight
 * 0 where a lane carries nothing.
 */
export interface LaneOperands {
  ends: number;
  readonly weights: Int16Array;
  readonly words: Int16Array;
}

/** Products of all lanes. */
export interface LaneProducts {
  ends: number;
  readonly products: Float64Array;
}

/** Operands of `lanes` lanes, none of which carries anything yet. */
export function laneOperands(lanes: number): LaneOperands {
  return { ends: BUBBLE, weights: new Int16Array(lanes), words: new Int16Array(lanes) };
}

/** MUL: N multipliers with `latency` register stages each. docs/timing.md section 3. */
export class Multipliers {
  private readonly registers: RegisterChain<LaneProducts>;

  constructor(lanes: number, latency: number) {
    this.registers = new RegisterChain(latency, () => ({ ends: BUBBLE, products: new Float64Array(lanes) }));
  }

  /** The products in the last register. */
  get output(): LaneProducts {
    return this.registers.output;
  }

  /** The clock edge: the operands of this cycle enter the first stage. */
  clock({ ends, weights, words }: LaneOperands): void {
    const { input } = this.registers;
    input.ends = ends;
    if (ends !== BUBBLE) multiplyLanes(weights, words, input.products);
    this.registers.clock();
  }
}

function multiplyLanes(weights: Int16Array, words: Int16Array, products: Float64Array): void {
  for (let lane = 0; lane < products.length; lane++) products[lane] = weights[lane] * words[lane];
}
