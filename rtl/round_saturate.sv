// An exact sum of 2F fraction bits as a word: half a unit is added, the fraction cut, the rest saturated.
// With F = 0 there is nothing to round. Combinational. docs/timing.md section 6.
module round_saturate #(
    parameter SUM_BITS      = 51,
    parameter WORD_BITS     = 16,
    parameter FRACTION_BITS = 12
) (
    input  wire signed [ SUM_BITS-1:0] sum,
    output wire signed [WORD_BITS-1:0] word
);
  localparam signed [SUM_BITS:0] HALF = FRACTION_BITS > 0 ? {{SUM_BITS{1'b0}}, 1'b1} << (FRACTION_BITS - 1) : 0;
  localparam signed [SUM_BITS:0] MOST = ({{SUM_BITS{1'b0}}, 1'b1} << (WORD_BITS - 1)) - 1;
  localparam signed [SUM_BITS:0] LEAST = -MOST - 1;
  wire signed [SUM_BITS:0] extended = {sum[SUM_BITS-1], sum};
  wire signed [SUM_BITS:0] rounded = (extended + HALF) >>> FRACTION_BITS;
  assign word = rounded > MOST ? MOST[WORD_BITS-1:0] : rounded < LEAST ? LEAST[WORD_BITS-1:0] : rounded[WORD_BITS-1:0];
endmodule
