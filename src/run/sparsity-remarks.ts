/** How far a sparsity may be from the one that was asked for before it is worth a word. */
const NOTABLE = 0.02;

/** What a pattern reached; null: it cannot be had. */
interface Reached {
  readonly pattern: string;
  readonly sparsity: number | null;
}

/** A remark on `name` where patterns keep notably more or less than the sparsity asked for leaves. */
export function reachedRemarks(name: string, asked: number, patterns: readonly Reached[]): string[] {
  const figures = patterns.flatMap(({ pattern, sparsity }) =>
    sparsity === null || Math.abs(sparsity - asked) <= NOTABLE
      ? []
      : [`${pattern} reaches ${percent(sparsity)}`],
  );
  if (figures.length === 0) return [];
  return [
    `${name}: at ${percent(asked)} sparsity ${figures.join(', ')}: what a pattern keeps comes in whole parts, at least one`,
  ];
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
