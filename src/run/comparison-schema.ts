import { z } from 'zod';

/** What designs of a comparison have in common. */
export const equalities = ['kept', 'requested', 'area'] as const;

/** What bank-balanced sparsity saves, in percent of what the baseline takes; below 0: it takes more. */
export const SavingsSchema = z.strictObject({
  design: z.string().describe('Row of the bank-balanced design'),
  baseline: z.string().nullable().describe('Row of the fastest baseline that fits; null: none fits'),
  cyclesPercent: z.number().optional(),
  latencyPercent: z.number().optional(),
  latencyAtFmaxPercent: z.number().optional().describe('Each design at its own Fmax'),
  fastestAtFmax: z
    .strictObject({ baseline: z.string(), latencyPercent: z.number() })
    .optional()
    .describe('Fastest baseline that fits where each is at its own Fmax, if it is another one'),
  energyPercent: z.number().optional(),
  area: z
    .array(z.strictObject({ resource: z.string(), unit: z.string(), percent: z.number() }))
    .optional()
    .describe('By resource of which the baseline takes any'),
});

/** What of a comparison names its rows. */
interface NamedRows {
  readonly workload: string;
  readonly referenceRow: string;
  readonly rows: readonly { readonly label: string; readonly run: { readonly workload: string } }[];
  readonly savings: {
    readonly design: string;
    readonly baseline: string | null;
    readonly fastestAtFmax?: { readonly baseline: string } | undefined;
  } | null;
}

/** A field of a comparison that does not go with its rows. */
interface RowProblem {
  readonly path: PropertyKey[];
  readonly message: string;
}

/** What in a comparison does not go with its rows: another workload, names of none. */
export function rowProblems({ workload, referenceRow, rows, savings }: NamedRows): RowProblem[] {
  const labels = rows.map(({ label }) => label);
  const named = (path: PropertyKey[], label: string | null): RowProblem[] =>
    label === null || labels.includes(label)
      ? []
      : [{ path, message: `expected the label of a row, found "${label.slice(0, 80)}"` }];
  return [
    // Two rows may have one label: accelerators of two files may be called alike.
    ...rows.flatMap(({ run }, at): RowProblem[] =>
      run.workload === workload
        ? []
        : [{ path: ['rows', at, 'run', 'workload'], message: 'expected the workload of the comparison' }],
    ),
    ...named(['referenceRow'], referenceRow),
    ...(savings === null ? [] : named(['savings', 'design'], savings.design)),
    ...(savings === null ? [] : named(['savings', 'baseline'], savings.baseline)),
    ...(savings?.fastestAtFmax === undefined
      ? []
      : named(['savings', 'fastestAtFmax', 'baseline'], savings.fastestAtFmax.baseline)),
    ...(savings !== null && savings.baseline === savings.design
      ? [{ path: ['savings', 'baseline'], message: 'expected another row than that of the design' }]
      : []),
  ];
}
