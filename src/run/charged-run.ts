import type { ChargedRun } from '../energy/charged-run.ts';
import { togglesOf } from '../energy/toggles.ts';
import { hasSecondArray } from '../hw/accounts/rounds.ts';
import { heldImage } from '../hw/array/beat-matrix.ts';
import { clockMhzOf } from '../hw/config/clock.ts';
import { weightValueBits } from '../num/row-scale.ts';
import type { FinishedRun } from './finished-run.ts';
import type { LayerTotals } from './layer-totals.ts';
import { machineOf } from './machines.ts';
import { measuredToggles } from './measured-toggles.ts';

/** What a finished run is charged for, and the design that did it. */
export function chargedRun(run: FinishedRun, totals: LayerTotals, latencyUs: number): ChargedRun {
  const { design, technology, device } = run;
  const { config } = design.array;
  const { total, load = 0, spmv = 0, ewop = 0, projection = 0 } = totals.cycles;
  const { number, dram } = config;
  const programs = design.layers.map(({ program }) => program);
  const isMeasured = config.toggleRate === 'measured';
  const isStreamed = design.fit.residency.kind === 'streamed';
  return {
    actions: totals.actions,
    latencyUs,
    cycles: { total, load, spmv, elementWise: ewop + projection },
    technology,
    device,
    widths: {
      bits: number.bits,
      weightBits: weightValueBits(number),
      weightWordBits: weightWordBits(run),
      registerWordBits: config.ewop.lanes * number.bits,
    },
    resources: machineOf(config).footprint(design),
    toggles: togglesOf(config.toggleRate, technology, isMeasured ? measuredToggles(run) : {}),
    lanes: config.pes * config.banks,
    arrays: hasSecondArray(config, programs) ? 2 : 1,
    offChip: isStreamed ? { gbPerS: dram.gbPerS, clockMhz: clockMhzOf(config) } : null,
  };
}

/** Bits that one access of a weight memory reads: a beat, or what a lane reads of a memory of its own. */
function weightWordBits({ design }: FinishedRun): number {
  const images = design.layers.flatMap(({ matrices }) => matrices.map(({ beats }) => heldImage(beats)));
  return Math.max(...images.map(({ streams, beatBits }) => streams?.wordBits ?? beatBits));
}
