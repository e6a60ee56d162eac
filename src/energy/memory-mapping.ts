import type { Device } from './device.ts';

/**
 * A memory of the design: `depth` words of `width` bits, one write port and `readPorts` read
 * ports, not written while both read.
 */
export interface MemoryShape {
  readonly width: number;
  readonly depth: number;
  readonly readPorts: number;
}

/** What one memory takes: blocks of RAM (halves where a block splits into two) or logic. */
export interface MemoryUse {
  readonly ramBlocks: number;
  readonly distributedLogic: number;
}

/**
 * Blocks of RAM for a memory of `width` x `depth` bits in the best of the block's aspect ratios (`dualPort`:
 * of those with two read ports): ceil(width / mode width) x ceil(depth / mode depth). Model: multiplexers
 * between stacked blocks cost nothing.
 */
export function blocksOfRam(ram: Device['ram'], width: number, depth: number, dualPort = false): number {
  const modes = ram.widths.filter(({ trueDualPort }) => trueDualPort || !dualPort);
  const blocks = modes.map(
    (mode) => Math.ceil(width / mode.width) * Math.ceil(depth / mode.depth) * mode.share,
  );
  return Math.min(...blocks);
}

/** Logic units for a memory of `width` x `depth` bits in MLABs or LUT RAM. */
export function logicOfDistributedRam(
  { depth: cellDepth, width: cellWidth, logicPerCell }: Device['distributedRam'],
  width: number,
  depth: number,
): number {
  return Math.ceil(width / cellWidth) * Math.ceil(depth / cellDepth) * logicPerCell;
}

/**
 * Maps one memory: at most `distributedRamWords` words go to MLABs or LUT RAM (a copy per read port), deeper
 * ones to block RAM, where two read ports take a true-dual-port block or a copy, whichever is smaller.
 */
export function mapMemory(memory: MemoryShape, device: Device, distributedRamWords: number): MemoryUse {
  const { width, depth, readPorts } = memory;
  if (depth <= distributedRamWords) {
    const copy = logicOfDistributedRam(device.distributedRam, width, depth);
    return { ramBlocks: 0, distributedLogic: copy * readPorts };
  }
  const copies = blocksOfRam(device.ram, width, depth) * readPorts;
  const shared = readPorts === 2 ? blocksOfRam(device.ram, width, depth, true) : copies;
  return { ramBlocks: Math.min(copies, shared), distributedLogic: 0 };
}
