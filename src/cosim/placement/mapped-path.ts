import type { PlacedRow } from './placed-table.ts';

/** A circuit's longest path: of the placement whose delay is the median of its seeds. */
export interface MappedPath extends PlacedRow {
  /** The slowest seed less the fastest. */
  readonly spreadNs: number;
}

/** One path for each circuit of the table, in its order. */
export function mappedPaths(rows: readonly PlacedRow[]): readonly MappedPath[] {
  const circuits = new Map<string, PlacedRow[]>();
  for (const row of rows) {
    const name = `${row.stage},${row.variant},${row.size}`;
    circuits.set(name, [...(circuits.get(name) ?? []), row]);
  }
  return [...circuits.values()].map((seeds) => {
    const sorted = [...seeds].sort((a, b) => a.delayNs - b.delayNs);
    const spreadNs = (sorted.at(-1)?.delayNs ?? 0) - sorted[0].delayNs;
    return { ...sorted[Math.floor((sorted.length - 1) / 2)], spreadNs };
  });
}
