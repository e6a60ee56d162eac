import type { CompareResult } from '../../run/result.ts';

/** The kind of array of a row of a comparison, of which its name may tell nothing. */
export function kindInRow({ run }: Pick<CompareResult['rows'][number], 'run'>): string {
  const { kind } = run.config as { readonly kind?: string };
  return kind ?? run.accelerator;
}
