// The multipliers of a PE whose products are not summed at once: MUL_LATENCY registers, and as many bits of a
// product as its sum has, with the sign above it where the sum has more. docs/timing.md section 3, stage MUL.
module multipliers #(
    parameter LANES       = 4,
    // Bits of a weight, and of a word of the vector.
    parameter VALUE_BITS  = 16,
    parameter WORD_BITS   = 16,
    parameter SUM_BITS    = 48,
    parameter MUL_LATENCY = 3
) (
    input  wire                        clk,
    input  wire [LANES*VALUE_BITS-1:0] values,
    input  wire [ LANES*WORD_BITS-1:0] words,
    output wire [  LANES*SUM_BITS-1:0] products
);
  localparam PRODUCT_BITS = VALUE_BITS + WORD_BITS;

  genvar l;
  generate
    for (l = 0; l < LANES; l = l + 1) begin : lane
      wire signed [VALUE_BITS-1:0] value = values[l*VALUE_BITS+:VALUE_BITS];
      wire signed [WORD_BITS-1:0] factor = words[l*WORD_BITS+:WORD_BITS];
      wire signed [PRODUCT_BITS-1:0] multiplied = value * factor;
      /* verilator lint_off UNUSEDSIGNAL */  // the sum wraps: what is above its bits is lost
      wire [PRODUCT_BITS-1:0] product;
      /* verilator lint_on UNUSEDSIGNAL */
      delay_line #(
          .WIDTH (PRODUCT_BITS),
          .STAGES(MUL_LATENCY)
      ) stages (
          .clk(clk),
          .d  (multiplied),
          .q  (product)
      );
      if (SUM_BITS > PRODUCT_BITS) begin : wide
        assign products[l*SUM_BITS+:SUM_BITS] =
            {{SUM_BITS - PRODUCT_BITS{product[PRODUCT_BITS-1]}}, product};
      end else begin : cut
        assign products[l*SUM_BITS+:SUM_BITS] = product[SUM_BITS-1:0];
      end
    end
  endgenerate
endmodule
