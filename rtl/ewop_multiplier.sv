// mulr of two words, rounded and saturated, LATENCY registers later. docs/timing.md section 6.
module ewop_multiplier #(
    parameter WORD_BITS     = 16,
    parameter FRACTION_BITS = 12,
    parameter LATENCY       = 3
) (
    input  wire                        clk,
    input  wire signed [WORD_BITS-1:0] a,
    input  wire signed [WORD_BITS-1:0] b,
    output wire        [WORD_BITS-1:0] y
);
  wire signed [2*WORD_BITS-1:0] exact = a * b;
  wire [WORD_BITS-1:0] rounded;
  round_saturate #(
      .SUM_BITS     (2 * WORD_BITS),
      .WORD_BITS    (WORD_BITS),
      .FRACTION_BITS(FRACTION_BITS)
  ) rounding (
      .sum (exact),
      .word(rounded)
  );
  delay_line #(
      .WIDTH (WORD_BITS),
      .STAGES(LATENCY)
  ) stages (
      .clk(clk),
      .d  (rounded),
      .q  (y)
  );
endmodule
