import { Option } from 'commander';
import { keptCounts } from '../run/kept-targets.ts';
import { positive } from './options.ts';
import { outputNumbers } from './save-outputs.ts';

/** `--keep`. */
export function keepOption(): Option {
  return new Option(
    '--keep <count>',
    'how many weights a pattern keeps for the sparsity: its own count, or as many as bank-balanced over the banks of the design would (keep in a sweep)',
  )
    .choices(keptCounts)
    .default('requested');
}

/** `--keep-per-bank`. */
export function nestedOption(): Option {
  return new Option(
    '--keep-per-bank <j>',
    'of nested bank-balanced models: use the j largest entries of every bank and row, of those that are stored (the field keepPerBank of bbs)',
  ).argParser(positive);
}

/** `--numbers`. */
export function numbersOption(): Option {
  return new Option(
    '--numbers <numbers>',
    'what --save-outputs writes: raw codes of the hardware, or float64 values of the float reference on real inputs and state, for which a design need not fit and a file of weights is pruned only where that is asked for',
  )
    .choices(outputNumbers)
    .default('fixed');
}
