import { Option } from 'commander';
import { type DeviceBudget, parseBudget } from '../energy/budget.ts';

/** `--budget`, of commands that place designs on devices. */
export interface BudgetOptions {
  readonly budget?: string;
}

/** `--budget dsp=50%,ram=70%`. */
export function budgetOption(): Option {
  return new Option(
    '--budget <shares>',
    'how much of its device a design may take, of dsp, ram, logic and flip_flops, e.g. dsp=50%,ram=70%; what takes more does not fit (default: all)',
  );
}

/** What `--budget` says; null without it. Throws BadInput. */
export function givenBudget({ budget }: BudgetOptions): DeviceBudget | null {
  return budget === undefined ? null : parseBudget(budget, '--budget');
}
