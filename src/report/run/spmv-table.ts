import { clockMhzOf } from '../../hw/config/clock.ts';
import type { SpmvOperands } from '../../run/load-matrix.ts';
import type { Platform } from '../../run/platform.ts';
import type { ResultHeader } from '../../run/result-header.ts';
import { cutText } from '../../run/saturation-remarks.ts';
import type { SpmvRun } from '../../run/spmv.ts';
import { BITS_PER_KIB } from '../tables/number-text.ts';
import type { Table } from '../tables/table.ts';
import { waitedFor } from './summary.ts';

/** An SpMV that ran, with what it was given. */
export interface ShownSpmv {
  readonly platform: Platform;
  readonly run: SpmvRun;
  readonly operands: SpmvOperands;
  /** 12 digits over everything that decides the result. */
  readonly configHash: string;
  readonly header: ResultHeader;
}

/** The table of an SpMV: a row per PE, and below it what the whole takes. */
export function spmvTable(
  { name, config }: Platform,
  { result, array, encoded, job, residency, wrappedAccumulators }: SpmvRun,
  operands: SpmvOperands,
): Table {
  const { matrix, saturations } = operands;
  const clockMhz = clockMhzOf(array.config);
  const { cycles, issueCycles, conflictCycles, busyCycles, bankReads } = result;
  const { rows, cols } = matrix;
  const stored = matrix.codes.length;
  const held = encoded.beats.held ?? encoded.beats;
  const { padding, values } = held;
  const zeros = values.length - stored - padding;
  const achieved = rows * cols === 0 ? 0 : 100 * (1 - stored / (rows * cols));
  const paddingShare = values.length === 0 ? 0 : (100 * padding) / values.length;
  const cut = cutText({ ...saturations, wrappedAccumulators });
  return {
    title: `${matrix.tensor} (${rows} x ${cols}, ${stored} stored) on ${name}: ${cycles} cycles, ${(cycles / clockMhz).toFixed(3)} us at ${clockMhz} MHz`,
    columns: [
      { key: 'pe', title: 'PE', align: 'right' },
      { key: 'issue', title: 'issue', unit: 'cycles', digits: 0 },
      { key: 'conflict', title: 'conflict', unit: 'cycles', digits: 0 },
      { key: 'busy', title: 'busy', unit: 'cycles', digits: 0 },
      { key: 'reads', title: 'bank reads', digits: 0 },
    ],
    rows: issueCycles.map((issue, pe) => ({
      pe: String(pe),
      issue,
      conflict: conflictCycles[pe],
      busy: busyCycles[pe],
      reads: bankReads[pe].reduce((sum, reads) => sum + reads, 0),
    })),
    notes: [
      `Achieved sparsity ${achieved.toFixed(1)} %: ${stored} of ${rows} x ${cols} stored. Padding ${padding} zeros, ${paddingShare.toFixed(1)} % of the ${values.length} entries that the array ${encoded.usedPerBank === undefined ? 'multiplies' : 'stores'}. Storage ${kib(encoded.storage.totalBits)} KiB, fetched ${kib(job.dramBits)} KiB${residency === 'resident' ? ': the weights are resident' : ''}.`,
      `Conflict: cycles in which the PE waits for ${waitedFor(config)}. ${rows} results equal the integer reference.`,
      ...(encoded.usedPerBank === undefined
        ? []
        : [
            `A nested model: ${encoded.usedPerBank} entries of a bank and row are used, ${encoded.beats.values.length} of all that are stored.`,
          ]),
      ...(zeros > 0 ? [`A dense array multiplies the ${zeros} zeros of the matrix too.`] : []),
      ...(cut === null ? [] : [`Numbers that do not fit their bits: ${cut}.`]),
    ],
  };
}

const kib = (bits: number): string => (bits / BITS_PER_KIB).toFixed(1);
