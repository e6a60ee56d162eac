import { Option } from 'commander';

/** `--allow-overflow`. */
export function overflowOption(): Option {
  return new Option(
    '--allow-overflow',
    'run a design that does not fit its device, or --budget, or does not meet timing at a clock that was given',
  );
}
