/** How the columns of a vector are dealt to the banks. docs/timing.md section 1. */
export type PlacementKind = 'blocked' | 'even' | 'cyclic';

/**
 * Where each column lives: `bankOf[c]`, `wordOf[c]`; `depth` (D) words per bank, `sizes[b]` of them used in
 * bank b. `replicated`: every bank holds all columns, and `bankOf` names the first of them.
 */
export interface Placement {
  readonly kind: PlacementKind | 'replicated';
  readonly cols: number;
  readonly banks: number;
  readonly depth: number;
  readonly bankOf: Uint16Array;
  readonly wordOf: Uint32Array;
  readonly sizes: Uint32Array;
}

/** First column of bank b under a contiguous placement. */
function firstColumn(kind: 'blocked' | 'even', cols: number, banks: number, bank: number): number {
  return kind === 'even' ? Math.floor((bank * cols) / banks) : Math.min(bank * Math.ceil(cols / banks), cols);
}

/** Deals `cols` columns to `banks` banks. docs/timing.md section 1. */
export function placeColumns(kind: PlacementKind, cols: number, banks: number): Placement {
  const bankOf = new Uint16Array(cols);
  const wordOf = new Uint32Array(cols);
  const sizes = new Uint32Array(banks);
  if (kind === 'cyclic') {
    for (let c = 0; c < cols; c++) {
      bankOf[c] = c % banks;
      wordOf[c] = sizes[c % banks]++;
    }
  } else {
    for (let bank = 0; bank < banks; bank++) {
      const first = firstColumn(kind, cols, banks, bank);
      const end = firstColumn(kind, cols, banks, bank + 1);
      for (let c = first; c < end; c++) {
        bankOf[c] = bank;
        wordOf[c] = c - first;
      }
      sizes[bank] = end - first;
    }
  }
  return { kind, cols, banks, depth: Math.ceil(cols / banks), bankOf, wordOf, sizes };
}

/** Every bank holds the whole vector: no lane ever asks for another one's bank. */
export function replicateColumns(cols: number, banks: number): Placement {
  return {
    kind: 'replicated',
    cols,
    banks,
    depth: cols,
    bankOf: new Uint16Array(cols),
    wordOf: Uint32Array.from({ length: cols }, (_, column) => column),
    sizes: new Uint32Array(banks).fill(cols),
  };
}
