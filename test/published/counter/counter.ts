import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { DesignWith } from '../../../src/published/design.ts';
import { parameter, refuseManyCalibrated } from '../../../src/published/parameter.ts';
import { fitted, type PublishedDesign, simulatedFigure } from '../../../src/published/published-design.ts';
import type { SeedFigures } from '../../../src/published/simulation.ts';

const Parameters = z
  .strictObject({
    operations: parameter(z.int().min(1), 'Products of a step'),
    clockMhz: parameter(z.number().min(1), 'Clock'),
  })
  .superRefine(refuseManyCalibrated);

type Counting = DesignWith<typeof Parameters>;

const variants = { one: 1, two: 2, four: 4 };

/** Its cycles, one more for every seed; in the null model all operations take one cycle. */
function seedFigures(operations: number, seed: string): SeedFigures {
  const rows = Object.entries(variants).map(([variant, multipliers]) => ({
    variant,
    cycles: operations / multipliers,
  }));
  const figuresOf = (cycles: number) =>
    new Map([
      ['cycles', cycles],
      ['time', cycles / 100],
      ['operations', operations],
    ]);
  return {
    figures: figuresOf(operations / variants.four + Number(seed) - 1),
    nullFigures: figuresOf(1),
    activities: new Map(
      rows.map(({ variant, cycles }) => [
        variant,
        {
          productsPerS: 1e9 * Math.sqrt(cycles),
          weightBits: 16,
          activationBits: 16,
          memoryBitsPerS: 1e9 * cycles,
          dramBitsPerS: 0,
          dramPjPerBit: 0,
        },
      ]),
    ),
  };
}

/**
 * A design that nobody published: it divides its operations by its multipliers. Figures of one need those of
 * `other`.
 */
function counting(kind: string, other: string): PublishedDesign<Counting> {
  return {
    kind,
    file: fileURLToPath(new URL(`./${kind}.yaml`, import.meta.url)),
    parameters: Parameters,
    measure: ({ parameters }, seed) => seedFigures(parameters.operations.value, seed),
    simulate({ parameters }, seed) {
      const operations = parameters.operations.value;
      const rows = Object.entries(variants).map(([variant, multipliers]) => ({
        variant,
        cycles: operations / multipliers,
        timeUs: operations / multipliers / 100,
      }));
      return {
        ...seedFigures(operations, seed),
        reasons: new Map(),
        choices: [],
        details: [{ id: 'variants', units: { timeUs: 'us' }, rows, facts: {} }],
        curves: [
          {
            id: 'multipliers',
            x: { of: 'multipliers', unit: '' },
            y: { of: 'cycles', unit: '' },
            series: [
              { id: 'simulated', points: rows.map(({ cycles }) => ({ x: operations / cycles, y: cycles })) },
            ],
            taken: variants.four,
          },
        ],
        checked: 'By hand.',
      };
    },
    crossFigures(_design, known) {
      const own = simulatedFigure(known, kind, 'cycles');
      return new Map([
        ['ratio', fitted(own / simulatedFigure(known, other, 'cycles'))],
        ['watts', fitted(known.watts(kind, 'four'))],
      ]);
    },
  };
}

/** Two of them, for the power model is fitted to each without the other. */
export const counters = [counting('counter', 'adder'), counting('adder', 'counter')];
