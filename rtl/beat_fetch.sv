// S0 of a PE whose lanes go on together: as many beats as the product has, one whenever S1 can take one. A
// beat that is taken is at `beat` in the next cycle. docs/timing.md section 3.
module beat_fetch #(
    parameter BEAT_BITS    = 64,
    parameter WEIGHT_BEATS = 16,
    parameter WEIGHT_BITS  = 4,
    parameter COUNT_BITS   = 16
) (
    input  wire                   clk,
    input  wire                   rst,
    input  wire                   start,
    input  wire [WEIGHT_BITS-1:0] first_beat,
    input  wire [ COUNT_BITS-1:0] beats,
    // Whether S1 can take a beat, and whether there is one for it.
    input  wire                   advance,
    output wire                   enters,
    output wire [  BEAT_BITS-1:0] beat,
    input  wire                   weight_write,
    input  wire [WEIGHT_BITS-1:0] weight_address,
    input  wire [  BEAT_BITS-1:0] weight_data
);
  reg  [COUNT_BITS-1:0] beats_left;
  wire                  takes = beats_left != {COUNT_BITS{1'b0}} && advance;
  assign enters = takes && !start;
  always @(posedge clk)
    if (rst) beats_left <= {COUNT_BITS{1'b0}};
    else if (start) beats_left <= beats;
    else if (takes) beats_left <= beats_left - 1'b1;

  weight_stream #(
      .BEAT_BITS   (BEAT_BITS),
      .BEATS       (WEIGHT_BEATS),
      .ADDRESS_BITS(WEIGHT_BITS)
  ) weights (
      .clk          (clk),
      .start        (start),
      .first        (first_beat),
      .read         (takes),
      .beat         (beat),
      .write        (weight_write),
      .write_address(weight_address),
      .write_data   (weight_data)
  );
endmodule
