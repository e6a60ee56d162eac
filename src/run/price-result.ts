import type { EnergyReport } from '../energy/energy.ts';
import type { ResourceReport } from '../energy/resource-report.ts';
import { buildArray } from '../hw/array/kinds/index.ts';
import { clockMhzOf } from '../hw/config/clock.ts';
import { type PlacedModel, placedModelOf, stepCycles } from './placed-model.ts';
import type { RunResult } from './result.ts';

/** How fast the design can be, and whether its clock is no faster. */
export function clockResult({ array, fit }: PlacedModel): RunResult['clock'] {
  const { fmaxMhz, lowMhz, highMhz, limitedBy } = fit.clock;
  return { fmaxMhz, lowMhz, highMhz, limitedBy, meetsTiming: clockMhzOf(array.config) <= fmaxMhz };
}

/**
 * The time of a step at the highest clock. Fetches take more cycles of a faster clock, so a design that
 * streams its weights is timed again.
 */
export function latencyAtFmax(design: PlacedModel, latencyUs: number): number {
  const { array, layers, fit } = design;
  const { fmaxMhz } = fit.clock;
  const clockMhz = clockMhzOf(array.config);
  if (clockMhz === fmaxMhz) return latencyUs;
  if (fit.residency.kind === 'resident') return (latencyUs * clockMhz) / fmaxMhz;
  const fastest = buildArray({ ...array.config, clockMhz: fmaxMhz });
  return stepCycles(placedModelOf(fastest, layers, fit)) / fmaxMhz;
}

/** Joules of a step, with what they may be. */
export function energyResult(report: EnergyReport): RunResult['energy'] {
  const { totalUj, lowUj, highUj, dynamicUj, staticUj, offChipUj, toggles } = report;
  return {
    technology: report.technology,
    totalUj,
    lowUj,
    highUj,
    dynamicUj,
    staticUj,
    offChipUj,
    components: report.components.map(({ actions: _, ...component }) => component),
    staticPowerW: report.staticPowerW,
    toggles: { weights: { ...toggles.weights }, words: { ...toggles.words } },
  };
}

/** What a design takes of its device, resource by resource and block by block. */
export function resourcesResult(report: ResourceReport): RunResult['resources'] {
  const use = ({ percent: _, ...figures }: ResourceReport['dsp']) => figures;
  return {
    device: report.device,
    fits: report.fits,
    dsp: use(report.dsp),
    ramBlocks: use(report.ramBlocks),
    ...(report.ultraRam === null ? {} : { ultraRam: use(report.ultraRam) }),
    logic: use(report.logic),
    distributedRam: use(report.distributedRam),
    flipFlops: use(report.flipFlops),
    overflows: report.overflows.map((overflow) => ({ ...overflow })),
    blocks: report.breakdown.map(({ component: block, dsp, ramBlocks, logic, flipFlops }) => ({
      block,
      dsp,
      ramBlocks,
      logic,
      flipFlops,
    })),
  };
}
