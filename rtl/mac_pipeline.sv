// MUL, TREE, ACC and OUT of a PE: N multipliers of MUL_LATENCY registers, an adder tree of one register per
// level, an accumulator that wraps, and the output register. A part of a beat enters with `valid`; `ends`
// marks the part that ends a row, whose sum is at `row_sum` with `row_valid` MUL_LATENCY + L + 2 cycles
// later. Nothing here ever waits. docs/timing.md sections 3 and 6.
module mac_pipeline #(
    parameter LANES       = 4,
    // Bits of a weight, and of a word of the vector.
    parameter VALUE_BITS  = 16,
    parameter WORD_BITS   = 16,
    parameter ACC_BITS    = 48,
    parameter MUL_LATENCY = 3
) (
    input  wire                        clk,
    input  wire                        rst,
    input  wire                        valid,
    input  wire                        ends,
    input  wire [LANES*VALUE_BITS-1:0] weights,
    input  wire [ LANES*WORD_BITS-1:0] words,
    output reg                         row_valid,
    output reg  [        ACC_BITS-1:0] row_sum
);
  localparam LEVELS = $clog2(LANES);
  localparam STAGES = MUL_LATENCY + LEVELS;
  localparam PRODUCT_BITS = VALUE_BITS + WORD_BITS;
  // A sum of LANES products, exact.
  localparam SUM_BITS = PRODUCT_BITS + LEVELS;

  // The multipliers, register by register: stage k of lane l at k * LANES + l. The tree: node n of level v at
  // (v - 1) * HALF + n, the root apart. A level has half as many nodes as the one below, rounded up: node n
  // adds nodes 2 n and 2 n + 1 of it, and the last, where it has no second one, is a register alone.
  localparam HALF = (LANES + 1) / 2;
  localparam TOP = LEVELS > 1 ? (LEVELS - 2) * HALF : 0;
  localparam LAST_STAGE = LANES * (MUL_LATENCY - 1);
  (* mem2reg *)
  reg signed [PRODUCT_BITS-1:0] products[0:LANES*MUL_LATENCY-1];
  (* mem2reg *)
  reg signed [SUM_BITS-1:0] sums[0:LEVELS*HALF-1];
  reg signed [SUM_BITS-1:0] root;
  integer n, v;
  /* verilator lint_off BLKSEQ */  // nobody else reads these arrays; a register is written after its readers
  always @(posedge clk) begin
    if (LANES == 2)
      root <= {{LEVELS{products[LAST_STAGE][PRODUCT_BITS-1]}}, products[LAST_STAGE]}
          + {{LEVELS{products[LAST_STAGE+1][PRODUCT_BITS-1]}}, products[LAST_STAGE+1]};
    else root <= sums[TOP] + sums[TOP+1];
    for (v = LEVELS - 1; v > 1; v = v - 1)
      for (n = 0; n <= (LANES - 1) >> v; n = n + 1)
        if (2 * n < (LANES - 1) >> (v - 1))
          sums[(v-1)*HALF+n] = sums[(v-2)*HALF+2*n] + sums[(v-2)*HALF+2*n+1];
        else sums[(v-1)*HALF+n] = sums[(v-2)*HALF+2*n];
    for (n = 0; n < HALF; n = n + 1)
      if (2 * n + 1 < LANES)
        sums[n] = {{LEVELS{products[LAST_STAGE+2*n][PRODUCT_BITS-1]}}, products[LAST_STAGE+2*n]}
            + {{LEVELS{products[LAST_STAGE+2*n+1][PRODUCT_BITS-1]}}, products[LAST_STAGE+2*n+1]};
      else sums[n] = {{LEVELS{products[LAST_STAGE+2*n][PRODUCT_BITS-1]}}, products[LAST_STAGE+2*n]};
    for (n = LANES * MUL_LATENCY - 1; n >= LANES; n = n - 1) products[n] = products[n-LANES];
    for (n = LANES - 1; n >= 0; n = n - 1) products[n] = $signed(weights[n*VALUE_BITS+:VALUE_BITS]) * $signed(words[n*WORD_BITS+:WORD_BITS]);
  end
  /* verilator lint_on BLKSEQ */

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
