import type { AcceleratorConfig } from './config.ts';

/**
 * The clock of a design, in MHz. Throws a RangeError for `auto` of a design that was not fitted to a device
 * yet, where nobody knows how fast its stages are.
 */
export function clockMhzOf({ clockMhz }: Pick<AcceleratorConfig, 'clockMhz'>): number {
  if (clockMhz === 'auto') throw new RangeError('clockMhz is auto, and the design was not placed yet');
  return clockMhz;
}
