import { BadInput } from '../../errors/bad-input.ts';
import { expectTag, type Hdf5Bytes } from './hdf5-bytes.ts';

/** The types of header messages that are read. */
export const messageTypes = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
} as const;

/** One message of an object header. */
export interface HeaderMessage {
  readonly type: number;
  /** Where its data begins, and how many bytes it has; they lie inside the file. */
  readonly at: number;
  readonly size: number;
  /** Whether the data is elsewhere: here is only where. */
  readonly isShared: boolean;
}

/** Messages between two bytes. */
interface Block {
  readonly at: number;
  readonly end: number;
}

/**
 * The messages of the object header at an address, version 1 or 2, through its continuations. Throws BadInput
 * on other versions, on messages that run over their block and on blocks that lead in a circle. Checksums
 * are not looked at. Source: HDF5 File Format Specification 3.0, section IV.A.1.
 */
export function readObjectHeader(file: Hdf5Bytes, at: number): readonly HeaderMessage[] {
  const isNew = file.u8(at) !== 1;
  if (isNew) expectTag(file, at, 'OHDR');
  const flags = isNew ? file.u8(at + 5) : 0;
  const first = isNew ? firstBlock(file, at, flags) : { at: at + 16, end: at + 16 + file.u32(at + 8) };
  const headBytes = isNew ? ((flags & 4) === 0 ? 4 : 6) : 8;
  const messages: HeaderMessage[] = [];
  const blocks: Block[] = [first];
  const seen = new Set([first.at]);
  for (const block of blocks) {
    for (const message of messagesOf(file, block, headBytes)) {
      messages.push(message);
      if (message.type !== messageTypes.continuation) continue;
      const next = continuation(file, message, isNew);
      if (seen.has(next.at))
        throw new BadInput(`${file.place}: damaged: its object header leads in a circle at byte ${next.at}`);
      seen.add(next.at);
      blocks.push(next);
    }
  }
  return messages;
}

/** The first block of a header of version 2: behind its times, its limits and its own length. */
function firstBlock(file: Hdf5Bytes, at: number, flags: number): Block {
  const version = file.u8(at + 4);
  if (version !== 2)
    throw new BadInput(`${file.place}: object header version ${version} at byte ${at}, expected 1 or 2`);
  const field = at + 6 + ((flags & 0x20) === 0 ? 0 : 16) + ((flags & 0x10) === 0 ? 0 : 4);
  const width = 1 << (flags & 3);
  const size = [file.u8, file.u16, file.u32, file.u64][flags & 3](field);
  return { at: field + width, end: field + width + size };
}

function continuation(file: Hdf5Bytes, { at }: HeaderMessage, isNew: boolean): Block {
  const [start, length] = [file.u64(at), file.u64(at + 8)];
  if (!isNew) return { at: start, end: start + length };
  expectTag(file, start, 'OCHK');
  return { at: start + 4, end: start + length - 4 };
}

function messagesOf(file: Hdf5Bytes, block: Block, headBytes: number): HeaderMessage[] {
  const isNew = headBytes < 8;
  const messages: HeaderMessage[] = [];
  for (let at = block.at; at + headBytes <= block.end; ) {
    file.step();
    const type = isNew ? file.u8(at) : file.u16(at);
    const size = file.u16(at + (isNew ? 1 : 2));
    const flags = file.u8(at + (isNew ? 3 : 4));
    const data = at + headBytes;
    if (data + size > block.end)
      throw new BadInput(
        `${file.place}: damaged: a header message of ${size} bytes at byte ${data} runs over its block`,
      );
    file.slice(data, size);
    messages.push({ type, at: data, size, isShared: (flags & 2) !== 0 });
    at = data + size;
  }
  return messages;
}
