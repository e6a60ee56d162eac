import type { ClockEstimate } from '../energy/clock/clock-estimate.ts';
import { describeOverflow } from '../energy/resource-report.ts';
import { BadInput } from '../errors/bad-input.ts';
import { clockMhzOf } from '../hw/config/clock.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import type { PlacedModel } from './placed-model.ts';
import type { Platform } from './platform.ts';

/** A design at its clock, and how fast it can be. */
export interface ClockedDesign {
  readonly array: Pick<PlacedModel['array'], 'config'>;
  readonly fit: { readonly clock: ClockEstimate };
}

/** Whether every stage of a design is fast enough for its clock. */
export function meetsTiming({ array, fit }: ClockedDesign): boolean {
  return clockMhzOf(array.config) <= fit.clock.fmaxMhz;
}

/**
 * That a design does not meet timing: `does not meet timing: 300 MHz asked, Fmax 241.3 MHz, limited by the
 * arbiter (timing.crossbarRegister: 1 would reach 260 MHz)`.
 */
export function missedTimingText({ array: { config }, fit: { clock } }: ClockedDesign): string {
  const { fmaxMhz, limitedBy } = clock;
  return `does not meet timing: ${mhzText(clockMhzOf(config))} MHz asked, Fmax ${mhzText(fmaxMhz)} MHz, limited by the ${limitedBy}${registerText(config, clock)}`;
}

/**
 * Throws BadInput for a design that cannot be built as it is asked for: it does not fit its device, or does
 * not meet timing at a clock that somebody named.
 */
export function refuseUnbuildable(
  { name, clockIsNamed }: Pick<Platform, 'name' | 'clockIsNamed'>,
  design: ClockedDesign & Pick<PlacedModel, 'fit'>,
): void {
  const { resources } = design.fit;
  const problem = !resources.fits
    ? describeOverflow(resources)
    : clockIsNamed && !meetsTiming(design)
      ? missedTimingText(design)
      : null;
  if (problem !== null) throw new BadInput(`${name}: ${problem} (--allow-overflow runs it all the same)`);
}

/** What one register more in the slowest stage would buy; nothing where no field has one. */
function registerText(config: AcceleratorConfig, { register, fmaxMhz }: ClockEstimate): string {
  if (register === null || register.fmaxMhz <= fmaxMhz) return '';
  const now = fieldOf(config, register.field);
  const asked = typeof now === 'number' ? `${register.field}: ${now + 1}` : `one more of ${register.field}`;
  return ` (${asked} would reach ${mhzText(register.fmaxMhz)} MHz)`;
}

function fieldOf(config: AcceleratorConfig, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (at, step) =>
        typeof at === 'object' && at !== null ? (at as Readonly<Record<string, unknown>>)[step] : undefined,
      config,
    );
}

/** Rounded down to 0.1 MHz, so that what is printed is reached; whole numbers as they are. */
const mhzText = (mhz: number): string => String(Math.floor(10 * mhz + 1e-6) / 10);
