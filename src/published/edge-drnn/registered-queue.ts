/**
 * A queue of a bounded memory and an output register. What is written in a cycle can leave the memory at the
 * end of the next one, and stands at the output in the cycle after, if the output is free by then.
 */
export class RegisteredQueue {
  private readonly depth: number;
  private readonly contents: number[] = [];
  private readonly writtenAt: number[] = [];
  private head = 0;
  private register: number | null = null;

  /** A queue whose memory holds `depth` entries. */
  constructor(depth: number) {
    this.depth = depth;
  }

  /** Whether the memory is full at the start of the cycle: a read in the same cycle does not help. */
  get isFull(): boolean {
    return this.contents.length - this.head >= this.depth;
  }

  /** The entry at the output; null for none. */
  get output(): number | null {
    return this.register;
  }

  /** Takes the entry at the output. */
  take(): void {
    this.register = null;
  }

  /** The end of `cycle`, before what is written in it: the memory fills a free output. */
  clock(cycle: number): void {
    const { head, contents, writtenAt } = this;
    if (this.register !== null || head === contents.length || writtenAt[head] >= cycle) return;
    this.register = contents[head];
    this.head++;
  }

  /** Writes an entry in `cycle`. */
  write(entry: number, cycle: number): void {
    this.contents.push(entry);
    this.writtenAt.push(cycle);
  }
}
