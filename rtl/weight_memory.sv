// The weight memory of one PE: a word is a beat, read one per cycle, at `beat` in the cycle after its address
// (S0 to S1), where it stays until the next read. docs/timing.md section 2.
module weight_memory #(
    parameter BEAT_BITS    = 64,
    parameter BEATS        = 16,
    parameter ADDRESS_BITS = 4
) (
    input  wire                    clk,
    input  wire                    read,
    input  wire [ADDRESS_BITS-1:0] address,
    output reg  [   BEAT_BITS-1:0] beat,
    input  wire                    write,
    input  wire [ADDRESS_BITS-1:0] write_address,
    input  wire [   BEAT_BITS-1:0] write_data
);
  reg [BEAT_BITS-1:0] beats[0:BEATS-1];
`ifndef SYNTHESIS
  initial beat = {BEAT_BITS{1'b0}};
`endif

  always @(posedge clk) begin
    if (write) beats[write_address] <= write_data;
    if (read) beat <= beats[address];
  end
endmodule
