import { countedActions } from '../hw/accounts/actions.ts';
import { countActions } from '../hw/accounts/count-actions.ts';
import { stallCauses } from '../hw/accounts/stalls.ts';
import { bankCycles, phaseWords, reportStep, type StepReport } from '../hw/accounts/step-report.ts';
import { banksPerPe } from '../hw/array/vector-banks.ts';
import type { Timeline } from '../hw/sequencer/timeline.ts';
import type { Account, UnitAccount } from './account.ts';
import type { PlacedModel } from './placed-model.ts';

/** Accounts for a step of every layer on the FPGA array. */
export function arrayAccount({ array, layers }: PlacedModel, timelines: readonly Timeline[]): Account {
  const { pes, banks } = array.config;
  const reports = timelines.map((timeline) => reportStep(timeline, pes));
  return {
    phases: phaseWords,
    causes: stallCauses,
    layers: reports.map(({ cycles, stalls }, layer) => {
      const { program, matrices } = layers[layer];
      const counts = countActions(array, program, matrices, timelines[layer]);
      return { cycles: { ...cycles }, stalls, actions: countedActions(counts) };
    }),
    units: unitsOf(reports, pes),
    multipliers: pes * banks,
  };
}

function unitsOf(reports: readonly StepReport[], pes: number): UnitAccount {
  const sum = (name: 'busy' | 'imbalance' | 'waiting') =>
    Array.from({ length: pes }, (_, pe) =>
      reports.reduce((total, report) => total + report.pes[name][pe], 0),
    );
  const busyCycles = sum('busy');
  const cycles = reports.reduce((total, report) => total + report.cycles.total, 0);
  const most = reports.reduce((total, { mostBeats }) => total + mostBeats, 0);
  const mean = reports.reduce((total, { meanBeats }) => total + meanBeats, 0);
  return {
    busyCycles,
    imbalanceCycles: sum('imbalance'),
    waitingCycles: sum('waiting'),
    occupancy: busyCycles.reduce((total, busy) => total + busy, 0) / (pes * cycles),
    loadImbalance: mean === 0 ? 1 : most / mean,
    conflictCycles: reports.reduce((total, { conflictCycles }) => total + conflictCycles, 0),
  };
}

/** Conflict waits of every bank of every PE over one step, for the heat map (index pe * banks + bank). */
export function conflictMap({ array }: PlacedModel, timelines: readonly Timeline[]): Float64Array {
  const { pes } = array.config;
  const banks = banksPerPe(array);
  const total = new Float64Array(pes * banks);
  for (const timeline of timelines) {
    const { waits } = bankCycles(timeline, pes, banks);
    for (let i = 0; i < total.length; i++) total[i] += waits[i];
  }
  return total;
}

/** The same per PE and bank; null for a design without an arbiter, which has nothing to show but zeros. */
export function bankWaitsOf(design: PlacedModel, timelines: readonly Timeline[]): number[][] | null {
  if (!design.array.isArbitrated) return null;
  const { pes } = design.array.config;
  const banks = banksPerPe(design.array);
  const waits = conflictMap(design, timelines);
  return Array.from({ length: pes }, (_, pe) => Array.from(waits.subarray(pe * banks, (pe + 1) * banks)));
}
