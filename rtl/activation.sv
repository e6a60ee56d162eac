// A piecewise linear activation over the whole range of a word: 64 segments, TABLE has the 65 values at their
// ends (value i at i * WORD_BITS). Combinational. docs/timing.md section 6.
module activation #(
    parameter WORD_BITS = 16,
    parameter [65*WORD_BITS-1:0] TABLE = 0
) (
    input  wire [WORD_BITS-1:0] s,
    output wire [WORD_BITS-1:0] y
);
  localparam STEP_BITS = WORD_BITS - 6;
  wire [5:0] segment = {~s[WORD_BITS-1], s[WORD_BITS-2:STEP_BITS]};
  wire [6:0] next = {1'b0, segment} + 7'd1;
  wire signed [WORD_BITS-1:0] low = TABLE[segment*WORD_BITS+:WORD_BITS];
  generate
    if (STEP_BITS > 0) begin : interpolated
      wire signed [WORD_BITS-1:0] high = TABLE[next*WORD_BITS+:WORD_BITS];
      wire signed [STEP_BITS:0] offset = {1'b0, s[STEP_BITS-1:0]};
      wire signed [WORD_BITS:0] rise = {high[WORD_BITS-1], high} - {low[WORD_BITS-1], low};
      /* verilator lint_off UNUSEDSIGNAL */  // the sum lies between the two ends and fits a word
      wire signed [WORD_BITS+STEP_BITS+1:0] product = rise * offset;
      /* verilator lint_on UNUSEDSIGNAL */
      assign y = low + product[STEP_BITS+:WORD_BITS];
    end else begin : tabulated
      /* verilator lint_off UNUSEDSIGNAL */  // nothing lies between the ends of a segment of one code
      wire [6:0] unused = next;  // nothing lies between the ends
      /* verilator lint_on UNUSEDSIGNAL */
      assign y = low;
    end
  endgenerate
endmodule
