/**
 * A cache of values that are made when they are first asked for, and dropped after
 * the last use that was announced.
 */
export class CountedCache<T> {
  private readonly uses: Map<string, number>;
  private readonly made = new Map<string, Promise<T>>();

  private readonly onDrop: (value: T) => void;

  /** `uses`: how often `release` will be called for each key. `onDrop` is called with what is dropped. */
  constructor(uses: Map<string, number>, onDrop: (value: T) => void = () => {}) {
    this.uses = uses;
    this.onDrop = onDrop;
  }

  /** The value of a key; `make` is called once. */
  get(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.made.get(key);
    if (known) return known;
    const made = make();
    this.made.set(key, made);
    return made;
  }

  /** One of the announced uses of a key is over. */
  release(key: string): void {
    const left = (this.uses.get(key) ?? 0) - 1;
    this.uses.set(key, left);
    if (left > 0) return;
    this.made.get(key)?.then(this.onDrop, () => {});
    this.made.delete(key);
  }
}

/** How often each key comes. */
export function countKeys(keys: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
