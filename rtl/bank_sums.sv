// From the words at the banks to the sums of rows: a multiplier behind every bank, an accumulator for each of
// OPEN_ROWS rows, which a product finds by the tag of its row, the adder tree and the output register.
// docs/timing.md sections 3 (shuffled issue) and 6.
module bank_sums #(
    parameter BANKS       = 4,
    parameter VALUE_BITS  = 16,
    parameter WORD_BITS   = 16,
    parameter ACC_BITS    = 48,
    parameter MUL_LATENCY = 3,
    parameter OPEN_ROWS   = 4,
    parameter TAG_BITS    = 2
) (
    input  wire                        clk,
    input  wire                        rst,
    input  wire                        start,
    input  wire [BANKS*VALUE_BITS-1:0] values,
    input  wire [ BANKS*WORD_BITS-1:0] words,
    // With the products: banks that have one, and the tags of their rows.
    input  wire [           BANKS-1:0] adds,
    input  wire [  BANKS*TAG_BITS-1:0] tag,
    // A row leaves: its tag, in the cycle after its last product.
    input  wire                        leaves,
    input  wire [        TAG_BITS-1:0] leaving,
    output wire                        row_valid,
    output wire [        ACC_BITS-1:0] row_sum
);
  wire [BANKS*ACC_BITS-1:0] products;
  multipliers #(
      .LANES      (BANKS),
      .VALUE_BITS (VALUE_BITS),
      .WORD_BITS  (WORD_BITS),
      .SUM_BITS   (ACC_BITS),
      .MUL_LATENCY(MUL_LATENCY)
  ) multiply (
      .clk     (clk),
      .values  (values),
      .words   (words),
      .products(products)
  );

  wire [BANKS*ACC_BITS-1:0] leaving_sums;
  genvar b;
  generate
    for (b = 0; b < BANKS; b = b + 1) begin : bank
      reg  [ACC_BITS-1:0] accumulators[0:OPEN_ROWS-1];
      wire [TAG_BITS-1:0] row = tag[b*TAG_BITS+:TAG_BITS];
      // A product may be the first of the row that has the accumulator after the one that leaves now.
      wire                is_first = leaves && row == leaving;
      wire [ACC_BITS-1:0] held = is_first ? {ACC_BITS{1'b0}} : accumulators[row];
      assign leaving_sums[b*ACC_BITS+:ACC_BITS] = accumulators[leaving];
      integer r;
      always @(posedge clk)
        if (rst || start) for (r = 0; r < OPEN_ROWS; r = r + 1) accumulators[r] <= {ACC_BITS{1'b0}};
        else begin
          if (leaves) accumulators[leaving] <= {ACC_BITS{1'b0}};
          if (adds[b]) accumulators[row] <= held + products[b*ACC_BITS+:ACC_BITS];
        end
    end
  endgenerate

  sum_tree #(
      .LANES   (BANKS),
      .SUM_BITS(ACC_BITS),
      .ACC_BITS(ACC_BITS)
  ) tree (
      .clk      (clk),
      .rst      (rst),
      .enters   (leaves),
      .sums     (leaving_sums),
      .row_valid(row_valid),
      .row_sum  (row_sum)
  );
endmodule
