import { Comparer, type RtlComparison } from './difference.ts';
import type { SimulatedSpmv } from './spmv-bench.ts';
import type { SpmvRecord } from './spmv-record.ts';

/**
 * Compares an SpMV of the simulator with the records of the RTL: rows as they leave, per-PE
 * cycles, per-bank reads, total.
 */
export function compareSpmv(simulated: SimulatedSpmv, record: SpmvRecord): RtlComparison {
  const comparer = new Comparer();
  compareRows(comparer, simulated, record);
  comparePes(comparer, simulated, record);
  comparer.value('SpMV cycles', null, 'array.done', record.cycles, simulated.timing.cycles);
  return comparer.comparison;
}

/** Rows by PE, in the order in which they leave it. */
function compareRows(comparer: Comparer, { timing, results }: SimulatedSpmv, { rows }: SpmvRecord): void {
  const { order, rowFinishedAtCycle } = timing;
  const left: (typeof rows)[number][][] = Array.from({ length: order.pes }, () => []);
  for (const row of rows) left[row.pe]?.push(row);
  for (let pe = 0; pe < order.pes; pe++) {
    const expected = order.start[pe + 1] - order.start[pe];
    const signal = (name: string) => `array.pe[${pe}].${name}`;
    const most = Math.max(expected, left[pe].length);
    for (let local = 0; local < most; local++) {
      const found = left[pe][local];
      const q = order.start[pe] + local;
      const isExpected = local < expected;
      const cycle = isExpected ? rowFinishedAtCycle[q] : -1;
      const seenAt = Math.min(found?.cycle ?? cycle, isExpected ? cycle : (found?.cycle ?? 0));
      comparer.value('row leaves in cycle', seenAt, signal('row_valid'), found?.cycle ?? -1, cycle);
      comparer.value(
        'row number',
        seenAt,
        signal('row_number'),
        found?.row ?? -1,
        isExpected ? order.rows[q] : -1,
      );
      const sum = isExpected ? results[order.rows[q]] : Number.NaN;
      comparer.value('row value', seenAt, signal('row_sum'), found?.sum ?? Number.NaN, sum);
    }
  }
}

function comparePes(comparer: Comparer, { timing }: SimulatedSpmv, record: SpmvRecord): void {
  const banks = timing.bankReads.length / timing.order.pes;
  for (const [quantity, field] of [
    ['issue cycles of a PE', 'issueCycles'],
    ['conflict cycles of a PE', 'conflictCycles'],
    ['busy cycles of a PE', 'busyCycles'],
  ] as const) {
    for (let pe = 0; pe < timing.order.pes; pe++) {
      comparer.value(quantity, null, `array.pe[${pe}].state`, record[field][pe], timing[field][pe]);
    }
  }
  for (let i = 0; i < timing.bankReads.length; i++) {
    const signal = `array.pe[${Math.floor(i / banks)}].bank[${i % banks}].read`;
    comparer.value('reads of a bank', null, signal, record.bankReads[i], timing.bankReads[i]);
  }
}
