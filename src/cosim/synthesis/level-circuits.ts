import { indexWidth } from '../bench/hex-word.ts';

/** How the arbiter of a circuit is made, and which requester of a bank goes first. */
export const arbiterStyles = ['chain', 'tree'] as const;
/** One of them. */
export type Style = (typeof arbiterStyles)[number];
/** The two priorities of an arbiter. */
export const priorities = ['fixed', 'rotating'] as const;
/** One of them. */
export type Priority = (typeof priorities)[number];

/** A combinational stage of a PE that is mapped by itself to six-input functions. */
export interface LevelCircuit {
  readonly stage: 'arbiter' | 'windowed arbiter' | 'crossbar' | 'stall';
  /** `tree rotating, 2 ports`. */
  readonly variant: string;
  /** Lanes, which are as many as the banks. */
  readonly lanes: number;
  /** Beats in flight that ask for the banks. */
  readonly window: number;
  readonly module: string;
  readonly parameters: Readonly<Record<string, number>>;
  /** SystemVerilog of the module, where rtl/ has none. */
  readonly text?: string;
}

/** The words of a table for an arbiter. */
export const arbiterVariant = (style: Style, priority: Priority, ports: number) =>
  `${style} ${priority}, ${ports} ${ports === 1 ? 'port' : 'ports'}`;

function bankArbiter(lanes: number, style: Style, priority: Priority, ports: number): LevelCircuit {
  return {
    stage: 'arbiter',
    variant: arbiterVariant(style, priority, ports),
    lanes,
    window: 1,
    module: 'bank_arbiter',
    parameters: {
      REQUESTERS: lanes,
      BANKS: lanes,
      BANK_BITS: indexWidth(lanes),
      ADDRESS_BITS: 5,
      PORTS: ports,
      ROTATING: Number(priority === 'rotating'),
      TREE: Number(style === 'tree'),
    },
  };
}

function windowArbiter(lanes: number, window: number, style: Style): LevelCircuit {
  return {
    stage: 'windowed arbiter',
    variant: arbiterVariant(style, 'fixed', 1),
    lanes,
    window,
    module: 'window_arbiter',
    parameters: {
      LANES: lanes,
      BANKS: lanes,
      WINDOW: window,
      SLOT_BITS: indexWidth(window),
      BANK_BITS: indexWidth(lanes),
      ADDRESS_BITS: 5,
      TREE: Number(style === 'tree'),
    },
  };
}

const crossbar = (lanes: number): LevelCircuit => ({
  stage: 'crossbar',
  variant: '1 port',
  lanes,
  window: 1,
  module: 'crossbar',
  parameters: { LANES: lanes, BANKS: lanes, BANK_BITS: indexWidth(lanes), WORD_BITS: 16 },
});

/** From grants to whether the next beat is read, as rtl/pe.sv and rtl/beat_fetch.sv say it. */
const stall = (lanes: number): LevelCircuit => ({
  stage: 'stall',
  variant: 'to the next beat',
  lanes,
  window: 1,
  module: 'stall_to_read',
  parameters: { LANES: lanes },
  text: `module stall_to_read #(parameter LANES = 4) (input wire s1_valid, input wire [LANES-1:0] pending,
  input wire [LANES-1:0] grant, input wire any_left, output wire takes);
  assign takes = any_left && (!s1_valid || !(|(pending & ~grant)));
endmodule
`,
});

const arbiters = (sizes: readonly number[], ports: number) =>
  sizes.flatMap((lanes) =>
    arbiterStyles.flatMap((style) => priorities.map((one) => bankArbiter(lanes, style, one, ports))),
  );

/** The rows of the committed table, those that take longest last. */
export const levelCircuits: readonly LevelCircuit[] = [
  ...[2, 4, 8, 16, 32, 64].map(stall),
  ...[2, 4, 8, 16, 32].map(crossbar),
  ...arbiters([2, 4, 8, 16], 1),
  ...arbiters([4, 8, 16], 2),
  ...arbiterStyles.flatMap((style) => [
    ...[2, 4, 8].map((window) => windowArbiter(4, window, style)),
    ...[2, 4].map((window) => windowArbiter(8, window, style)),
  ]),
  ...arbiters([32], 1),
];
