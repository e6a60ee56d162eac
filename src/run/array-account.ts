import { countedActions } from '../hw/accounts/actions.ts';
import { countActions } from '../hw/accounts/count-actions.ts';
import { arraysOf, cyclesOfStep, roundsOf } from '../hw/accounts/rounds.ts';
import { stallCauses } from '../hw/accounts/stalls.ts';
import { bankCycles, phaseWords, reportStep, type StepReport } from '../hw/accounts/step-report.ts';
import { banksPerPe } from '../hw/array/vector-banks.ts';
import type { Timeline } from '../hw/sequencer/timeline.ts';
import type { Account, UnitAccount } from './account.ts';
import type { PlacedModel } from './placed-model.ts';

/** Accounts for a step of every layer on the FPGA array, or on both arrays of a design with two. */
export function arrayAccount({ array, layers }: PlacedModel, timelines: readonly Timeline[]): Account {
  const { config } = array;
  const reports = timelines.map((timeline) => reportStep(timeline, config.pes));
  const programs = layers.map(({ program }) => program);
  const rounds = roundsOf(config, programs);
  const arrays = arraysOf(config, programs);
  return {
    phases: phaseWords,
    causes: stallCauses,
    layers: reports.map(({ cycles, stalls }, layer) => {
      const { program, matrices } = layers[layer];
      const counts = countActions(array, program, matrices, timelines[layer]);
      return { cycles: { ...cycles }, stalls, actions: countedActions(counts) };
    }),
    rounds,
    units: unitsOf(reports, arrays, cyclesOfStep(config, programs, timelines), config.pes),
    multipliers: arrays.length * config.pes * config.banks,
  };
}

/** PEs of all arrays, those of the second after those of the first; an array waits while another runs. */
function unitsOf(
  reports: readonly StepReport[],
  arrays: readonly (readonly number[])[],
  cycles: number,
  pes: number,
): UnitAccount {
  const sum = (name: 'busy' | 'imbalance') =>
    arrays.flatMap((passes) =>
      Array.from({ length: pes }, (_, pe) =>
        passes.reduce((total, pass) => total + reports[pass].pes[name][pe], 0),
      ),
    );
  const [busyCycles, imbalanceCycles] = [sum('busy'), sum('imbalance')];
  const most = reports.reduce((total, { mostBeats }) => total + mostBeats, 0);
  const mean = reports.reduce((total, { meanBeats }) => total + meanBeats, 0);
  return {
    busyCycles,
    imbalanceCycles,
    waitingCycles: busyCycles.map((busy, pe) => cycles - busy - imbalanceCycles[pe]),
    occupancy: busyCycles.reduce((total, busy) => total + busy, 0) / (busyCycles.length * cycles),
    loadImbalance: mean === 0 ? 1 : most / mean,
    conflictCycles: reports.reduce((total, { conflictCycles }) => total + conflictCycles, 0),
  };
}

/**
 * Conflict waits of every bank of every PE over one step, for the heat map (index pe * banks + bank); PEs of
 * a second array come after those of the first.
 */
export function conflictMap({ array, layers }: PlacedModel, timelines: readonly Timeline[]): Float64Array {
  const { config } = array;
  const banks = banksPerPe(array);
  const arrays = arraysOf(
    config,
    layers.map(({ program }) => program),
  );
  const own = config.pes * banks;
  const total = new Float64Array(arrays.length * own);
  for (const [at, passes] of arrays.entries()) {
    for (const pass of passes) {
      const { waits } = bankCycles(timelines[pass], config.pes, banks);
      for (let i = 0; i < own; i++) total[at * own + i] += waits[i];
    }
  }
  return total;
}

/** The same per PE and bank; null for a design without an arbiter, which has nothing to show but zeros. */
export function bankWaitsOf(design: PlacedModel, timelines: readonly Timeline[]): number[][] | null {
  if (!design.array.isArbitrated) return null;
  const banks = banksPerPe(design.array);
  const waits = conflictMap(design, timelines);
  return Array.from({ length: waits.length / banks }, (_, pe) =>
    Array.from(waits.subarray(pe * banks, (pe + 1) * banks)),
  );
}
