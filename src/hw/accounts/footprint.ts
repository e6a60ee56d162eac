/**
 * What a configured accelerator asks of a device, before any technology is known: sizes of its
 * memories and counts of its units. The resource estimate (src/energy) maps it to DSP blocks,
 * block RAM, LUTs and flip-flops.
 */
export interface Footprint {
  /** Arrays of what the other fields say of one. Absent: one. */
  readonly arrays?: 2;
  /** M. */
  readonly pes: number;
  /** N: multipliers per PE. */
  readonly lanes: number;
  /** Operand bits (W) and accumulator bits. */
  readonly bits: number;
  readonly accumulatorBits: number;
  /** Bits of a weight's value. Absent: W. */
  readonly weightBits?: number;
  /** Of int8 weights: what scales the sums of rows. Absent: nothing does. */
  readonly rowScales?: {
    /** Bits of a scale. */
    readonly wordBits: number;
    /** Words of the scale memory of a PE; 0: there is none. */
    readonly wordsPerPe: number;
    /** Registers that hold the scale of a whole matrix, for all PEs. */
    readonly registers: number;
    /** Rows that leave a PE in a cycle, each through a rescaler of its own. */
    readonly portsPerPe: number;
    /** Operands of a rescaler: the sum of a row, and the multiplier of a scale with a sign. */
    readonly sumBits: number;
    readonly multiplierBits: number;
  };
  /** Banks of a vector buffer. Absent: as many as a PE has lanes. */
  readonly banks?: number;
  /** Copies of its vector buffer that a PE has. Absent: one. */
  readonly vectorCopies?: number;
  /** Read ports per vector buffer bank (1 or 2). */
  readonly ports: number;
  /** Clocks of the vector buffers in a cycle. Absent: one. */
  readonly pump?: 1 | 2;
  /** Clock of the array, in MHz. Absent: it is not asked whether memories can go as fast. */
  readonly clockMhz?: number;
  /**
   * How the pipeline is cut and wired: how S1 takes beats, who goes first at a bank, and the registers of
   * `timing.*` in cycles. Absent: nobody asks how fast its stages are.
   */
  readonly pipeline?: {
    readonly issue: 'parallel' | 'arbitrated' | 'windowed' | 'shuffled' | 'shared' | 'decoupled';
    readonly arbiter: 'fixed' | 'rotating';
    readonly arbiterStyle: 'chain' | 'tree' | null;
    readonly mulLatency: number;
    readonly bankOutputRegister: number;
    readonly crossbarRegister: number;
    readonly addLatency: number;
    readonly activationLatency: number;
    readonly ewMulLatency: number;
  };
  /** True when a bank arbiter and a data crossbar stand between lanes and banks . */
  readonly arbitrated: boolean;
  /**
   * Beats of a PE that S1 may hold: so many times the lanes compete, and find their words in
   * registers. Absent: one, without registers of its own.
   */
  readonly window?: number;
  /** Requests that may stand at a bank, which are counted there. Absent: as many as come. */
  readonly queueDepth?: number;
  /**
   * Of lanes that go on by themselves: cycles until a lost request is back, and rows with an accumulator at
   * every bank. Absent: the lanes of a beat go on together.
   */
  readonly shuffle?: { readonly retryCycles: number; readonly openRows: number };
  /** Of rows that share beats: rows that may leave a PE in a cycle. Absent: every row begins a beat. */
  readonly rowPacking?: { readonly rowsPerCycle: number };
  /** True when of every row only the first beats are read, and the address steps over the others. */
  readonly nestedRows?: boolean;
  /** Of lanes with weight memories of their own. Absent: a PE has one, and its lanes are in step. */
  readonly laneMemories?: {
    /** Width of a lane's weight memory. */
    readonly wordBits: number;
    /**
     * Memories of a PE with a word for every row, which lanes have entries in it or where its entries end:
     * their number, width (0: there is none) and depth.
     */
    readonly rowMemories: number;
    readonly rowBits: number;
    readonly rowsPerPe: number;
  };
  /** Of lanes that run rows apart: partial sums that a lane holds, and the bits that one needs. */
  readonly laneStreams?: { readonly rowsApart: number; readonly sumBits: number };
  /** True when one vector buffer serves all PEs. */
  readonly sharedBuffer: boolean;
  /**
   * Weight memory of one PE: width of a beat in bits, and depth in beats (the deepest PE; with
   * streamed weights both buffers), which is the depth of lanes' own memories, too.
   */
  readonly beatBits: number;
  readonly beatsPerPe: number;
  /** Words per bank of each region of a vector buffer: x, h and h', or the combined [x, h] and h'. */
  readonly regionWords: readonly number[];
  /** Element-wise lanes (E) and style. */
  readonly ewopLanes: number;
  readonly ewopStyle: 'chained' | 'instruction';
  /** Instructions of the longest program of a step. Absent: 16. */
  readonly instructions?: number;
  /** True when an instruction may begin with what another has not finished. Absent: it waits. */
  readonly chaining?: boolean;
  /**
   * Tables of sigmoid and tanh: segments, bits of a code between two ends of a segment, and bits above the
   * tables, which say whether a code is outside. Absent: 64 segments over all of W bits.
   */
  readonly activation?: {
    readonly segments: number;
    readonly stepBits: number;
    readonly clampedBits: number;
  };
  /**
   * The cells that element-wise lanes compute: those of an LSTM, of a GRU, or both in turn. Absent: an
   * LSTM's.
   */
  readonly cells?: readonly ('lstm' | 'gru')[];
  /**
   * True when a layer has peepholes: the chained style then has three more
   * multipliers per lane. Absent: none has.
   */
  readonly peepholes?: boolean;
  /**
   * Bits of a burst that the expander of a packed stream takes apart, beside the beat that it fills. Absent:
   * the weights are resident or streamed as their image, and there is no expander.
   */
  readonly expandedBurstBits?: number;
  /**
   * Of streamed weights: bits of a burst that they come in, and what comes in a cycle at most. Absent: the
   * weights are resident, and there is no DMA.
   */
  readonly stream?: { readonly burstBits: number; readonly bitsPerCycle: number };
  /** Bits held by the element-wise register file (state, gates, biases, peepholes). */
  readonly registerFileBits: number;
}
