import { indexWidth } from '../bench/hex-word.ts';

/** A module of the RTL that is mapped alone: its name, and its parameters that are not the default. */
export interface BlockSample {
  readonly module: string;
  readonly parameters: Readonly<Record<string, number>>;
}

/** Families of which blocks are mapped: one of either vendor, whose cells are those of the estimate. */
export const blockFamilies = ['xc7', 'cyclonev'] as const;

const sizes = [4, 8, 16, 32];
const one = (module: string, ...parameters: BlockSample['parameters'][]): BlockSample[] =>
  parameters.map((own) => ({ module, parameters: own }));

const arbiter = (LANES: number, ADDRESS_BITS = 5, PORTS = 1, ROTATING = 0) => ({
  LANES,
  BANKS: LANES,
  BANK_BITS: indexWidth(LANES),
  ADDRESS_BITS,
  PORTS,
  ROTATING,
});
/** The same circuit, of which all requests are counted side by side. */
const asTree = (chain: BlockSample['parameters']) => ({ ...chain, TREE: 1 });
const crossbar = (LANES: number, PORTS = 1, REGISTER = 0, WORD_BITS = 16) => ({
  LANES,
  BANKS: LANES,
  BANK_BITS: indexWidth(LANES),
  PORTS,
  REGISTER,
  WORD_BITS,
});

/** Words of a bank are addressed by five bits, beats of a weight memory by ten; counters have 16. */
const memories = { ADDRESS_BITS: 5, WEIGHT_BEATS: 1024, WEIGHT_BITS: 10, COUNT_BITS: 16 };

const pe = (LANES: number, ARBITRATED: number, more: Record<string, number> = {}) => {
  const BANK_BITS = indexWidth(LANES);
  const LANE_BITS = 16 + 5 + (ARBITRATED ? 1 + BANK_BITS : 0);
  const BEAT_BITS = LANES * LANE_BITS + ARBITRATED;
  return { LANES, ARBITRATED, BANK_BITS, LANE_BITS, BEAT_BITS, ...memories, ...more };
};
const slots = (WINDOW: number) => ({ WINDOW, SLOT_BITS: indexWidth(WINDOW) });
const windowed = (LANES: number, WINDOW: number, ADDRESS_BITS = 5) => ({
  LANES,
  BANKS: LANES,
  BANK_BITS: indexWidth(LANES),
  ADDRESS_BITS,
  ...slots(WINDOW),
});
const queues = (LANES: number, WINDOW: number, DEPTH: number) => ({
  LANES,
  BANKS: LANES,
  BANK_BITS: indexWidth(LANES),
  WINDOW,
  DEPTH,
});
const lane = (ROWS_APART: number) => {
  const { COUNT_BITS: _, ...own } = memories;
  return { ROWS_APART, SLOT_BITS: indexWidth(ROWS_APART), LANE_BITS: 22, ...own };
};
const laneSums = (LANES: number, ROWS_APART: number) => ({
  LANES,
  ROWS_APART,
  SLOT_BITS: indexWidth(ROWS_APART),
  ADDRESS_BITS: 5,
});

/** The modules of the RTL that are mapped alone, each at several sizes. */
export const blockSamples: readonly BlockSample[] = [
  ...one('sum_tree', ...sizes.map((LANES) => ({ LANES, SUM_BITS: 32, ACC_BITS: 48 }))),
  ...one('sum_tree', { LANES: 6, SUM_BITS: 32, ACC_BITS: 48 }, { LANES: 8, SUM_BITS: 24, ACC_BITS: 48 }),
  ...one('mac_pipeline', ...sizes.map((LANES) => ({ LANES, MUL_LATENCY: 3 }))),
  ...one('mac_pipeline', { LANES: 8, MUL_LATENCY: 2 }, { LANES: 8, MUL_LATENCY: 5 }),
  ...one('mac_pipeline', { LANES: 8, ACC_BITS: 64 }),
  ...one('csr_arbiter', ...sizes.map((n) => arbiter(n)), ...[4, 8, 16].map((n) => arbiter(n, 8))),
  ...one('csr_arbiter', ...[4, 8, 16].flatMap((n) => [arbiter(n, 5, 2), arbiter(n, 5, 1, 1)])),
  ...one('crossbar', ...sizes.map((n) => crossbar(n)), ...[4, 8, 16].map((n) => crossbar(n, 2))),
  ...one('crossbar', crossbar(8, 1, 1), crossbar(16, 1, 0, 8)),
  ...one('pe', ...sizes.map((n) => pe(n, 0)), ...[4, 8, 16].map((n) => pe(n, 1)), pe(8, 0, { NESTED: 1 })),
  ...one('pe', pe(8, 0, { WORD_LATENCY: 2 }), pe(8, 1, { WORD_LATENCY: 3 })),
  ...one('window_arbiter', windowed(4, 2), windowed(8, 2), windowed(4, 4), windowed(8, 4), windowed(4, 8)),
  ...one('window_arbiter', windowed(8, 4, 8), windowed(8, 8), windowed(16, 2)),
  ...one(
    'csr_arbiter',
    ...[4, 8, 16].flatMap((n) =>
      [1, 2].flatMap((ports) => [0, 1].map((r) => asTree(arbiter(n, 5, ports, r)))),
    ),
  ),
  ...one('csr_arbiter', ...[4, 8, 16].map((n) => asTree(arbiter(n, 8)))),
  ...one('window_arbiter', ...[windowed(4, 2), windowed(8, 2), windowed(4, 4), windowed(8, 4)].map(asTree)),
  ...one('bank_queues', queues(4, 2, 1), queues(4, 2, 2), queues(4, 4, 1), queues(4, 4, 2), queues(8, 2, 2)),
  ...one('bank_queues', queues(4, 4, 4), queues(8, 4, 2)),
  ...one('lane_stream', lane(2), lane(4), lane(8)),
  ...one('lane_sums', laneSums(4, 4), laneSums(8, 4), laneSums(4, 8), laneSums(8, 2)),
  ...one('vector_loader', ...sizes.map((BANKS) => ({ BANKS, PLACEMENT: 0 })), { BANKS: 8, PLACEMENT: 2 }),
  ...one('ewop_chained', ...[1, 2].map((LANES) => ({ LANES, ELEMENT_BITS: 51 }))),
  ...one('ewop_chained', { LANES: 1, PEEPHOLES: 1 }, { LANES: 1, ADD_LATENCY: 2, ACTIVATION_LATENCY: 3 }),
  ...one('ewop_chained', { LANES: 1, MULTIPLY_LATENCY: 5 }),
  ...one('ewop_gru', ...[1, 2].map((LANES) => ({ LANES, RESET_AFTER: 1 })), { LANES: 1, RESET_AFTER: 0 }),
  ...one('ewop_vector', ...[1, 2].map((LANES) => ({ LANES })), { LANES: 1, MULTIPLY_LATENCY: 5 }),
  ...one('row_rescale', { OUTS: 1, SUM_BITS: 31 }, { OUTS: 2, SUM_BITS: 31 }, { OUTS: 1, MUL_LATENCY: 5 }),
  ...one('controller', ...[8, 16].map((INSTRUCTIONS) => ({ INSTRUCTIONS })), {
    INSTRUCTIONS: 8,
    CHAINING: 1,
  }),
  ...one('step_sequencer', ...[4, 8].map((INSTRUCTIONS) => ({ INSTRUCTIONS }))),
];

/**
 * Whether a sample is mapped for a family. Element-wise lanes and the scoreboard are not for ALMs: Yosys
 * leaves their comparisons with constants in carry chains, of 1,542 ALUTs in a chained lane that has 836
 * bits of them on the other family, and takes 2.5 times as many functions.
 */
export function isMappedFor({ module }: BlockSample, family: (typeof blockFamilies)[number]): boolean {
  return family === 'xc7' || !/^(ewop_|controller$)/.test(module);
}
