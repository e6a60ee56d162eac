import { expect } from 'vitest';

/** Expects that `ready` is false in every cycle from `from` to `cycle` - 1 and true in `cycle`. */
export function expectEarliest(ready: (cycle: number) => boolean, from: number, cycle: number): void {
  const open = Array.from({ length: cycle - from + 1 }, (_, index) => ready(from + index));
  expect(open).toEqual([...Array(cycle - from).fill(false), true]);
}
