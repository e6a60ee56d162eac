/**
 * What travels beside the data of a pipeline stage (the `last` bit of a beat, and which row it ends): the
 * position in `RowOrder.rows` of the row that ends with this part of a beat, or one of these.
 */
export const MID_ROW = -1;
/** Nothing is in the stage. */
export const BUBBLE = -2;

/**
 * `stages` registers in a row, 0 for a wire: what is at `input` at the clock edge is at `output` `stages`
 * cycles later. The contents are made once and overwritten, so clocking allocates nothing.
 */
export class RegisterChain<Contents> {
  private readonly slots: readonly Contents[];
  private at = 0;

  constructor(stages: number, create: () => Contents) {
    this.slots = Array.from({ length: stages + 1 }, create);
  }

  /**
   * What the first register takes at the next clock edge; whoever drives it
   * overwrites all of it in every cycle.
   */
  get input(): Contents {
    return this.slots[this.at];
  }

  /** What the last register shows in this cycle. */
  get output(): Contents {
    return this.slots[this.next];
  }

  /** The clock edge that ends this cycle. */
  clock(): void {
    this.at = this.next;
  }

  private get next(): number {
    return this.at + 1 < this.slots.length ? this.at + 1 : 0;
  }
}
