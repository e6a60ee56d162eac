// One lane of the chained element-wise pipeline of a GRU, one element per cycle. With RESET_AFTER the
// accumulators over x and over h in, h' out, 3 adders, 2 activations and 2 multipliers later. Without it two
// phases share the lane: the reset, where r * h follows its operands by an adder, an activation and a
// multiplier, and the cell, once the products over r * h are there: 2 adders, an activation and a multiplier.
// Operands enter from a register, results leave unregistered. docs/timing.md sections 4 and 6.
module ewop_gru_lane #(
    parameter WORD_BITS          = 16,
    parameter FRACTION_BITS      = 12,
    parameter ACC_BITS           = 48,
    parameter SUM_BITS           = 51,
    parameter ADD_LATENCY        = 1,
    parameter ACTIVATION_LATENCY = 2,
    parameter MULTIPLY_LATENCY   = 3,
    parameter RESET_AFTER        = 1,
    parameter RANGE_BITS         = 16,
    parameter SEGMENT_BITS       = 6,
    parameter [(2**SEGMENT_BITS+1)*WORD_BITS-1:0] SIGMOID_TABLE = 0,
    parameter [(2**SEGMENT_BITS+1)*WORD_BITS-1:0] TANH_TABLE    = 0
) (
    input  wire                   clk,
    // Accumulators r, z, n: over x with RESET_AFTER, else over both; those over h (not read without it).
    /* verilator lint_off UNUSEDSIGNAL */  // sums of accumulators are cut to one; a layer without RESET_AFTER
    input  wire [ 3*SUM_BITS-1:0] gates,
    input  wire [ 3*SUM_BITS-1:0] recurrent_gates,
    // r, z, n, and of n the one over h.
    input  wire [4*WORD_BITS-1:0] biases,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire [  WORD_BITS-1:0] state,
    output wire [  WORD_BITS-1:0] reset_state,
    output wire [  WORD_BITS-1:0] new_state
);
  localparam TO_GATES = ADD_LATENCY + ACTIVATION_LATENCY;
  // n waits for the reset of its products over h.
  localparam N_WAITS = RESET_AFTER != 0 ? TO_GATES + MULTIPLY_LATENCY : 0;
  localparam TO_N = N_WAITS + TO_GATES;

  // Exact sums of accumulators and biases; r and z of two products as one accumulator.
  wire [3*SUM_BITS-1:0] sums;
  genvar q;
  generate
    for (q = 0; q < 3; q = q + 1) begin : gate
      wire signed [WORD_BITS-1:0] bias = biases[q*WORD_BITS+:WORD_BITS];
      wire signed [SUM_BITS-1:0] scaled = {{SUM_BITS - WORD_BITS{bias[WORD_BITS-1]}}, bias} <<< FRACTION_BITS;
      wire [SUM_BITS-1:0] products;
      if (RESET_AFTER != 0 && q < 2) begin : both
        wire [ACC_BITS-1:0] joined = gates[q*SUM_BITS+:ACC_BITS] + recurrent_gates[q*SUM_BITS+:ACC_BITS];
        assign products = {{SUM_BITS - ACC_BITS{joined[ACC_BITS-1]}}, joined};
      end else begin : one
        assign products = gates[q*SUM_BITS+:SUM_BITS];
      end
      assign sums[q*SUM_BITS+:SUM_BITS] = products + scaled;
    end
  endgenerate

  // r and z; the state beside them.
  wire [2*WORD_BITS-1:0] activated;
  wire [  WORD_BITS-1:0] state_at_gates;
  generate
    for (q = 0; q < 2; q = q + 1) begin : early
      ewop_gate #(
          .WORD_BITS         (WORD_BITS),
          .FRACTION_BITS     (FRACTION_BITS),
          .SUM_BITS          (SUM_BITS),
          .ADD_LATENCY       (ADD_LATENCY),
          .ACTIVATION_LATENCY(ACTIVATION_LATENCY),
          .RANGE_BITS        (RANGE_BITS),
          .SEGMENT_BITS      (SEGMENT_BITS),
          .TABLE             (SIGMOID_TABLE)
      ) activated_gate (
          .clk  (clk),
          .sum  (sums[q*SUM_BITS+:SUM_BITS]),
          .value(activated[q*WORD_BITS+:WORD_BITS])
      );
    end
  endgenerate
  delay_line #(
      .WIDTH (WORD_BITS),
      .STAGES(TO_GATES)
  ) state_waits_for_gates (
      .clk(clk),
      .d  (state),
      .q  (state_at_gates)
  );

  // The reset: r times the products over h, as a word, which joins n; or r times h, for products to come.
  wire [SUM_BITS-1:0] n_sum;
  wire [WORD_BITS-1:0] is_reset;
  wire [WORD_BITS-1:0] reset;
  ewop_multiplier #(
      .WORD_BITS    (WORD_BITS),
      .FRACTION_BITS(FRACTION_BITS),
      .LATENCY      (MULTIPLY_LATENCY)
  ) reset_product (
      .clk(clk),
      .a  (activated[0+:WORD_BITS]),
      .b  (is_reset),
      .y  (reset)
  );
  assign reset_state = reset;
  generate
    if (RESET_AFTER != 0) begin : reset_after
      wire signed [WORD_BITS-1:0] bias = biases[3*WORD_BITS+:WORD_BITS];
      wire signed [SUM_BITS-1:0] scaled = {{SUM_BITS - WORD_BITS{bias[WORD_BITS-1]}}, bias} <<< FRACTION_BITS;
      wire [SUM_BITS-1:0] over_h = recurrent_gates[2*SUM_BITS+:SUM_BITS] + scaled;
      wire [SUM_BITS-1:0] over_x;
      wire [WORD_BITS-1:0] rounded;
      round_saturate #(
          .SUM_BITS     (SUM_BITS),
          .WORD_BITS    (WORD_BITS),
          .FRACTION_BITS(FRACTION_BITS)
      ) rounding (
          .sum (over_h),
          .word(rounded)
      );
      delay_line #(
          .WIDTH (WORD_BITS),
          .STAGES(TO_GATES)
      ) candidate_waits (
          .clk(clk),
          .d  (rounded),
          .q  (is_reset)
      );
      delay_line #(
          .WIDTH (SUM_BITS),
          .STAGES(N_WAITS)
      ) wait_for_reset (
          .clk(clk),
          .d  (sums[2*SUM_BITS+:SUM_BITS]),
          .q  (over_x)
      );
      assign n_sum = over_x + ({{SUM_BITS - WORD_BITS{reset[WORD_BITS-1]}}, reset} << FRACTION_BITS);
    end else begin : reset_before
      assign is_reset = state_at_gates;
      assign n_sum = sums[2*SUM_BITS+:SUM_BITS];
    end
  endgenerate

  // n; z and the state beside it.
  wire [WORD_BITS-1:0] n;
  wire [WORD_BITS-1:0] z;
  wire [WORD_BITS-1:0] state_at_n;
  ewop_gate #(
      .WORD_BITS         (WORD_BITS),
      .FRACTION_BITS     (FRACTION_BITS),
      .SUM_BITS          (SUM_BITS),
      .ADD_LATENCY       (ADD_LATENCY),
      .ACTIVATION_LATENCY(ACTIVATION_LATENCY),
      .RANGE_BITS        (RANGE_BITS),
      .SEGMENT_BITS      (SEGMENT_BITS),
      .TABLE             (TANH_TABLE)
  ) candidate (
      .clk  (clk),
      .sum  (n_sum),
      .value(n)
  );
  delay_line #(
      .WIDTH (2 * WORD_BITS),
      .STAGES(TO_N - TO_GATES)
  ) wait_for_candidate (
      .clk(clk),
      .d  ({activated[WORD_BITS+:WORD_BITS], state_at_gates}),
      .q  ({z, state_at_n})
  );

  // h' = sat(mulr(1 - z, n) + mulr(z, h)). 1 - z is a word: where 1 is none, sigmoid ends before 0.
  localparam [WORD_BITS-1:0] ONE = 1 << FRACTION_BITS;
  wire [WORD_BITS-1:0] complement = ONE - z;
  ewop_product_sum #(
      .WORD_BITS       (WORD_BITS),
      .FRACTION_BITS   (FRACTION_BITS),
      .ADD_LATENCY     (ADD_LATENCY),
      .MULTIPLY_LATENCY(MULTIPLY_LATENCY)
  ) new_state_sum (
      .clk  (clk),
      .kept ({z, state_at_n}),
      .fresh({complement, n}),
      .state(new_state)
  );
endmodule
