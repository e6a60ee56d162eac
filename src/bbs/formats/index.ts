import { csb } from './csb.ts';
import { csc } from './csc.ts';
import { csr } from './csr.ts';
import { dense } from './dense.ts';

/** Every format of the storage table, in its order: the only place where a format is registered. */
export const formats = [csb, csr, csc, dense] as const;

/** The formats' names. */
export type FormatName = (typeof formats)[number]['name'];
