/** A queue that gives what comes before all others first, by a total order: a binary heap. */
export class BestFirst<T> {
  private readonly heap: T[] = [];
  private readonly isSooner: (a: T, b: T) => boolean;

  constructor(isSooner: (a: T, b: T) => boolean) {
    this.isSooner = isSooner;
  }

  push(item: T): void {
    const { heap, isSooner } = this;
    let at = heap.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isSooner(item, heap[parent])) break;
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = item;
  }

  /** Takes the first out; null when there is none. */
  pop(): T | null {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined) return null;
    if (heap.length === 0) return last;
    const first = heap[0];
    this.siftDown(last);
    return first;
  }

  private siftDown(item: T): void {
    const { heap, isSooner } = this;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isSooner(heap[child + 1], heap[child])) child++;
      if (!isSooner(heap[child], item)) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = item;
  }
}
