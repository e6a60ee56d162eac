import { BUBBLE, RegisterChain } from './register-chain.ts';

/**
 * What the lanes hand to the multipliers: weight and vector word of every lane, weight
 * 0 where a lane carries nothing.
 */
export interface LaneOperands {
  ends: number;
  readonly weights: Int16Array;
  readonly words: Int16Array;
  /** The row that each product belongs to, -1 for none; null when all of a cycle are of one. */
  readonly rows: Int32Array | null;
}

/** Products of all lanes. */
export interface LaneProducts {
  ends: number;
  readonly products: Float64Array;
  /** As those of the operands. */
  readonly rows: Int32Array | null;
}

/** Operands of `lanes` lanes, none of which carries anything yet; `hasRows`: each may be of another row. */
export function laneOperands(lanes: number, hasRows = false): LaneOperands {
  return {
    ends: BUBBLE,
    weights: new Int16Array(lanes),
    words: new Int16Array(lanes),
    rows: hasRows ? new Int32Array(lanes) : null,
  };
}

/** MUL: N multipliers with `latency` register stages each. docs/timing.md section 3. */
export class Multipliers {
  private readonly registers: RegisterChain<LaneProducts>;

  constructor(lanes: number, latency: number, hasRows = false) {
    this.registers = new RegisterChain(latency, () => ({
      ends: BUBBLE,
      products: new Float64Array(lanes),
      rows: hasRows ? new Int32Array(lanes) : null,
    }));
  }

  /** The products in the last register. */
  get output(): LaneProducts {
    return this.registers.output;
  }

  /** The clock edge: the operands of this cycle enter the first stage. */
  clock({ ends, weights, words, rows }: LaneOperands): void {
    const { input } = this.registers;
    input.ends = ends;
    if (ends !== BUBBLE) multiplyLanes(weights, words, input.products);
    if (rows !== null) input.rows?.set(rows);
    this.registers.clock();
  }
}

function multiplyLanes(weights: Int16Array, words: Int16Array, products: Float64Array): void {
  for (let lane = 0; lane < products.length; lane++) products[lane] = weights[lane] * words[lane];
}
