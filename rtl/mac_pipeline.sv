// MUL, TREE, ACC and OUT of a PE: N multipliers of MUL_LATENCY registers, an adder tree of one register per level, an accumulator that wraps,
// and the output register. A part of a beat enters with `valid`; `ends` marks the part that ends a row, whose sum is at `row_sum` with
// `row_valid` MUL_LATENCY + L + 2 cycles later. Nothing here ever waits. docs/timing.md sections 3 and 6.
module mac_pipeline #(
    parameter LANES       = 4,
    parameter WORD_BITS   = 16,
    parameter ACC_BITS    = 48,
    parameter MUL_LATENCY = 3
) (
    input  wire                       clk,
    input  wire                       rst,
    input  wire                       valid,
    input  wire                       ends,
    input  wire [LANES*WORD_BITS-1:0] weights,
    input  wire [LANES*WORD_BITS-1:0] words,
    output reg                        row_valid,
    output reg  [       ACC_BITS-1:0] row_sum
);
  localparam LEVELS = $clog2(LANES);
  localparam STAGES = MUL_LATENCY + LEVELS;
  // A sum of LANES products, exact.
  localparam SUM_BITS = 2 * WORD_BITS + LEVELS;

  // Nodes of the tree: products 0 .. LANES-1, then level after level; the root is the last.
  /* verilator lint_off UNUSEDSIGNAL */  // an adder reads the bits that its level can have; above them is the sign
  wire signed [(2*LANES-1)*SUM_BITS-1:0] nodes;
  /* verilator lint_on UNUSEDSIGNAL */

  genvar l, level, n;
  generate
    for (l = 0; l < LANES; l = l + 1) begin : lane
      wire signed [  WORD_BITS-1:0] weight = weights[l*WORD_BITS+:WORD_BITS];
      wire signed [  WORD_BITS-1:0] word = words[l*WORD_BITS+:WORD_BITS];
      wire signed [2*WORD_BITS-1:0] exact = weight * word;
      wire signed [2*WORD_BITS-1:0] product;
      delay_line #(
          .WIDTH (2 * WORD_BITS),
          .STAGES(MUL_LATENCY)
      ) multiplier (
          .clk(clk),
          .d  (exact),
          .q  (product)
      );
      assign nodes[l*SUM_BITS+:SUM_BITS] = {{LEVELS{product[2*WORD_BITS-1]}}, product};
    end
    for (level = 0; level < LEVELS; level = level + 1) begin : tree
      // Level 0 has LANES/2 adders; the nodes of the level below begin at BELOW.
      localparam BELOW = 2 * LANES - (2 * LANES >> level);
      localparam HERE = 2 * LANES - (LANES >> level);
      localparam BITS = 2 * WORD_BITS + level + 1;
      for (n = 0; n < (LANES >> (level + 1)); n = n + 1) begin : adder
        reg signed [BITS-1:0] sum;
        wire signed [BITS-1:0] a = nodes[(BELOW+2*n)*SUM_BITS+:BITS];
        wire signed [BITS-1:0] b = nodes[(BELOW+2*n+1)*SUM_BITS+:BITS];
        always @(posedge clk) sum <= a + b;
        if (BITS < SUM_BITS) begin : extended
          assign nodes[(HERE+n)*SUM_BITS+:SUM_BITS] = {{SUM_BITS - BITS{sum[BITS-1]}}, sum};
        end else begin : whole
          assign nodes[(HERE+n)*SUM_BITS+:SUM_BITS] = sum;
        end
      end
    end
  endgenerate

  // What travels beside the data: the oldest part is at the top.
  reg [STAGES-1:0] valids;
  reg [STAGES-1:0] row_ends;
  always @(posedge clk)
    if (rst) begin
      valids   <= {STAGES{1'b0}};
      row_ends <= {STAGES{1'b0}};
    end else begin
      valids   <= {valids[STAGES-2:0], valid};
      row_ends <= {row_ends[STAGES-2:0], valid && ends};
    end

  wire signed [SUM_BITS-1:0] root = nodes[(2*LANES-2)*SUM_BITS+:SUM_BITS];
  wire [ACC_BITS-1:0] part;
  generate
    if (ACC_BITS > SUM_BITS) begin : wide_accumulator
      assign part = {{ACC_BITS - SUM_BITS{root[SUM_BITS-1]}}, root};
    end else begin : narrow_accumulator
      assign part = root[ACC_BITS-1:0];
      if (ACC_BITS < SUM_BITS) begin : cut
        /* verilator lint_off UNUSEDSIGNAL */  // the accumulator wraps: what is above its bits is lost
        wire [SUM_BITS-ACC_BITS-1:0] lost = root[SUM_BITS-1:ACC_BITS];
        /* verilator lint_on UNUSEDSIGNAL */
      end
    end
  endgenerate

  reg [ACC_BITS-1:0] accumulator;
  reg                accumulator_ends;
  reg                row_over;
  always @(posedge clk)
    if (rst) begin
      accumulator_ends <= 1'b0;
      row_over         <= 1'b1;
      row_valid        <= 1'b0;
    end else begin
      accumulator_ends <= row_ends[STAGES-1];
      if (valids[STAGES-1]) begin
        accumulator <= (row_over ? {ACC_BITS{1'b0}} : accumulator) + part;
        row_over    <= row_ends[STAGES-1];
      end
      row_valid <= accumulator_ends;
      row_sum   <= accumulator;
    end
endmodule
