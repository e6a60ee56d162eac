import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CountedCache, countKeys } from '../../../src/explore/engine/counted-cache.ts';
import { workInOrder } from '../../../src/explore/engine/in-order.ts';
import { toShared } from '../../../src/explore/engine/shared-memory.ts';
import { seededModel } from '../../../src/lstm/seeded-model.ts';
import { targetsAsBankBalanced } from '../../../src/run/kept-targets.ts';
import { loadPlatform } from '../../../src/run/platform.ts';
import { PrepareCache } from '../../../src/run/prepare-cache.ts';
import { prepareModel } from '../../../src/run/prepared-model.ts';
import { prepareEqual } from '../../../src/study/compare/equal-kept.ts';

const shape = {
  layers: [
    { kind: 'lstm' as const, inputs: 19, hidden: 24, projection: 10, peepholes: true, biases: true },
    { kind: 'lstm' as const, inputs: 10, hidden: 12, projection: null, peepholes: false, biases: true },
  ],
};

describe('as many kept weights as bank-balanced', () => {
  const model = seededModel('m', shape, '1');
  const bbs = loadPlatform('bbs', ['banks=4', 'pes=2', 'ewop.lanes=4']);

  it.each([
    { accelerator: 'csr', set: 'pattern=unstructured' },
    { accelerator: 'csr', set: 'pattern=row-balanced' },
    { accelerator: 'csr', set: 'gateMatrix=combined' },
    { accelerator: 'brds', set: 'pattern={kind: row-balanced, recurrentDensity: 0.8}' },
  ])('are what `bbsim compare` keeps: $accelerator, $set', ({ accelerator, set }) => {
    for (const sparsity of [0.3, 0.5, 0.75, 0.9]) {
      const platform = loadPlatform(accelerator, ['banks=4', 'pes=2', set]);
      const { config } = platform;
      const like = loadPlatform('bbs', ['banks=4', 'pes=2', `gateMatrix=${config.gateMatrix}`]);
      const cache = new PrepareCache(model);
      const reference = cache.get({
        pattern: like.config.pattern,
        gateMatrix: config.gateMatrix,
        format: config.number,
        target: () => ({ sparsity }),
      });
      const target = targetsAsBankBalanced(config, shape, sparsity);
      const mine = prepareModel(model, {
        pattern: config.pattern,
        gateMatrix: config.gateMatrix,
        format: config.number,
        target,
      });
      const kept = (prepared: typeof mine) =>
        prepared.pruned.map((layer) => layer.map((matrix) => matrix.kept));
      expect(kept(mine)).toEqual(kept(prepareEqual(cache, platform, reference, sparsity)));
    }
  });

  it('leave bank-balanced designs as requested', () => {
    expect(targetsAsBankBalanced(bbs.config, shape, 0.6)(0, 'gates')).toEqual({ sparsity: 0.6 });
  });
});

describe('shared memory', () => {
  it('holds the same numbers, and an array that comes twice once', () => {
    const codes = Int16Array.of(1, -2, 3);
    const shared = toShared({ a: [{ codes }], b: codes, text: 'x', none: null, real: Float64Array.of(0.5) });
    expect(shared).toEqual({ a: [{ codes }], b: codes, text: 'x', none: null, real: Float64Array.of(0.5) });
    expect(shared.b.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(shared.a[0].codes).toBe(shared.b);
    expect(structuredClone(shared).b.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(toShared(shared).b).toBe(shared.b);
  });
});

describe('what points share', () => {
  it('is made once and dropped after its last use', async () => {
    const cache = new CountedCache<number>(countKeys(['a', 'a', 'b']));
    let made = 0;
    const get = () => cache.get('a', async () => ++made);
    expect([await get(), await get()]).toEqual([1, 1]);
    cache.release('a');
    expect(await get()).toBe(1);
    cache.release('a');
    expect(await get()).toBe(2);
  });
});

describe('work in order', () => {
  it('hands results over in order, whoever is faster, and never has more in flight than it may', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(5), { maxLength: 30 }),
        fc.integer({ min: 1, max: 6 }),
        async (delays, inFlight) => {
          let running = 0;
          const finished: number[] = [];
          await workInOrder(delays.keys(), {
            inFlight,
            start: async (item) => {
              expect(++running).toBeLessThanOrEqual(inFlight);
              for (let turn = 0; turn < delays[item]; turn++)
                await new Promise((resolve) => setImmediate(resolve));
              return item;
            },
            finish: async (result) => {
              running--;
              finished.push(result);
            },
            isStopped: () => false,
          });
          expect(finished).toEqual([...delays.keys()]);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('ends with the first error when nothing runs any more', async () => {
    let running = 0;
    const work = workInOrder([0, 1, 2, 3], {
      inFlight: 3,
      start: async (item) => {
        running++;
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        if (item === 1) throw new Error('one');
        return item;
      },
      finish: async () => {},
      isStopped: () => false,
    });
    await expect(work).rejects.toThrow('one');
    expect(running).toBe(0);
  });
});
