import { z } from 'zod';
import { encodeCsc } from '../../bbs/formats/csc.ts';
import { columnArray, type StoredCodes } from '../../bbs/matrix.ts';
import { type Scan, timeQueues } from '../../published/ese/queues.ts';
import { measuredDesign } from './measured-design.ts';
import { portableDraws } from './portable-draws.ts';

/** Cycles of the simulator's pipeline behind the last entry, and what a column without entries holds a PE. */
const FILL_CYCLES = 7;
const EMPTY_COLUMN_CYCLES = 1;
/** Bits of a jump over rows that are not stored. */
const INDEX_BITS = 4;

const permille = z.number().int().min(0).max(1000);
const count = z.number().int().nonnegative();
const side = z.number().int().min(1).max(65_536);

const PointSchema = z
  .object({
    pes: z.number().int().min(1).max(4096),
    rows: side,
    cols: side,
    weightPermille: permille,
    activationPermille: permille,
    /** Slots of a PE's ring of activations, of which it fills all but one. */
    ringSlots: z.number().int().min(2).max(65_536),
    seed: count.max(0xffffffff),
    cycles: count,
    entries: count.optional(),
    nonZeroActivations: count.optional(),
    endsEarly: z.boolean().default(false),
  })
  .refine(({ rows, cols }) => rows * cols <= 2 ** 26, 'expected at most 67,108,864 weights');

type Point = z.output<typeof PointSchema>;

/** One product on EIE, as the cycle simulator of its authors runs it. */
export const eie = measuredDesign<Point>({
  name: 'eie',
  says: "one product on EIE (its authors' cycle simulator)",
  point: PointSchema,
  skips: ({ endsEarly }) => (endsEarly ? 'the simulator stopped before the work was done' : null),
  compute(point) {
    const { stored, scan } = inputsOf(point);
    const csc = encodeCsc(stored, { pes: point.pes, indexBits: INDEX_BITS });
    const { entriesEnd } = timeQueues(
      csc,
      {
        queueDepth: point.ringSlots - 1,
        emptyColumnCycles: EMPTY_COLUMN_CYCLES,
        fillCycles: FILL_CYCLES,
      },
      scan,
    );
    return [
      { field: 'nonZeroActivations', measured: point.nonZeroActivations, computed: scan.columns.length },
      { field: 'entries', measured: point.entries, computed: csc.values.length },
      { field: 'cycles', measured: point.cycles, computed: entriesEnd + FILL_CYCLES },
    ].flatMap(({ measured, ...field }) => (measured === undefined ? [] : [{ step: 0, ...field, measured }]));
  },
});

/** First the activations are drawn, then column by column and row by row what is stored. */
function inputsOf(point: Point): { readonly stored: StoredCodes; readonly scan: Scan } {
  const { pes, rows, cols, weightPermille, activationPermille, seed } = point;
  const draw = portableDraws(seed);
  const isNonZero = Array.from({ length: cols }, () => draw() % 1000 < activationPermille);
  const isStored = new Uint8Array(rows * cols);
  for (let column = 0; column < cols; column++) {
    for (let row = 0; row < rows; row++)
      isStored[row * cols + column] = draw() % 1000 < weightPermille ? 1 : 0;
  }
  return { stored: storedOf(isStored, rows, cols), scan: scanWords(isNonZero, pes) };
}

function storedOf(isStored: Uint8Array, rows: number, cols: number): StoredCodes {
  const rowStart = new Uint32Array(rows + 1);
  const entries = isStored.reduce((sum, bit) => sum + bit, 0);
  const columns = columnArray(cols, entries);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < cols; column++) if (isStored[row * cols + column]) columns[at++] = column;
    rowStart[row + 1] = at;
  }
  return { tensor: 'weights', rows, cols, rowStart, columns, codes: new Int16Array(entries).fill(1) };
}

/**
 * Activations are read in words of as many as there are PEs, and their non-zeros found one a cycle. A word
 * whose last position was none costs a cycle without a broadcast.
 */
function scanWords(isNonZero: readonly boolean[], pes: number): Scan {
  const columns: number[] = [];
  const gaps: number[] = [];
  let gap = 0;
  isNonZero.forEach((found, column) => {
    if (found) {
      columns.push(column);
      gaps.push(gap);
      gap = 0;
    } else if ((column + 1) % pes === 0) gap++;
  });
  return { columns: Uint32Array.from(columns), gaps: Uint32Array.from(gaps) };
}
