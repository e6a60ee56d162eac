import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BestFirst } from '../../../src/study/compare/best-first.ts';

it('a queue gives the least of what is in it, whatever was taken out between', () => {
  const steps = fc.array(fc.option(fc.integer({ min: 0, max: 20 })), { maxLength: 60 });
  fc.assert(
    fc.property(steps, (list) => {
      const queue = new BestFirst<number>((a, b) => a < b);
      let held: number[] = [];
      for (const value of list) {
        if (value !== null) {
          queue.push(value);
          held = [...held, value].sort((a, b) => a - b);
        } else expect(queue.pop()).toBe(held.shift() ?? null);
      }
      while (held.length > 0) expect(queue.pop()).toBe(held.shift());
      expect(queue.pop()).toBeNull();
    }),
  );
});
