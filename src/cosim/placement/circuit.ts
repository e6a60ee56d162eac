/** A port of a circuit that is placed. */
interface Port {
  readonly name: string;
  readonly bits: number;
}

/**
 * A circuit that is placed and routed by itself: a module of rtl/, or one that `text` holds, with its
 * parameters. Its inputs come from registers and its outputs go to registers.
 */
export interface PlacedCircuit {
  /** The stage that it is, in the words of reports. */
  readonly stage: string;
  readonly variant: string;
  /** What it grows with: lanes, bits of a sum, or registers that one word goes to. */
  readonly size: number;
  readonly module: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** SystemVerilog of the module, where rtl/ has none. */
  readonly text?: string;
}

/** How an arbiter of the table is made. */
export const placedStyles = ['chain', 'tree'] as const;
/** One of them. */
export type PlacedStyle = (typeof placedStyles)[number];

/** Bits of a word of the vector, and of its address in a bank, in every circuit of the table. */
export const placedBits = { word: 16, address: 8 } as const;

/** Bits that number so many banks. */
export const numberBits = (count: number) => Math.max(1, Math.ceil(Math.log2(count)));

/** Ports by their names, with their bits. */
export const portsOf = (sizes: Readonly<Record<string, number>>): PlacedCircuit['inputs'] =>
  Object.entries(sizes).map(([name, bits]) => ({ name, bits }));
