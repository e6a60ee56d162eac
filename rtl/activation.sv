// A piecewise linear activation: 2^SEGMENT_BITS segments over the codes of RANGE_BITS bits, TABLE has the
// values at their ends (value i at i * WORD_BITS). Codes outside have the value of the nearer end.
// Combinational. docs/timing.md section 6.
module activation #(
    parameter WORD_BITS    = 16,
    parameter RANGE_BITS   = 16,
    parameter SEGMENT_BITS = 6,
    parameter [(2**SEGMENT_BITS+1)*WORD_BITS-1:0] TABLE = 0
) (
    input  wire [WORD_BITS-1:0] s,
    output wire [WORD_BITS-1:0] y
);
  localparam STEP_BITS = RANGE_BITS - SEGMENT_BITS;
  localparam SEGMENTS = 2 ** SEGMENT_BITS;
  localparam HALF = 2 ** (RANGE_BITS - 1);
  // From the beginning of the table, which is half of its codes below 0.
  wire [RANGE_BITS-1:0] offset = s[RANGE_BITS-1:0] ^ HALF[RANGE_BITS-1:0];
  wire [SEGMENT_BITS-1:0] segment = offset[RANGE_BITS-1:STEP_BITS];
  wire signed [WORD_BITS-1:0] low = TABLE[segment*WORD_BITS+:WORD_BITS];
  wire [WORD_BITS-1:0] linear;
  generate
    if (STEP_BITS > 0) begin : interpolated
      wire [SEGMENT_BITS:0] next = {1'b0, segment} + {{SEGMENT_BITS{1'b0}}, 1'b1};
      wire signed [WORD_BITS-1:0] high = TABLE[next*WORD_BITS+:WORD_BITS];
      wire signed [STEP_BITS:0] distance = {1'b0, offset[STEP_BITS-1:0]};
      wire signed [WORD_BITS:0] rise = {high[WORD_BITS-1], high} - {low[WORD_BITS-1], low};
      /* verilator lint_off UNUSEDSIGNAL */  // the sum lies between the two ends and fits a word
      wire signed [WORD_BITS+STEP_BITS+1:0] product = rise * distance;
      /* verilator lint_on UNUSEDSIGNAL */
      assign linear = low + product[STEP_BITS+:WORD_BITS];
    end else begin : tabulated
      assign linear = low;
    end
    if (RANGE_BITS < WORD_BITS) begin : clamped
      // A code is inside when the bits above its range repeat the sign.
      wire sign = s[WORD_BITS-1];
      wire is_outside = s[WORD_BITS-2:RANGE_BITS-1] != {WORD_BITS - RANGE_BITS{sign}};
      assign y = !is_outside ? linear : sign ? TABLE[0+:WORD_BITS] : TABLE[SEGMENTS*WORD_BITS+:WORD_BITS];
    end else begin : whole
      assign y = linear;
    end
  endgenerate
endmodule
