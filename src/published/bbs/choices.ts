import type { Figure } from '../design.ts';
import type { Detail } from '../simulation.ts';
import type { BbsConfig, BbsDesign } from './parameters.ts';

type Choices = BbsDesign['choices'];

/** A value of every choice, and the latency of a step with it. */
export interface TimedChoice {
  readonly of: { readonly [K in keyof Choices]: Choices[K][number] };
  readonly latencyUs: number;
}

/**
 * Every combination of the choices. A chained element-wise unit takes sums as they leave the array: it has no
 * results to chain, and all slices of a matrix take the same time, so that one of them is taken.
 */
function combinationsOf(choices: Choices): TimedChoice['of'][] {
  return choices.gateMatrix.flatMap((gateMatrix) =>
    choices.ewopStyle.flatMap((ewopStyle) => {
      const isChained = ewopStyle === 'chained';
      const chainings = isChained ? (['off'] as const) : choices.chaining;
      const slices = isChained ? choices.spmvSlices.slice(0, 1) : choices.spmvSlices;
      return slices.flatMap((spmvSlices) =>
        chainings.flatMap((chaining) =>
          choices.ewopLanes.map((ewopLanes) => ({ gateMatrix, ewopStyle, spmvSlices, chaining, ewopLanes })),
        ),
      );
    }),
  );
}

/** The latency of a step with every combination of the choices; `cyclesOf` times a configuration. */
export function latenciesOf(
  config: BbsConfig,
  choices: Choices,
  cyclesOf: (config: BbsConfig) => number,
): TimedChoice[] {
  return combinationsOf(choices).map((of) => ({
    of,
    latencyUs: cyclesOf({ ...config, ...of }) / config.clockMhz,
  }));
}

/** How far each value of a choice decides the latency: over all combinations that have it. */
export function choicesOf(combinations: readonly TimedChoice[], { value, barPercent }: Figure): Detail {
  const isWithin = ({ latencyUs }: TimedChoice) =>
    barPercent !== undefined && 100 * Math.abs(latencyUs / value - 1) <= barPercent;
  const row = (choice: string, taken: string, having: readonly TimedChoice[]) => {
    const latencies = having.map(({ latencyUs }) => latencyUs);
    const [least, most] = [Math.min(...latencies), Math.max(...latencies)];
    return {
      choice,
      value: taken,
      combinations: having.length,
      least,
      most,
      within: having.filter(isWithin).length,
    };
  };
  const names = Object.keys(combinations[0].of) as (keyof Choices)[];
  return {
    id: 'choices',
    units: { least: 'us', most: 'us' },
    rows: [
      ...names.flatMap((name) =>
        [...new Set(combinations.map(({ of }) => of[name]))].map((taken) =>
          row(
            name,
            String(taken),
            combinations.filter(({ of }) => of[name] === taken),
          ),
        ),
      ),
      row('all', '', combinations),
    ],
    facts: { published: value, barPercent: barPercent ?? null },
  };
}
