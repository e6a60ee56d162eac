import { range } from './naive.ts';

/** Columns in which rows survived. */
type Survivors = readonly ReadonlySet<number>[];

const common = (a: ReadonlySet<number>, b: ReadonlySet<number>) => [...a].filter((col) => b.has(col)).length;
const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0);

/** The rows of every cluster before any exchange: one with most survivors, and those likest to it. */
export function seededByHand(survivors: Survivors, count: number): number[][] {
  const left = range(0, survivors.length);
  return range(0, count).map((cluster) => {
    const size =
      Math.floor(((cluster + 1) * survivors.length) / count) -
      Math.floor((cluster * survivors.length) / count);
    const [seed] = [...left].sort((a, b) => survivors[b].size - survivors[a].size || a - b);
    const likeness = (row: number) => common(survivors[row], survivors[seed]);
    const taken = [...left].sort((a, b) => likeness(b) - likeness(a) || a - b).slice(0, size);
    for (const row of taken) left.splice(left.indexOf(row), 1);
    return taken;
  });
}

/** The columns of every cluster: pairs by falling density, as many as come nearest to the survivors. */
export function columnsByHand(
  survivors: Survivors,
  cols: number,
  clusters: readonly number[][],
): Set<number>[] {
  const total = sum(survivors.map(({ size }) => size));
  const pairs = clusters.flatMap((rows, cluster) =>
    range(0, cols).map((col) => ({
      cluster,
      col,
      held: rows.filter((row) => survivors[row].has(col)).length,
    })),
  );
  const size = (pair: { readonly cluster: number }) => clusters[pair.cluster].length;
  // Held / size, compared without a division; the sort is stable.
  pairs.sort((a, b) => b.held * size(a) - a.held * size(b));
  const positions = range(1, pairs.length + 1).map((taken) => sum(pairs.slice(0, taken).map(size)));
  let best = 0;
  positions.forEach((kept, i) => {
    if (Math.abs(kept - total) <= Math.abs(positions[best] - total)) best = i;
  });
  const chosen = clusters.map(() => new Set<number>());
  for (const { cluster, col } of pairs.slice(0, best + 1)) chosen[cluster].add(col);
  return chosen;
}

/** Survivors that lie in the blocks of their clusters. */
export function coveredByHand(
  survivors: Survivors,
  clusters: readonly number[][],
  columns: readonly ReadonlySet<number>[],
): number {
  return sum(
    clusters.flatMap((rows, cluster) => rows.map((row) => common(survivors[row], columns[cluster]))),
  );
}

/** One round: any two clusters exchange their worst placed rows while more survivors are covered. */
export function exchangedByHand(
  survivors: Survivors,
  clusters: readonly number[][],
  columns: readonly ReadonlySet<number>[],
): number[][] {
  const now = clusters.map((rows) => [...rows]);
  const gain = (row: number, from: number, to: number) =>
    common(survivors[row], columns[to]) - common(survivors[row], columns[from]);
  const best = (from: number, to: number, tried: ReadonlySet<number>) =>
    now[from]
      .filter((row) => !tried.has(row))
      .sort((a, b) => gain(b, from, to) - gain(a, from, to) || a - b)[0];
  for (const a of range(0, now.length)) {
    for (const b of range(a + 1, now.length)) {
      // Rows that have moved stay where they are until the next pair.
      const moved = new Set<number>();
      for (;;) {
        const [going, coming] = [best(a, b, moved), best(b, a, moved)];
        if (going === undefined || coming === undefined) break;
        if (gain(going, a, b) + gain(coming, b, a) <= 0) break;
        now[a][now[a].indexOf(going)] = coming;
        now[b][now[b].indexOf(coming)] = going;
        moved.add(going).add(coming);
      }
    }
  }
  return now;
}
