import { countActions } from '../../hw/accounts/count-actions.ts';
import { ownersOf } from '../../hw/accounts/cycle-owners.ts';
import { type ActivityName, stallCauses } from '../../hw/accounts/stalls.ts';
import { phaseWords } from '../../hw/accounts/step-report.ts';
import { stallsOfSpmv } from '../../hw/array/spmv-timing.ts';
import type { SpmvJob } from '../../hw/array/spmv-unit.ts';
import type { Issued } from '../../hw/sequencer/timeline.ts';
import { passesOf, passName } from '../../lstm/passes.ts';
import type { Phase } from '../../lstm/program/program.ts';
import type { TreeNode } from './explain-result.ts';
import { followedPasses, type StepFigures } from './step-figures.ts';

/** What a leaf of the tree is charged with, at the end of a path of names. */
interface Charge {
  readonly path: readonly string[];
  readonly cycles: number;
  /** Joules of what was done; those that go by the cycle are added to them. */
  readonly doneUj: number;
}

/** The units of the tree, by what instructions occupy and what they wait for. */
export const unitWords = {
  load: 'vector load',
  spmv: 'SpMV array',
  ewop: 'element-wise unit',
  dram: 'off-chip memory',
} as const;

const OTHER_PES = 'other PEs';

/**
 * Where the cycles and joules of a step go: step, layer, phase, unit, PE (of SpMVs: the one that finishes
 * last), cause. Joules of actions belong to the instruction that does them, in an SpMV to its PEs by their
 * beats; those of the clock, of leakage and of whatever else takes its joules by the cycle follow the cycles.
 */
export function treeOf(figures: StepFigures): TreeNode {
  const followed = followedPasses(figures);
  const names = passesOf(figures.run.design.layers.map(({ program }) => program));
  const charges = figures.run.timelines.flatMap((_, pass) => {
    const isFollowed = followed.includes(pass);
    const name = `layer ${passName(names[pass])}${isFollowed ? '' : ' (at the same time)'}`;
    return chargesOfPass(figures, pass).map(({ path, cycles, doneUj }) => ({
      path: [name, ...path],
      cycles: isFollowed ? cycles : 0,
      doneUj,
    }));
  });
  return grown('step', charges, uJPerCycle(figures));
}

/** Joules of a cycle that no action is charged for. */
function uJPerCycle({ energy, cost }: StepFigures): number {
  const overTime = energy.components.filter(({ actions }) => actions.length === 0);
  return overTime.reduce((sum, { energyUj }) => sum + energyUj, 0) / cost.cycles;
}

/** The node of a name, from the charges below it; children in the order in which charges name them. */
function grown(name: string, charges: readonly Charge[], perCycle: number): TreeNode {
  const below = charges.filter(({ path }) => path.length > 0);
  if (below.length === 0) {
    const cycles = charges.reduce((sum, one) => sum + one.cycles, 0);
    const doneUj = charges.reduce((sum, one) => sum + one.doneUj, 0);
    return { name, cycles, energyUj: doneUj + cycles * perCycle, children: [] };
  }
  const parts = new Map<string, Charge[]>();
  for (const { path, ...charge } of below) {
    const [part, ...rest] = path;
    const own = parts.get(part) ?? [];
    own.push({ ...charge, path: rest });
    parts.set(part, own);
  }
  const children = [...parts].map(([part, own]) => grown(part, own, perCycle));
  return {
    name,
    cycles: children.reduce((sum, { cycles }) => sum + cycles, 0),
    energyUj: children.reduce((sum, { energyUj }) => sum + energyUj, 0),
    children,
  };
}

/** What a pass is charged with, below its layer. */
function chargesOfPass(figures: StepFigures, pass: number): readonly Charge[] {
  const timeline = figures.run.timelines[pass];
  const idle = ownersOf(timeline).filter(({ activity }) => activity !== 'spmv');
  const waits = idle.map(({ instruction, activity, cycles }) => {
    const issued = timeline.issued[instruction];
    return { path: pathOf(issued, activity), cycles, doneUj: 0 };
  });
  const done = timeline.issued.flatMap((issued) => chargesOfInstruction(figures, pass, issued));
  return [...done, ...waits].filter(({ cycles, doneUj }) => cycles > 0 || doneUj > 0);
}

const phaseName = (phase: Phase): string => wordsIn(phaseWords, phase);
const causeName = (cause: string): string => wordsIn(stallCauses, cause);

function wordsIn(list: readonly { readonly name: string; readonly words: string }[], name: string): string {
  return list.find((one) => one.name === name)?.words ?? name;
}

function pathOf({ instruction, unit }: Issued, activity: ActivityName): string[] {
  const place = activity === 'weightFetch' ? unitWords.dram : unitWords[unit];
  return [phaseName(instruction.phase), place, causeName(activity)];
}

/** The joules of what an instruction does, and of an SpMV its cycles. */
function chargesOfInstruction(figures: StepFigures, pass: number, issued: Issued): readonly Charge[] {
  const { instruction, unit, job } = issued;
  const { here, fetched } = doneBy(figures, pass, issued);
  const phase = phaseName(instruction.phase);
  if (job === null) {
    const cause = unit === 'load' ? 'load' : instruction.phase === 'projection' ? 'writeBack' : 'ewop';
    return [{ path: pathOf(issued, cause), cycles: 0, doneUj: here }];
  }
  const fetch = { path: [phase, unitWords.dram, causeName('weightFetch')], cycles: 0, doneUj: fetched };
  return [...chargesOfJob(phase, job, here), fetch];
}

/** Joules of the actions of one instruction; those of fetching and writing weights apart. */
function doneBy({ run, energy }: StepFigures, pass: number, issued: Issued) {
  const { array, layers } = run.design;
  const { program, matrices } = layers[pass];
  const counts = countActions(array, program, matrices, { cycles: 0, issued: [issued] });
  let here = 0;
  let fetched = 0;
  for (const { action, count, energyUj } of energy.components.flatMap(({ actions }) => actions)) {
    const own = counts[action as keyof typeof counts];
    if (own === 0) continue;
    const uj = (energyUj * own) / count;
    if (action === 'dramBits' || action === 'weightWriteBits') fetched += uj;
    else here += uj;
  }
  return { here, fetched };
}

/** The cycles of an SpMV, of its PE that finishes last, and its joules by the beats of PEs. */
function chargesOfJob(phase: string, { computes }: SpmvJob, doneUj: number): readonly Charge[] {
  const beatsOf = (beats: Uint32Array) => beats.reduce((sum, n) => sum + n, 0);
  const all = computes.reduce((sum, { timing }) => sum + beatsOf(timing.beats), 0);
  const unit = [phase, unitWords.spmv];
  return computes.flatMap(({ timing }) => {
    const { control, ...causes } = stallsOfSpmv(timing);
    const share = (beats: number) => (all === 0 ? doneUj / computes.length : (doneUj * beats) / all);
    const start = { path: [...unit, causeName('control')], cycles: control, doneUj: 0 };
    const { criticalPe, beats } = timing;
    // Without a row there is no PE, and nothing is read.
    if (criticalPe < 0) return [{ ...start, doneUj: all === 0 ? share(0) : 0 }];
    const own = share(beats[criticalPe]);
    const others = share(beatsOf(beats) - beats[criticalPe]);
    const ofPe = Object.entries(causes).map(([cause, cycles]) => ({
      path: [...unit, `PE ${criticalPe}`, causeName(cause)],
      cycles,
      doneUj: cause === 'issue' ? own : 0,
    }));
    return [...ofPe, { path: [...unit, OTHER_PES, causeName('issue')], cycles: 0, doneUj: others }, start];
  });
}
