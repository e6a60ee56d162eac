// The new state of a cell: the saturated sum of two rounded products, c' = f c + i g or h' = (1 - z) n + z h.
// It follows its operands by MULTIPLY_LATENCY + ADD_LATENCY registers. docs/timing.md sections 4 and 6.
module ewop_product_sum #(
    parameter WORD_BITS        = 16,
    parameter FRACTION_BITS    = 12,
    parameter ADD_LATENCY      = 1,
    parameter MULTIPLY_LATENCY = 3
) (
    input  wire                   clk,
    // Of each product both operands.
    input  wire [2*WORD_BITS-1:0] kept,
    input  wire [2*WORD_BITS-1:0] fresh,
    output wire [  WORD_BITS-1:0] state
);
  wire [WORD_BITS-1:0] old;
  wire [WORD_BITS-1:0] added;
  wire [WORD_BITS-1:0] sum;
  ewop_multiplier #(
      .WORD_BITS    (WORD_BITS),
      .FRACTION_BITS(FRACTION_BITS),
      .LATENCY      (MULTIPLY_LATENCY)
  ) keep (
      .clk(clk),
      .a  (kept[WORD_BITS+:WORD_BITS]),
      .b  (kept[0+:WORD_BITS]),
      .y  (old)
  );
  ewop_multiplier #(
      .WORD_BITS    (WORD_BITS),
      .FRACTION_BITS(FRACTION_BITS),
      .LATENCY      (MULTIPLY_LATENCY)
  ) add (
      .clk(clk),
      .a  (fresh[WORD_BITS+:WORD_BITS]),
      .b  (fresh[0+:WORD_BITS]),
      .y  (added)
  );
  round_saturate #(
      .SUM_BITS     (WORD_BITS + 1),
      .WORD_BITS    (WORD_BITS),
      .FRACTION_BITS(0)
  ) saturation (
      .sum ({old[WORD_BITS-1], old} + {added[WORD_BITS-1], added}),
      .word(sum)
  );
  delay_line #(
      .WIDTH (WORD_BITS),
      .STAGES(ADD_LATENCY)
  ) adder (
      .clk(clk),
      .d  (sum),
      .q  (state)
  );
endmodule
