// A gate of a chained lane: an exact sum, rounded behind the adder that made it, and its activation.
// The value follows the sum by ADD_LATENCY + ACTIVATION_LATENCY registers. docs/timing.md sections 4 and 6.
module ewop_gate #(
    parameter WORD_BITS          = 16,
    parameter FRACTION_BITS      = 12,
    parameter SUM_BITS           = 51,
    parameter ADD_LATENCY        = 1,
    parameter ACTIVATION_LATENCY = 2,
    parameter RANGE_BITS         = 16,
    parameter SEGMENT_BITS       = 6,
    parameter [(2**SEGMENT_BITS+1)*WORD_BITS-1:0] TABLE = 0
) (
    input  wire                 clk,
    input  wire [ SUM_BITS-1:0] sum,
    output wire [WORD_BITS-1:0] value
);
  wire [WORD_BITS-1:0] rounded;
  wire [WORD_BITS-1:0] pre;
  wire [WORD_BITS-1:0] activated;
  round_saturate #(
      .SUM_BITS     (SUM_BITS),
      .WORD_BITS    (WORD_BITS),
      .FRACTION_BITS(FRACTION_BITS)
  ) rounding (
      .sum (sum),
      .word(rounded)
  );
  delay_line #(
      .WIDTH (WORD_BITS),
      .STAGES(ADD_LATENCY)
  ) adder (
      .clk(clk),
      .d  (rounded),
      .q  (pre)
  );
  activation #(
      .WORD_BITS   (WORD_BITS),
      .RANGE_BITS  (RANGE_BITS),
      .SEGMENT_BITS(SEGMENT_BITS),
      .TABLE       (TABLE)
  ) function_of_sum (
      .s(pre),
      .y(activated)
  );
  delay_line #(
      .WIDTH (WORD_BITS),
      .STAGES(ACTIVATION_LATENCY)
  ) activation_stages (
      .clk(clk),
      .d  (activated),
      .q  (value)
  );
endmodule
