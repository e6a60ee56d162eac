import { sharedBytes } from './shared-memory.ts';

/**
 * Results that are kept while there is room for them; those that were not asked for the
 * longest time are dropped first.
 */
export class Remembered {
  private readonly most: number;
  /** The last one asked for is the last. */
  private readonly entries = new Map<string, { readonly value: Promise<unknown>; bytes: number }>();
  private bytes = 0;

  /** `most` is in bytes of typed arrays. */
  constructor(most: number) {
    this.most = most;
  }

  /**
   * The result of a key, made when it is not there. A key always has the same type; what is rejected is made
   * again when it is asked for again.
   */
  get<T>(key: string, make: () => Promise<T>): Promise<T> {
    const found = this.entries.get(key) ?? { value: this.made(key, make), bytes: 0 };
    this.entries.delete(key);
    this.entries.set(key, found);
    return found.value as Promise<T>;
  }

  private async made<T>(key: string, make: () => Promise<T>): Promise<T> {
    try {
      const value = await make();
      this.weigh(key, sharedBytes(value));
      return value;
    } catch (error) {
      this.entries.delete(key);
      throw error;
    }
  }

  private weigh(key: string, bytes: number): void {
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    this.bytes += bytes - entry.bytes;
    entry.bytes = bytes;
    for (const [oldest, { bytes: freed }] of this.entries) {
      if (this.bytes <= this.most) return;
      this.entries.delete(oldest);
      this.bytes -= freed;
    }
  }
}
