import type { ElementInstruction, Instruction, Slice } from './program.ts';

/** The instructions of a step before they are put in order, by name. */
export type NamedInstructions = ReadonlyMap<string, Instruction>;

/** One of them. */
export type Step = readonly [name: string, instruction: Instruction];

/**
 * The steps in an order of their names; names that a layer does not have are passed over. Throws
 * when the order leaves one out.
 */
export function inOrder(steps: NamedInstructions, order: readonly string[]): readonly Instruction[] {
  const left = new Map(steps);
  const instructions = order.flatMap((name) => {
    const step = left.get(name);
    left.delete(name);
    return step ?? [];
  });
  if (left.size > 0) throw new Error(`order of issue without ${[...left.keys()].join(', ')}`);
  return instructions;
}

/**
 * The accumulators of one gate while terms are added to them. After a join of two matrices the sums go back
 * and forth between both, so that no add writes what the add before it wrote: under chaining it would wait
 * for that write (rule (e) of docs/timing.md section 5).
 */
export class GateSum {
  /** Where the sum is. */
  held: Slice;
  private spare: Slice;

  constructor(products: readonly Slice[]) {
    this.held = products[0];
    this.spare = products[products.length - 1];
  }

  /** Joins the products of two matrices, which wraps. */
  join(): ElementInstruction {
    return add('wrap', this.held, this.held, this.spare);
  }

  /** Adds a term to the sum, exactly. */
  add(term: Slice): ElementInstruction {
    const { held, spare } = this;
    this.held = spare;
    this.spare = held;
    return add('exact', spare, held, term);
  }
}

/** An operation of the element-wise unit. */
export function element(
  op: ElementInstruction['op'],
  destination: Slice,
  ...operands: Slice[]
): ElementInstruction {
  return { op, phase: 'ewop', operands, destination };
}

/** An addition. */
export function add(
  sum: 'wrap' | 'exact' | 'saturate',
  destination: Slice,
  ...operands: Slice[]
): ElementInstruction {
  return { ...element('add', destination, ...operands), sum };
}

/** The k-th part of `length` elements. */
export function part({ vector }: Slice, k: number, length: number): Slice {
  return { vector, from: k * length, length };
}
