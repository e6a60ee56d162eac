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
  /** Functions of six inputs that choose between stacked blocks. */
  readonly muxLogic: number;
}

/** A memory that is not there. */
export const noMemory: MemoryUse = { ramBlocks: 0, distributedLogic: 0, muxLogic: 0 };

/** So many of a memory. */
export const timesMemory = (use: MemoryUse, count: number): MemoryUse => ({
  ramBlocks: use.ramBlocks * count,
  distributedLogic: use.distributedLogic * count,
  muxLogic: use.muxLogic * count,
});

/** Blocks of RAM for a memory, and how many words it stacks: 1 where one block is as deep as it. */
interface BlockUse {
  readonly blocks: number;
  readonly stacked: number;
}

function bestMode(ram: Device['ram'], width: number, depth: number, dualPort: boolean): BlockUse {
  let blocks = Number.POSITIVE_INFINITY;
  let stacked = 1;
  for (const mode of ram.widths) {
    if (dualPort && !mode.trueDualPort) continue;
    const deep = Math.ceil(depth / mode.depth);
    const taken = Math.ceil(width / mode.width) * deep * mode.share;
    if (taken > blocks || (taken === blocks && deep >= stacked)) continue;
    blocks = taken;
    stacked = deep;
  }
  return { blocks, stacked };
}

/**
 * Blocks of RAM for a memory of `width` x `depth` bits in the best of the block's aspect ratios (`dualPort`:
 * of those with two read ports): ceil(width / mode width) x ceil(depth / mode depth).
 */
export function blocksOfRam(ram: Device['ram'], width: number, depth: number, dualPort = false): number {
  return bestMode(ram, width, depth, dualPort).blocks;
}

/**
 * Functions of six inputs that choose a word of `width` bits among the blocks that a memory stacks, four at a
 * time; of aspect ratios that take as many blocks the deepest is taken. None of UltraRAM, which cascades.
 */
export function muxOfRam(ram: Device['ram'], width: number, depth: number, dualPort = false): number {
  return width * Math.ceil((bestMode(ram, width, depth, dualPort).stacked - 1) / 3);
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
    return { ramBlocks: 0, distributedLogic: copy * readPorts, muxLogic: 0 };
  }
  const copies = blocksOfRam(device.ram, width, depth) * readPorts;
  const shared = readPorts === 2 ? blocksOfRam(device.ram, width, depth, true) : copies;
  const isShared = shared < copies;
  const muxLogic = readPorts * muxOfRam(device.ram, width, depth, isShared);
  return { ramBlocks: Math.min(copies, shared), distributedLogic: 0, muxLogic };
}
