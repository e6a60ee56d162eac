import { type PlacedCircuit, portsOf } from './circuit.ts';

/** A weight memory, from the block of RAM through two gates to a register. */
export const weightMemory: PlacedCircuit = {
  stage: 'weight memory',
  variant: 'and a gate',
  size: 1,
  module: 'read_and_gate',
  parameters: { BITS: 16 },
  inputs: portsOf({ read: 1, address: 8, write: 1, write_address: 8, write_data: 16 }),
  outputs: portsOf({ both: 15 }),
  text: `module read_and_gate #(parameter BITS = 16) (input wire clk, input wire read,
  input wire [7:0] address, input wire write, input wire [7:0] write_address,
  input wire [BITS-1:0] write_data, output wire [BITS-2:0] both);
  wire [BITS-1:0] beat;
  weight_memory #(.BEAT_BITS(BITS), .BEATS(256), .ADDRESS_BITS(8)) memory (.clk(clk), .read(read),
    .address(address), .beat(beat), .write(write), .write_address(write_address), .write_data(write_data));
  assign both = beat[BITS-1:1] & beat[BITS-2:0];
endmodule
`,
};

/** One adder of a level of the tree. */
export function adder(bits: number): PlacedCircuit {
  return {
    stage: 'adder',
    variant: 'carry chain',
    size: bits,
    module: 'adder',
    parameters: { BITS: bits },
    inputs: portsOf({ a: bits, b: bits }),
    outputs: portsOf({ sum: bits }),
    text: `module adder #(parameter BITS = 16) (input wire clk, input wire [BITS-1:0] a,
  input wire [BITS-1:0] b, output wire [BITS-1:0] sum);
  assign sum = a + b;
endmodule
`,
  };
}

/** From the grants of lanes to whether S1 goes on, and from there to the address of the next beat. */
export function stall(lanes: number): PlacedCircuit {
  return {
    stage: 'stall',
    variant: 'to the next beat',
    size: lanes,
    module: 'stall_to_fetch',
    parameters: { LANES: lanes },
    inputs: portsOf({ rst: 1, start: 1, pending: lanes, grant: lanes, beats: 12, first: 8 }),
    outputs: portsOf({ enters: 1, beat: 16 }),
    text: `module stall_to_fetch #(parameter LANES = 4) (input wire clk, input wire rst, input wire start,
  input wire [LANES-1:0] pending, input wire [LANES-1:0] grant, input wire [11:0] beats,
  input wire [7:0] first, output wire enters, output wire [15:0] beat);
  reg s1_valid;
  wire advance = !s1_valid || !(|(pending & ~grant));
  always @(posedge clk) if (rst) s1_valid <= 1'b0; else if (advance) s1_valid <= enters;
  beat_fetch #(.BEAT_BITS(16), .WEIGHT_BEATS(256), .WEIGHT_BITS(8), .COUNT_BITS(12)) fetch (
    .clk(clk), .rst(rst), .start(start), .first_beat(first), .beats(beats), .beats_per_row(beats),
    .row_step(first), .advance(advance), .enters(enters), .beat(beat), .weight_write(grant[0]),
    .weight_address(first), .weight_data({beats, pending[0], grant[0], first[1:0]}));
endmodule
`,
  };
}

/** A word of one bit that goes to many registers, each behind a gate of its own. */
export function broadcast(registers: number): PlacedCircuit {
  return {
    stage: 'broadcast',
    variant: 'one bit',
    size: registers,
    module: 'broadcast',
    parameters: { REGISTERS: registers },
    inputs: portsOf({ word: 1, keep: registers }),
    outputs: portsOf({ held: registers }),
    text: `module broadcast #(parameter REGISTERS = 4) (input wire clk, input wire word,
  input wire [REGISTERS-1:0] keep, output wire [REGISTERS-1:0] held);
  assign held = keep ^ {REGISTERS{word}};
endmodule
`,
  };
}
