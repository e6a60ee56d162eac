import type { SweptColumn } from './points.ts';

/** The marked rows by the values of a column, words by their letters; rows without one come last. */
export function orderedRows(
  { values, words }: SweptColumn,
  isDescending: boolean,
  mask: Uint8Array,
): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < mask.length; row++) if (mask[row] === 1) rows.push(row);
  const rank = words === null ? null : ranksOf(words);
  const keyOf = (row: number) =>
    rank === null || Number.isNaN(values[row]) ? values[row] : rank[values[row]];
  const keys = Float64Array.from(values, (_, row) => keyOf(row));
  const sign = isDescending ? -1 : 1;
  return Int32Array.from(rows).sort((a, b) => {
    const [missingA, missingB] = [Number.isNaN(keys[a]), Number.isNaN(keys[b])];
    if (missingA || missingB) return Number(missingA) - Number(missingB) || a - b;
    return sign * (keys[a] - keys[b]) || a - b;
  });
}

/** The place of each word in the order of their letters, the same for every reader. */
function ranksOf(words: readonly string[]): readonly number[] {
  const sorted = words.map((word, at) => ({ word, at }));
  sorted.sort((a, b) => (a.word < b.word ? -1 : a.word > b.word ? 1 : 0));
  const ranks = new Array<number>(words.length);
  sorted.forEach(({ at }, rank) => {
    ranks[at] = rank;
  });
  return ranks;
}
