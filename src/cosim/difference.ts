/** A quantity that was compared: how many values of it, and how many differ. */
export interface ComparedQuantity {
  readonly quantity: string;
  readonly compared: number;
  readonly differing: number;
}

/**
 * A value that differs: the cycle in which it is seen (null where it is a total), its
 * signal, and what each side has.
 */
export interface Difference {
  readonly cycle: number | null;
  readonly signal: string;
  readonly rtl: number;
  readonly simulator: number;
}

/**
 * A comparison of the simulator with the RTL. `first`: the difference of the earliest cycle,
 * totals last; null when all is equal.
 */
export interface RtlComparison {
  readonly quantities: readonly ComparedQuantity[];
  readonly first: Difference | null;
}

/** Collects comparisons value by value. */
export class Comparer {
  private readonly quantities: { quantity: string; compared: number; differing: number }[] = [];
  private first: Difference | null = null;

  /** Compares one value of a quantity. */
  value(quantity: string, cycle: number | null, signal: string, rtl: number, simulator: number): void {
    let entry = this.quantities.find((known) => known.quantity === quantity);
    if (!entry) {
      entry = { quantity, compared: 0, differing: 0 };
      this.quantities.push(entry);
    }
    entry.compared++;
    if (Object.is(rtl, simulator) || rtl === simulator) return;
    entry.differing++;
    const isEarlier = this.first === null || (cycle ?? Infinity) < (this.first.cycle ?? Infinity);
    if (isEarlier) this.first = { cycle, signal, rtl, simulator };
  }

  /** What was compared so far. */
  get comparison(): RtlComparison {
    return { quantities: this.quantities, first: this.first };
  }
}
