// From the words of lanes that run apart to the sums of rows: a multiplier and an accumulator per lane, a
// place for each of ROWS_APART partial sums, the adder tree and the output register. docs/timing.md sections
// 3 and 6.
module lane_sums #(
    parameter LANES        = 4,
    parameter WORD_BITS    = 16,
    parameter ACC_BITS     = 48,
    parameter ADDRESS_BITS = 5,
    parameter MUL_LATENCY  = 3,
    parameter ROWS_APART   = 4,
    parameter SLOT_BITS    = 2
) (
    input  wire                       clk,
    input  wire                       rst,
    input  wire                       start,
    input  wire [LANES*WORD_BITS-1:0] values,
    input  wire [LANES*WORD_BITS-1:0] words,
    // With the products: lanes that have one, those whose part of a row it ends, and the row's places.
    input  wire [          LANES-1:0] adds,
    input  wire [          LANES-1:0] ends,
    input  wire [LANES*SLOT_BITS-1:0] slot,
    // A row leaves: its place, in the cycle after its last product.
    input  wire                       leaves,
    input  wire [      SLOT_BITS-1:0] leaving,
    output wire                       row_valid,
    output wire [       ACC_BITS-1:0] row_sum
);
  localparam LEVELS = $clog2(LANES);
  // A product of every word of a bank, exact, or as much as is kept of it.
  localparam EXACT_BITS = 2 * WORD_BITS + ADDRESS_BITS;
  localparam SUM_BITS = EXACT_BITS < ACC_BITS ? EXACT_BITS : ACC_BITS;
  localparam TREE_BITS = SUM_BITS + LEVELS;

  wire [LANES*SUM_BITS-1:0] leaving_sums;
  genvar l, v, n;
  generate
    for (l = 0; l < LANES; l = l + 1) begin : lane
      wire signed [2*WORD_BITS-1:0] product;
      wire signed [WORD_BITS-1:0] value = values[l*WORD_BITS+:WORD_BITS];
      wire signed [WORD_BITS-1:0] factor = words[l*WORD_BITS+:WORD_BITS];
      wire signed [2*WORD_BITS-1:0] multiplied = value * factor;
      delay_line #(
          .WIDTH (2 * WORD_BITS),
          .STAGES(MUL_LATENCY)
      ) multiplier (
          .clk(clk),
          .d  (multiplied),
          .q  (product)
      );
      wire [SUM_BITS-1:0] summand;
      if (SUM_BITS > 2 * WORD_BITS) begin : wide
        assign summand = {{SUM_BITS - 2 * WORD_BITS{product[2*WORD_BITS-1]}}, product};
      end else begin : cut
        /* verilator lint_off UNUSEDSIGNAL */  // the sum wraps: what is above its bits is lost
        wire [2*WORD_BITS-1:0] whole = product;
        /* verilator lint_on UNUSEDSIGNAL */
        assign summand = whole[SUM_BITS-1:0];
      end
      wire [SLOT_BITS-1:0] row = slot[l*SLOT_BITS+:SLOT_BITS];
      reg  [ SUM_BITS-1:0] accumulator;
      reg                  row_over;
      reg  [ SUM_BITS-1:0] places[0:ROWS_APART-1];
      wire [ SUM_BITS-1:0] sum = (row_over ? {SUM_BITS{1'b0}} : accumulator) + summand;
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

  // The tree, level after level, a register each; node n of level v adds nodes 2 n and 2 n + 1 of the one
  // below.
  wire [TREE_BITS-1:0] root;
  generate
    for (v = 0; v <= LEVELS; v = v + 1) begin : level
      wire [(LANES>>v)*TREE_BITS-1:0] sums;
      for (n = 0; n < LANES >> v; n = n + 1) begin : node
        if (v == 0) begin : leaf
          wire [SUM_BITS-1:0] own = leaving_sums[n*SUM_BITS+:SUM_BITS];
          assign sums[n*TREE_BITS+:TREE_BITS] = {{LEVELS{own[SUM_BITS-1]}}, own};
        end else begin : adder
          reg [TREE_BITS-1:0] stage;
          always @(posedge clk)
            stage <= level[v-1].sums[2*n*TREE_BITS+:TREE_BITS] + level[v-1].sums[(2*n+1)*TREE_BITS+:TREE_BITS];
          assign sums[n*TREE_BITS+:TREE_BITS] = stage;
        end
      end
    end
  endgenerate
  assign root = level[LEVELS].sums;

  reg [ACC_BITS-1:0] out;
  generate
    if (ACC_BITS > TREE_BITS) begin : wide_result
      always @(posedge clk) out <= {{ACC_BITS - TREE_BITS{root[TREE_BITS-1]}}, root};
    end else begin : cut_result
      always @(posedge clk) out <= root[ACC_BITS-1:0];
      if (ACC_BITS < TREE_BITS) begin : cut
        /* verilator lint_off UNUSEDSIGNAL */  // the sum wraps: what is above its bits is lost
        wire [TREE_BITS-ACC_BITS-1:0] lost = root[TREE_BITS-1:ACC_BITS];
        /* verilator lint_on UNUSEDSIGNAL */
      end
    end
  endgenerate
  assign row_sum = out;
  valid_line #(
      .STAGES(LEVELS + 1)
  ) valid_delay (
      .clk(clk),
      .rst(rst),
      .d  (leaves),
      .q  (row_valid)
  );
endmodule
