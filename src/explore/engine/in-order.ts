/** How items are worked on. */
export interface InOrder<Item, Result> {
  /** Items that are worked on at once, at most. */
  readonly inFlight: number;
  readonly start: (item: Item) => Promise<Result>;
  /** Called with the results in the order of the items, one after the other. */
  readonly finish: (result: Result, item: Item) => Promise<void>;
  /** True: no more items are started, those in flight are finished. */
  readonly isStopped: () => boolean;
}

/**
 * Works on items several at a time and hands their results over in the order of the items, so that what is
 * written does not depend on who was faster. Rejects with the first error of `start` or `finish`, when
 * nothing is in flight any more.
 */
export async function workInOrder<Item, Result>(
  items: Iterable<Item>,
  { inFlight, start, finish, isStopped }: InOrder<Item, Result>,
): Promise<void> {
  const source = items[Symbol.iterator]();
  const running: { readonly item: Item; readonly result: Promise<Result> }[] = [];
  const fill = () => {
    while (running.length < inFlight && !isStopped()) {
      const next = source.next();
      if (next.done) return;
      const result = start(next.value);
      // The error of an item is met when its turn comes.
      result.catch(() => undefined);
      running.push({ item: next.value, result });
    }
  };
  try {
    for (fill(); running.length > 0; fill()) {
      const { item, result } = running[0];
      await finish(await result, item);
      running.shift();
    }
  } finally {
    await Promise.allSettled(running.map(({ result }) => result));
  }
}
