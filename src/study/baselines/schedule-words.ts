import { kindOf } from '../../hw/array/kinds/index.ts';
import type { Issue, SpmvArray } from '../../hw/array/spmv-array.ts';

/** What an array does with rows, beats and lanes, in words that follow from how it is wired. */
export function scheduleOf(array: SpmvArray): string {
  const { rowOrder, ports, pump, vectorCopies, rowPacking, isArbitrated, placement } = array;
  return [
    issueWords[array.issue](array),
    ...(rowPacking ? [`rows packed into beats, ${rowPacking.rowsPerCycle} leave in a cycle`] : []),
    ...(rowOrder === 'balanced' ? ['rows dealt'] : []),
    ...(isArbitrated && placement !== 'cyclic' ? ['neighbouring columns in a bank'] : []),
    ...(ports > 1 ? [`${ports} ports`] : []),
    ...(pump > 1 ? ['banks at twice the clock'] : []),
    ...(vectorCopies > 1 ? [`${vectorCopies} copies of the vector`] : []),
  ].join(', ');
}

const issueWords: Readonly<Record<Issue, (array: SpmvArray) => string>> = {
  parallel: parallelWords,
  arbitrated: () => 'one beat at a time, the whole beat waits for its last lane',
  windowed: ({ window }) => `${window} beat${window === 1 ? '' : 's'} in flight`,
  shuffled: ({ shuffle }) =>
    `lanes by themselves, a lost request is back after ${shuffle?.retryCycles} cycles`,
  shared: () => 'one vector buffer, the lanes of all PEs wait for its banks',
  decoupled: ({ rowsApart }) => `a lane owns a bank, lanes up to ${rowsApart} rows apart, no crossbar`,
};

/** Lanes in step that meet nobody: why is in the format, in the vector buffers, or in stored zeros. */
function parallelWords({ config }: SpmvArray): string {
  const { needsBalance, storesZeros, placements } = kindOf(config.kind);
  if (placements.length === 0) return 'no conflicts: a copy of the vector for every lane';
  if (storesZeros) return 'every weight is stored';
  return needsBalance ? 'bank-balanced: a lane owns a bank' : 'a lane owns a bank, lock step, no crossbar';
}
