import type { DirectionChoice } from '../lstm/weights/choose-direction.ts';
import type { BudgetOptions } from './budget-option.ts';

/** `--weights`, and what chooses in it. */
export interface WeightOptions {
  readonly weights?: string;
  readonly prefix?: string;
  readonly model?: string;
  readonly direction?: DirectionChoice;
}

/** These options, and a budget, as words of a command line, those that were given. */
export function optionWords(options: WeightOptions & BudgetOptions): string[] {
  const { weights, prefix, model, direction, budget } = options;
  return Object.entries({ weights, prefix, model, direction, budget }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
}
