import { BadInput } from '../../errors/bad-input.ts';
import type { Hdf5Bytes } from './hdf5-bytes.ts';

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** Whether a file is HDF5, without a block of the user's in front. */
export function isHdf5(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/** What the first record of an HDF5 file says. */
export interface Superblock {
  readonly version: number;
  /** Of the root group's object header. */
  readonly root: number;
  /** Where the address of the end of the file stands. */
  readonly endField: number;
  /** Of version 0 and 1: where the symbol table entry of the root group stands; null in later ones. */
  readonly rootEntry: number | null;
  /** Half of the most members of a symbol node, and of the most children of a tree node, in groups. */
  readonly leafK: number;
  readonly internalK: number;
}

/**
 * Reads the superblock (versions 0 to 3, addresses and lengths of eight bytes). Throws BadInput on others
 * and on a file that is shorter than it says. Source: HDF5 File Format Specification 3.0, section II.A.
 */
export function readSuperblock(file: Hdf5Bytes): Superblock {
  const version = file.u8(8);
  if (version > 3) throw new BadInput(`${file.place}: HDF5 superblock version ${version}, expected 0 to 3`);
  const isOld = version < 2;
  const sizes = isOld ? 13 : 9;
  const [offsetBytes, lengthBytes] = [file.u8(sizes), file.u8(sizes + 1)];
  if (offsetBytes !== 8 || lengthBytes !== 8) {
    throw new BadInput(
      `${file.place}: addresses of ${offsetBytes} and lengths of ${lengthBytes} bytes, expected 8 of both`,
    );
  }
  const base = isOld ? 24 + 4 * version : 12;
  if (file.u64(base) !== 0)
    throw new BadInput(`${file.place}: its base address is ${file.u64(base)}, expected 0`);
  const endField = base + 16;
  const end = file.u64(endField);
  if (end > file.bytes.length)
    throw new BadInput(`${file.place}: cut short: found ${file.bytes.length} bytes of ${end}`);
  const rootEntry = isOld ? base + 32 : null;
  return {
    version,
    root: file.u64(rootEntry === null ? 36 : rootEntry + 8),
    endField,
    rootEntry,
    leafK: isOld ? file.u16(16) : 0,
    internalK: isOld ? file.u16(18) : 0,
  };
}
