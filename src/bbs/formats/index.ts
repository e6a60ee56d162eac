import { basis } from './basis.ts';
import { bcsr } from './bcsr.ts';
import { blockBitmaps } from './block-bitmaps.ts';
import { cbcsc } from './cbcsc.ts';
import { circulant } from './circulant-vectors.ts';
import { csb } from './csb.ts';
import { csc } from './csc.ts';
import { csr } from './csr.ts';
import { dense } from './dense.ts';
import { denseBlocks } from './dense-blocks.ts';
import { ell } from './ell.ts';
import { nmGroups } from './n-m.ts';
import { periodic } from './periodic.ts';
import { tagged } from './tagged.ts';

/** Every format of the storage table, in its order: the only place where a format is registered. */
export const formats = [csb, csr, csc, dense] as const;

/** Formats that are made for a pattern, by their names: the only place where one is registered. */
export const sizedFormats = [
  bcsr,
  ell,
  cbcsc,
  nmGroups,
  blockBitmaps,
  circulant,
  periodic,
  tagged,
  basis,
  denseBlocks,
] as const satisfies readonly { readonly name: string }[];

/** The names in the storage table. */
type TableFormatName = (typeof formats)[number]['name'];

/** The formats' names. */
export type FormatName = TableFormatName | (typeof sizedFormats)[number]['name'];

/** All of them, in the order in which they are listed. */
export const formatNames: readonly FormatName[] = [...formats, ...sizedFormats].map(({ name }) => name);
