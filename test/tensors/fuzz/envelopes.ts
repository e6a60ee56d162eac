import { readZipDirectory } from '../../../src/tensors/zip/zip-directory.ts';
import { readZipEntry } from '../../../src/tensors/zip/zip-entry.ts';
import { writeZip } from '../../../src/tensors/zip/zip-write.ts';

/**
 * What surrounds the contents of a file: sums and lengths that a reader checks first. Damage to the contents
 * gets past these checks only where the envelope is made anew around them.
 */
export interface Envelope {
  /** The contents of an undamaged file; none for a file that has no such envelope. */
  open(bytes: Uint8Array): readonly Uint8Array[];
  /** The file with other contents. */
  close(bytes: Uint8Array, contents: readonly Uint8Array[]): Uint8Array;
}

/** The entries of a zip file, stored, whose CRC-32 and sizes are made anew. */
export const zipEnvelope: Envelope = {
  open: (bytes) =>
    bytes[0] === 0x50 ? readZipDirectory(bytes, '').map((entry) => readZipEntry(bytes, entry, '')) : [],
  close: (bytes, contents) =>
    writeZip(
      readZipDirectory(bytes, '').map(({ name }, i) => ({ name, bytes: contents[i] })),
      false,
    ),
};

/** A header behind eight bytes with its length, and the data. */
export const lengthEnvelope: Envelope = {
  open: (bytes) => {
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    return bytes[7] === 0 ? [bytes.slice(8, 8 + length), bytes.slice(8 + length)] : [];
  },
  close: (_, [header, data]) => {
    const whole = new Uint8Array(8 + header.length + data.length);
    new DataView(whole.buffer).setUint32(0, header.length, true);
    whole.set(header, 8);
    whole.set(data, 8 + header.length);
    return whole;
  },
};
