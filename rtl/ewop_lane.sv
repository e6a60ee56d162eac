// One lane of the chained element-wise pipeline of an LSTM: the gates of one element in, c' and h' out, one
// element per cycle. The depth is 2 adders, 2 activations and 2 multipliers; with peepholes another 2
// multipliers and an adder. Operands enter from a register, results leave unregistered. Without peepholes i,
// f, g and o are activated together; with them o waits for p_o * c'. docs/timing.md sections 4 and 6.
module ewop_lane #(
    parameter WORD_BITS          = 16,
    parameter FRACTION_BITS      = 12,
    parameter SUM_BITS           = 51,
    parameter ADD_LATENCY        = 1,
    parameter ACTIVATION_LATENCY = 2,
    parameter MULTIPLY_LATENCY   = 3,
    parameter PEEPHOLES          = 0,
    parameter RANGE_BITS         = 16,
    parameter SEGMENT_BITS       = 6,
    parameter [(2**SEGMENT_BITS+1)*WORD_BITS-1:0] SIGMOID_TABLE = 0,
    parameter [(2**SEGMENT_BITS+1)*WORD_BITS-1:0] TANH_TABLE    = 0
) (
    input  wire                   clk,
    // Accumulators and biases in the order i, f, g, o; peepholes in the order
    // i, f, o (not read without them).
    input  wire [ 4*SUM_BITS-1:0] gates,
    input  wire [4*WORD_BITS-1:0] biases,
    /* verilator lint_off UNUSEDSIGNAL */  // a layer without peepholes
    input  wire [3*WORD_BITS-1:0] peepholes,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire [  WORD_BITS-1:0] cell_state,
    output wire [  WORD_BITS-1:0] new_cell,
    output wire [  WORD_BITS-1:0] output_state
);
  localparam PRODUCT = 2 * WORD_BITS;
  // Cycles from the operands to p_o * c' + o, or to the gate sums when there are no peepholes.
  localparam TO_SUMS = PEEPHOLES != 0 ? MULTIPLY_LATENCY : 0;
  localparam TO_CELL = TO_SUMS + ADD_LATENCY + ACTIVATION_LATENCY + MULTIPLY_LATENCY + ADD_LATENCY;

  // Exact gate sums; p * c joins i and f.
  wire [4*SUM_BITS-1:0] sums;
  genvar q;
  generate
    for (q = 0; q < 4; q = q + 1) begin : gate
      wire signed [WORD_BITS-1:0] bias = biases[q*WORD_BITS+:WORD_BITS];
      wire signed [SUM_BITS-1:0] scaled = {{SUM_BITS - WORD_BITS{bias[WORD_BITS-1]}}, bias} <<< FRACTION_BITS;
      wire signed [SUM_BITS-1:0] biased = $signed(gates[q*SUM_BITS+:SUM_BITS]) + scaled;
      wire signed [SUM_BITS-1:0] arrived;
      delay_line #(
          .WIDTH (SUM_BITS),
          .STAGES(TO_SUMS)
      ) wait_for_peephole (
          .clk(clk),
          .d  (biased),
          .q  (arrived)
      );
      if (PEEPHOLES != 0 && q < 2) begin : peephole
        wire signed [WORD_BITS-1:0] weight = peepholes[q*WORD_BITS+:WORD_BITS];
        wire signed [WORD_BITS-1:0] c = cell_state;
        wire signed [PRODUCT-1:0] exact = weight * c;
        wire signed [PRODUCT-1:0] product;
        delay_line #(
            .WIDTH (PRODUCT),
            .STAGES(MULTIPLY_LATENCY)
        ) multiplier (
            .clk(clk),
            .d  (exact),
            .q  (product)
        );
        assign sums[q*SUM_BITS+:SUM_BITS] = arrived + {{SUM_BITS - PRODUCT{product[PRODUCT-1]}}, product};
      end else begin : plain
        assign sums[q*SUM_BITS+:SUM_BITS] = arrived;
      end
    end
  endgenerate

  // i, f and g: rounded sum, activation.
  wire [3*WORD_BITS-1:0] activated;
  generate
    for (q = 0; q < 3; q = q + 1) begin : early
      ewop_gate #(
          .WORD_BITS         (WORD_BITS),
          .FRACTION_BITS     (FRACTION_BITS),
          .SUM_BITS          (SUM_BITS),
          .ADD_LATENCY       (ADD_LATENCY),
          .ACTIVATION_LATENCY(ACTIVATION_LATENCY),
          .RANGE_BITS        (RANGE_BITS),
          .SEGMENT_BITS      (SEGMENT_BITS),
          .TABLE             (q == 2 ? TANH_TABLE : SIGMOID_TABLE)
      ) activated_gate (
          .clk  (clk),
          .sum  (sums[q*SUM_BITS+:SUM_BITS]),
          .value(activated[q*WORD_BITS+:WORD_BITS])
      );
    end
  endgenerate

  // c' = sat(mulr(f, c) + mulr(i, g))
  wire [WORD_BITS-1:0] c_arrived;
  wire [WORD_BITS-1:0] c_new;
  delay_line #(
      .WIDTH (WORD_BITS),
      .STAGES(TO_SUMS + ADD_LATENCY + ACTIVATION_LATENCY)
  ) wait_for_gates (
      .clk(clk),
      .d  (cell_state),
      .q  (c_arrived)
  );
  ewop_product_sum #(
      .WORD_BITS       (WORD_BITS),
      .FRACTION_BITS   (FRACTION_BITS),
      .ADD_LATENCY     (ADD_LATENCY),
      .MULTIPLY_LATENCY(MULTIPLY_LATENCY)
  ) new_cell_sum (
      .clk  (clk),
      .kept ({activated[1*WORD_BITS+:WORD_BITS], c_arrived}),
      .fresh({activated[0*WORD_BITS+:WORD_BITS], activated[2*WORD_BITS+:WORD_BITS]}),
      .state(c_new)
  );

  // o: p_o * c' joins it, or it is activated with the others and waits for tanh(c').
  wire signed [SUM_BITS-1:0] o_sum;
  wire [WORD_BITS-1:0] c_at_tanh;
  localparam O_WAITS = PEEPHOLES != 0 ? TO_CELL - TO_SUMS + MULTIPLY_LATENCY : 0;
  localparam TANH_WAITS = PEEPHOLES != 0 ? MULTIPLY_LATENCY + ADD_LATENCY : 0;
  // After its activation o waits for the products, the sum and tanh(c') if it did not come with the latter.
  localparam O_EARLY = PEEPHOLES != 0 ? 0 : MULTIPLY_LATENCY + ADD_LATENCY + ACTIVATION_LATENCY;
  wire signed [SUM_BITS-1:0] o_arrived;
  delay_line #(
      .WIDTH (SUM_BITS),
      .STAGES(O_WAITS)
  ) output_sum_waits (
      .clk(clk),
      .d  (sums[3*SUM_BITS+:SUM_BITS]),
      .q  (o_arrived)
  );
  generate
    if (PEEPHOLES != 0) begin : output_peephole
      wire signed [WORD_BITS-1:0] weight;
      wire signed [WORD_BITS-1:0] c = c_new;
      wire signed [PRODUCT-1:0] exact = weight * c;
      wire signed [PRODUCT-1:0] product;
      delay_line #(
          .WIDTH (WORD_BITS),
          .STAGES(TO_CELL)
      ) weight_waits (
          .clk(clk),
          .d  (peepholes[2*WORD_BITS+:WORD_BITS]),
          .q  (weight)
      );
      delay_line #(
          .WIDTH (PRODUCT),
          .STAGES(MULTIPLY_LATENCY)
      ) multiplier (
          .clk(clk),
          .d  (exact),
          .q  (product)
      );
      assign o_sum = o_arrived + {{SUM_BITS - PRODUCT{product[PRODUCT-1]}}, product};
    end else begin : no_peephole
      assign o_sum = o_arrived;
    end
  endgenerate
  wire [WORD_BITS-1:0] o_value;
  wire [WORD_BITS-1:0] o_ready;
  ewop_gate #(
      .WORD_BITS         (WORD_BITS),
      .FRACTION_BITS     (FRACTION_BITS),
      .SUM_BITS          (SUM_BITS),
      .ADD_LATENCY       (ADD_LATENCY),
      .ACTIVATION_LATENCY(ACTIVATION_LATENCY),
      .RANGE_BITS        (RANGE_BITS),
      .SEGMENT_BITS      (SEGMENT_BITS),
      .TABLE             (SIGMOID_TABLE)
  ) output_gate (
      .clk  (clk),
      .sum  (o_sum),
      .value(o_value)
  );
  delay_line #(
      .WIDTH (WORD_BITS),
      .STAGES(O_EARLY)
  ) output_waits (
      .clk(clk),
      .d  (o_value),
      .q  (o_ready)
  );

  // h' = mulr(o, tanh(c'))
  wire [WORD_BITS-1:0] tanh_value;
  wire [WORD_BITS-1:0] tanh_ready;
  delay_line #(
      .WIDTH (WORD_BITS),
      .STAGES(TANH_WAITS)
  ) cell_waits (
      .clk(clk),
      .d  (c_new),
      .q  (c_at_tanh)
  );
  activation #(
      .WORD_BITS   (WORD_BITS),
      .RANGE_BITS  (RANGE_BITS),
      .SEGMENT_BITS(SEGMENT_BITS),
      .TABLE       (TANH_TABLE)
  ) cell_tanh (
      .s(c_at_tanh),
      .y(tanh_value)
  );
  delay_line #(
      .WIDTH (WORD_BITS),
      .STAGES(ACTIVATION_LATENCY)
  ) tanh_stages (
      .clk(clk),
      .d  (tanh_value),
      .q  (tanh_ready)
  );
  ewop_multiplier #(
      .WORD_BITS    (WORD_BITS),
      .FRACTION_BITS(FRACTION_BITS),
      .LATENCY      (MULTIPLY_LATENCY)
  ) output_product (
      .clk(clk),
      .a  (o_ready),
      .b  (tanh_ready),
      .y  (output_state)
  );
  delay_line #(
      .WIDTH (WORD_BITS),
      .STAGES(ACTIVATION_LATENCY + MULTIPLY_LATENCY)
  ) new_cell_waits (
      .clk(clk),
      .d  (c_at_tanh),
      .q  (new_cell)
  );
endmodule
