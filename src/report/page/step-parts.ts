import type { RunResult } from '../../run/result.ts';
import type { RunStep } from '../../run/step-schema.ts';
import { conflictMapOf } from '../charts/conflict-map.ts';
import { runTextOf } from '../run/charts.ts';
import { stepWords } from '../step-words.ts';
import type { HeatData, TimelineData } from './page-data.ts';

/**
 * What a run recorded of its first step cycle by cycle, as a part of a page; `inputDate` is the date that the
 * input files record.
 */
export function timelinePart(result: RunResult, step: RunStep, inputDate: string | null): TimelineData {
  const { clockMhz } = result;
  const text = runTextOf(result, `One ${stepWords(result)}, cycle by cycle`);
  const missing = step.peStates ? '' : ', each PE busy as a whole';
  return {
    ...text,
    subtitle: `${text.subtitle}${missing}`,
    inputDate,
    part: 'timeline',
    clockMhz,
    ...step.timeline,
  };
}

/**
 * Where and when requests waited for a bank in one step: a map of PEs and banks, and one of banks and cycles.
 * None for a design without an arbiter; the second only where it was recorded. `step`: null where no
 * step.json lies beside the result. What the maps count is the same, so that both sum to the same.
 */
export function conflictParts(
  result: RunResult,
  step: RunStep | null,
  inputDate: string | null,
): readonly HeatData[] {
  const waits = result.detail.fpgaArray?.bankWaitCycles;
  const conflicts = step?.conflicts ?? null;
  return [
    ...(waits ? [mapOfPes(result, waits, inputDate)] : []),
    ...(conflicts ? [mapOfCycles(result, conflicts, inputDate)] : []),
  ];
}

function mapOfPes(result: RunResult, waits: number[][], inputDate: string | null): HeatData {
  const {
    kind: _,
    rows,
    columns,
    values,
    ...map
  } = conflictMapOf(runTextOf(result, 'Bank conflicts by PE and bank'), waits);
  return {
    ...map,
    inputDate,
    part: 'heat',
    rows: { ...rows, first: 0, step: 1 },
    columns: { ...columns, first: 0, step: 1 },
    values: Array.from(values),
  };
}

function mapOfCycles(
  result: RunResult,
  { binCycles, waits }: NonNullable<RunStep['conflicts']>,
  inputDate: string | null,
): HeatData {
  const perBin = binCycles === 1 ? 'cycle' : `${binCycles} cycles`;
  return {
    ...runTextOf(result, 'Bank conflicts by bank and cycle'),
    inputDate,
    part: 'heat',
    value: { title: 'cycles in which requests waited, of all PEs', unit: `cycles per ${perBin}` },
    rows: { title: 'bank', count: waits.length, first: 0, step: 1 },
    columns: { title: 'cycle of the step', count: waits[0].length, first: 1, step: binCycles },
    values: waits.flat(),
  };
}
