// From the words of lanes that run apart to the sums of rows: a multiplier and an accumulator per lane, a
// place for each of ROWS_APART partial sums, the adder tree and the output register. docs/timing.md sections
// 3 and 6.
module lane_sums #(
    parameter LANES        = 4,
    parameter VALUE_BITS   = 16,
    parameter WORD_BITS    = 16,
    parameter ACC_BITS     = 48,
    parameter ADDRESS_BITS = 5,
    parameter MUL_LATENCY  = 3,
    parameter ROWS_APART   = 4,
    parameter SLOT_BITS    = 2
) (
    input  wire                        clk,
    input  wire                        rst,
    input  wire                        start,
    input  wire [LANES*VALUE_BITS-1:0] values,
    input  wire [ LANES*WORD_BITS-1:0] words,
    // With the products: lanes that have one, those whose part of a row it ends, and the row's places.
    input  wire [           LANES-1:0] adds,
    input  wire [           LANES-1:0] ends,
    input  wire [ LANES*SLOT_BITS-1:0] slot,
    // A row leaves: its place, in the cycle after its last product.
    input  wire                        leaves,
    input  wire [       SLOT_BITS-1:0] leaving,
    output wire                        row_valid,
    output wire [        ACC_BITS-1:0] row_sum
);
  // A product of every word of a bank, exact, or as much as is kept of it.
  localparam EXACT_BITS = VALUE_BITS + WORD_BITS + ADDRESS_BITS;
  localparam SUM_BITS = EXACT_BITS < ACC_BITS ? EXACT_BITS : ACC_BITS;

  wire [LANES*SUM_BITS-1:0] products;
  multipliers #(
      .LANES      (LANES),
      .VALUE_BITS (VALUE_BITS),
      .WORD_BITS  (WORD_BITS),
      .SUM_BITS   (SUM_BITS),
      .MUL_LATENCY(MUL_LATENCY)
  ) multiply (
      .clk     (clk),
      .values  (values),
      .words   (words),
      .products(products)
  );

  wire [LANES*SUM_BITS-1:0] leaving_sums;
  genvar l;
  generate
    for (l = 0; l < LANES; l = l + 1) begin : lane
      wire [SLOT_BITS-1:0] row = slot[l*SLOT_BITS+:SLOT_BITS];
      reg  [ SUM_BITS-1:0] accumulator;
      reg                  row_over;
      reg  [ SUM_BITS-1:0] places[0:ROWS_APART-1];
      wire [ SUM_BITS-1:0] sum = (row_over ? {SUM_BITS{1'b0}} : accumulator) + products[l*SUM_BITS+:SUM_BITS];
      assign leaving_sums[l*SUM_BITS+:SUM_BITS] = places[leaving];
      integer p;
      always @(posedge clk) begin
        if (rst || start) begin
          row_over <= 1'b1;
          for (p = 0; p < ROWS_APART; p = p + 1) places[p] <= {SUM_BITS{1'b0}};
        end else begin
          // A lane that skips the row that has this place next has nothing to add.
          if (leaves) places[leaving] <= {SUM_BITS{1'b0}};
          if (adds[l] && ends[l]) places[row] <= sum;
          if (adds[l]) row_over <= ends[l];
        end
        if (adds[l]) accumulator <= sum;
      end
    end
  endgenerate

  sum_tree #(
      .LANES   (LANES),
      .SUM_BITS(SUM_BITS),
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
