// RESC and OUT of a PE whose weights are integers with scales: the sum of a row becomes
// (sum * m + 2^(e-1)) >> e, wrapped, with the scale {e, m} of the row; m has no sign, and with e = 0 nothing
// is rounded. Sums come from the register behind ACC, which is the first of the multiplier's MUL_LATENCY; a
// row is written at the edge that ends the cycle of `row_valid`, MUL_LATENCY cycles later. docs/timing.md
// sections 3 and 6.
//
// The scales of a PE are in the order in which its rows leave, one product after the other, so that a counter
// addresses them; PER_ROW 0: one scale, at the first address, for all rows of a product.
module row_rescale #(
    // Rows that may leave in a cycle.
    parameter OUTS         = 1,
    parameter ACC_BITS     = 48,
    // Bits that a sum has before it is sign-extended, at most ACC_BITS.
    parameter SUM_BITS     = 35,
    parameter MUL_LATENCY  = 3,
    parameter PER_ROW      = 1,
    parameter SCALES       = 16,
    parameter ADDRESS_BITS = 4
) (
    input  wire                     clk,
    input  wire                     rst,
    // The start pulse, and where the scales of what is to be computed begin.
    input  wire                     start,
    input  wire [ ADDRESS_BITS-1:0] first,
    // Rows that have left ACC, the first in the lowest bits.
    input  wire [         OUTS-1:0] sum_valid,
    /* verilator lint_off UNUSEDSIGNAL */  // above SUM_BITS there is nothing but the sign
    input  wire [OUTS*ACC_BITS-1:0] sums,
    /* verilator lint_on UNUSEDSIGNAL */
    output wire [         OUTS-1:0] row_valid,
    output wire [OUTS*ACC_BITS-1:0] row_sum,
    // The scale memory's write port.
    input  wire                     scale_write,
    input  wire [ ADDRESS_BITS-1:0] scale_address,
    input  wire [             20:0] scale_data
);
  localparam PRODUCT_BITS = SUM_BITS + 17;
  // A product and what rounds it, at most 2^30.
  localparam EXACT_BITS = (PRODUCT_BITS > 32 ? PRODUCT_BITS : 32) + 1;

  // Where the scale of the row is that comes next, now and after this cycle.
  reg  [ADDRESS_BITS-1:0] next;
  reg  [ADDRESS_BITS-1:0] following;
  integer r;
  always @* begin
    following = next;
    for (r = 0; r < OUTS; r = r + 1) if (PER_ROW != 0 && sum_valid[r]) following = following + 1'b1;
  end
  always @(posedge clk) next <= start ? first : following;

  reg [20:0] scales[0:SCALES-1];
  always @(posedge clk) if (scale_write) scales[scale_address] <= scale_data;

  genvar k;
  generate
    for (k = 0; k < OUTS; k = k + 1) begin : port
      localparam [31:0] PLACE = PER_ROW != 0 ? k : 0;
      wire [ADDRESS_BITS-1:0] address = following + PLACE[ADDRESS_BITS-1:0];
      reg  [            20:0] scale;
      always @(posedge clk) scale <= scales[address];

      // RESC
      wire signed [    SUM_BITS-1:0] sum = sums[k*ACC_BITS+:SUM_BITS];
      wire signed [            16:0] factor = {1'b0, scale[15:0]};
      wire signed [PRODUCT_BITS-1:0] multiplied = sum * factor;
      wire        [PRODUCT_BITS-1:0] product;
      wire        [             4:0] shift;
      delay_line #(
          .WIDTH (PRODUCT_BITS + 5),
          .STAGES(MUL_LATENCY - 1)
      ) stages (
          .clk(clk),
          .d  ({multiplied, scale[20:16]}),
          .q  ({product, shift})
      );

      // OUT
      wire        [          31:0] half = (32'd1 << shift) >> 1;
      wire signed [EXACT_BITS-1:0] exact = {{EXACT_BITS - PRODUCT_BITS{product[PRODUCT_BITS-1]}}, product}
          + {{EXACT_BITS - 32{1'b0}}, half};
      /* verilator lint_off UNUSEDSIGNAL */  // the accumulator wraps: what is above its bits is lost
      wire signed [EXACT_BITS-1:0] rounded = exact >>> shift;
      /* verilator lint_on UNUSEDSIGNAL */
      reg         [  ACC_BITS-1:0] out;
      if (ACC_BITS > EXACT_BITS) begin : wide
        always @(posedge clk) out <= {{ACC_BITS - EXACT_BITS{rounded[EXACT_BITS-1]}}, rounded};
      end else begin : cut
        always @(posedge clk) out <= rounded[ACC_BITS-1:0];
      end
      assign row_sum[k*ACC_BITS+:ACC_BITS] = out;
      valid_line #(
          .STAGES(MUL_LATENCY)
      ) valid_delay (
          .clk(clk),
          .rst(rst),
          .d  (sum_valid[k]),
          .q  (row_valid[k])
      );
    end
  endgenerate
endmodule
