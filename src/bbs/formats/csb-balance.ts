import { ImpossibleDesign } from '../../errors/impossible-design.ts';
import type { StoredCodes } from '../matrix.ts';
import type { Placement } from '../placement.ts';

/**
 * k of a bank-balanced matrix: the count for which most banks of most rows hold min(k, size of the bank)
 * entries, the smallest of equally good ones, at least 1. Throws BadInput for the first bank that holds
 * another number. A matrix without entries has k = 1.
 */
export function commonPerBank(stored: StoredCodes, placement: Placement): number {
  if (stored.codes.length === 0) return 1;
  const perBank = mostExplaining(stored, placement);
  checkBalance(stored, placement, perBank);
  return perBank;
}

function mostExplaining(stored: StoredCodes, placement: Placement): number {
  const { depth, sizes, banks } = placement;
  const full = new Float64Array(depth + 1);
  const partial = new Float64Array(depth + 1);
  const counts = new Uint32Array(banks);
  for (let row = 0; row < stored.rows; row++) {
    countBanks(stored, row, placement, counts);
    for (let bank = 0; bank < banks; bank++) (counts[bank] === sizes[bank] ? full : partial)[counts[bank]]++;
  }
  let best = 1;
  let most = -1;
  let fullUpTo = full[0];
  for (let perBank = 1; perBank <= depth; perBank++) {
    fullUpTo += full[perBank];
    if (fullUpTo + partial[perBank] <= most) continue;
    best = perBank;
    most = fullUpTo + partial[perBank];
  }
  return best;
}

function checkBalance(stored: StoredCodes, placement: Placement, perBank: number): void {
  const { banks, sizes, kind } = placement;
  const counts = new Uint32Array(banks);
  for (let row = 0; row < stored.rows; row++) {
    countBanks(stored, row, placement, counts);
    for (let bank = 0; bank < banks; bank++) {
      const expected = Math.min(perBank, sizes[bank]);
      if (counts[bank] === expected) continue;
      throw new ImpossibleDesign(
        `tensor ${stored.tensor}: row ${row}, bank ${bank}: found ${counts[bank]} ${counts[bank] === 1 ? 'entry' : 'entries'}, ` +
          `expected ${expected}: the matrix is not bank-balanced over ${banks} banks (${kind} placement)`,
      );
    }
  }
}

function countBanks(stored: StoredCodes, row: number, { bankOf }: Placement, counts: Uint32Array): void {
  const { rowStart, columns } = stored;
  counts.fill(0);
  for (let e = rowStart[row]; e < rowStart[row + 1]; e++) counts[bankOf[columns[e]]]++;
}
