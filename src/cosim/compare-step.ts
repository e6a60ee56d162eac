import type { Issued } from '../hw/sequencer/timeline.ts';
import { Comparer, type RtlComparison } from './difference.ts';
import type { SimulatedLayer } from './step-bench.ts';
import type { StepRecord } from './step-record.ts';

/**
 * Compares the steps of a layer with the records of the RTL: issues, rows, per-PE cycles, per-bank reads, h
 * and c, the cycles of every step.
 */
export function compareSteps(layer: SimulatedLayer, records: readonly StepRecord[]): RtlComparison {
  const comparer = new Comparer();
  comparer.value('steps', null, 'harness.step', records.length, layer.inputs.length);
  records.forEach((record, step) => {
    // Steps follow each other without a gap, so that a cycle says when something happened in the whole run.
    const from = step * layer.timeline.cycles;
    compareIssues(comparer, layer, record, from);
    compareRows(comparer, layer, record, from);
    compareCounts(comparer, layer, record);
    const end = from + layer.timeline.cycles;
    const { h, c } = layer.states[step];
    h.forEach((value, i) => {
      comparer.value('h', end, `registers.h[${i}]`, record.h[i], value);
    });
    c.forEach((value, i) => {
      comparer.value('c', end, `registers.c[${i}]`, record.c[i], value);
    });
    comparer.value('step cycles', end, 'controller.running', record.cycles, layer.timeline.cycles);
  });
  return comparer.comparison;
}

function compareIssues(
  comparer: Comparer,
  { timeline }: SimulatedLayer,
  { issuedAt }: StepRecord,
  from: number,
): void {
  timeline.issued.forEach((issued, pc) => {
    const found = issuedAt[pc] ?? -1;
    const seenAt = from + Math.min(found < 0 ? issued.issuedAt : found, issued.issuedAt);
    comparer.value(
      'instruction issues in cycle',
      seenAt,
      `controller.issue, instruction ${pc} (${issued.instruction.op})`,
      found,
      issued.issuedAt,
    );
  });
}

/** The rows of all products in the order in which they leave their PE. */
function compareRows(
  comparer: Comparer,
  { timeline, config }: SimulatedLayer,
  { rows }: StepRecord,
  from: number,
): void {
  const expected = Array.from(
    { length: config.pes },
    () => [] as { readonly cycle: number; readonly row: number }[],
  );
  for (const issued of timeline.issued) addRows(expected, issued);
  const found = Array.from({ length: config.pes }, () => [] as (typeof rows)[number][]);
  for (const row of rows) found[row.pe]?.push(row);
  for (let pe = 0; pe < config.pes; pe++) {
    const most = Math.max(expected[pe].length, found[pe].length);
    for (let i = 0; i < most; i++) {
      const [rtl, simulated] = [found[pe][i], expected[pe][i]];
      const seenAt = from + Math.min(rtl?.cycle ?? Infinity, simulated?.cycle ?? Infinity);
      comparer.value(
        'row leaves in cycle',
        seenAt,
        `array.pe[${pe}].row_valid`,
        rtl?.cycle ?? -1,
        simulated?.cycle ?? -1,
      );
      comparer.value(
        'row number',
        seenAt,
        `array.pe[${pe}].row_number`,
        rtl?.row ?? -1,
        simulated?.row ?? -1,
      );
    }
  }
}

function addRows(
  expected: { readonly cycle: number; readonly row: number }[][],
  { instruction, issuedAt, job }: Issued,
): void {
  if (instruction.op !== 'spmv' || job === null) return;
  for (const { from, timing } of job.computes) {
    const { order, rowFinishedAtCycle } = timing;
    for (let pe = 0; pe < order.pes; pe++) {
      for (let q = order.start[pe]; q < order.start[pe + 1]; q++) {
        expected[pe].push({
          cycle: issuedAt + from + rowFinishedAtCycle[q],
          row: order.rows[q] - instruction.rowFrom,
        });
      }
    }
  }
}

function compareCounts(comparer: Comparer, { timeline, config }: SimulatedLayer, record: StepRecord): void {
  const timings = timeline.issued.flatMap(({ job }) => job?.computes ?? []).map(({ timing }) => timing);
  for (const [quantity, field] of [
    ['issue cycles of a PE', 'issueCycles'],
    ['conflict cycles of a PE', 'conflictCycles'],
    ['busy cycles of a PE', 'busyCycles'],
    ['reads of a bank', 'bankReads'],
  ] as const) {
    const isPerBank = field === 'bankReads';
    const banks = record.bankReads.length / config.pes;
    for (let i = 0; i < record[field].length; i++) {
      const expected = timings.reduce((sum, timing) => sum + timing[field][i], 0);
      const signal = isPerBank
        ? `array.pe[${Math.floor(i / banks)}].bank[${i % banks}].read`
        : `array.pe[${i}].state`;
      comparer.value(quantity, null, signal, record[field][i], expected);
    }
  }
}
