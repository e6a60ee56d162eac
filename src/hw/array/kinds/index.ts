import { banked } from './banked.ts';
import { bankedDecoupled } from './banked-decoupled.ts';
import { bbs } from './bbs.ts';
import { csr } from './csr.ts';
import { csrShared } from './csr-shared.ts';
import { csrShuffle } from './csr-shuffle.ts';
import { csrWindow } from './csr-window.ts';
import { dense } from './dense.ts';
import { registryOf } from './registry.ts';
import { replicated } from './replicated.ts';

/** Where a kind registers: its record stands in this list, and nowhere else. */
export const shippedKinds = [
  bbs,
  csr,
  csrShared,
  csrShuffle,
  csrWindow,
  dense,
  banked,
  bankedDecoupled,
  replicated,
] as const;

/** The kinds, and what follows from the list of them (see KindRegistry). */
export const {
  kinds,
  acceleratorKinds,
  AcceleratorSchema,
  kindOf,
  buildArray,
  kindsWith,
  ownFields,
  explainMissing,
} = registryOf(shippedKinds);
