// S0 of a PE whose lanes go on together: as many beats as the product has, one whenever S1 can take one. A
// beat that is taken is at `beat` in the next cycle. NESTED: of every row the first `beats_per_row` beats,
// from the last of which it is `row_step` addresses to the next row. docs/timing.md section 3.
module beat_fetch #(
    parameter NESTED       = 0,
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
    /* verilator lint_off UNUSEDSIGNAL */  // without nested models every beat of the memory is read
    input  wire [ COUNT_BITS-1:0] beats_per_row,
    input  wire [WEIGHT_BITS-1:0] row_step,
    /* verilator lint_on UNUSEDSIGNAL */
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

  localparam [31:0] ONE = 32'd1;
  wire [WEIGHT_BITS-1:0] step;
  generate
    if (NESTED != 0) begin : nested
      // Beats of the row that were read.
      reg [COUNT_BITS-1:0] row_beat;
      wire row_end = row_beat + 1'b1 == beats_per_row;
      always @(posedge clk)
        if (start) row_beat <= {COUNT_BITS{1'b0}};
        else if (takes) row_beat <= row_end ? {COUNT_BITS{1'b0}} : row_beat + 1'b1;
      assign step = row_end ? row_step : ONE[WEIGHT_BITS-1:0];
    end else begin : whole
      assign step = ONE[WEIGHT_BITS-1:0];
    end
  endgenerate

  weight_stream #(
      .BEAT_BITS   (BEAT_BITS),
      .BEATS       (WEIGHT_BEATS),
      .ADDRESS_BITS(WEIGHT_BITS)
  ) weights (
      .clk          (clk),
      .start        (start),
      .first        (first_beat),
      .read         (takes),
      .step         (step),
      .beat         (beat),
      .write        (weight_write),
      .write_address(weight_address),
      .write_data   (weight_data)
  );
endmodule
