// MUL, TREE, ACC and OUT of a PE whose rows share beats: N multipliers, an adder tree of one register per
// level, beside it a reader for each of ROW_PORTS rows that may end in a part, an accumulator that wraps, and
// as many output registers. A part enters with `valid`; `row_ends` says which rows end in it, the first in
// the lowest bit, and `lanes_to` the lanes in front of their ends. Nothing here ever waits. docs/timing.md
// sections 3 and 6.
module packed_mac #(
    parameter LANES       = 4,
    // Bits of a weight, and of a word of the vector.
    parameter VALUE_BITS  = 16,
    parameter WORD_BITS   = 16,
    parameter ACC_BITS    = 48,
    parameter MUL_LATENCY = 3,
    parameter ROW_PORTS   = 1,
    // Derived; not to be set.
    parameter END_BITS    = $clog2(LANES + 1)
) (
    input  wire                          clk,
    input  wire                          rst,
    input  wire                          valid,
    input  wire [         ROW_PORTS-1:0] row_ends,
    input  wire [ROW_PORTS*END_BITS-1:0] lanes_to,
    input  wire [  LANES*VALUE_BITS-1:0] weights,
    input  wire [   LANES*WORD_BITS-1:0] words,
    output reg  [         ROW_PORTS-1:0] row_valid,
    output reg  [ROW_PORTS*ACC_BITS-1:0] row_sum
);
  localparam LEVELS = $clog2(LANES);
  localparam PRODUCT_BITS = VALUE_BITS + WORD_BITS;
  // A sum of LANES products, exact.
  localparam SUM_BITS = PRODUCT_BITS + LEVELS;

  // The multipliers, and what travels beside them.
  wire [LANES*PRODUCT_BITS-1:0] products;
  wire                          enters;
  wire [         ROW_PORTS-1:0] ends_entering;
  genvar k, l, n, v;
  generate
    for (l = 0; l < LANES; l = l + 1) begin : lane
      wire signed [VALUE_BITS-1:0] weight = weights[l*VALUE_BITS+:VALUE_BITS];
      wire signed [WORD_BITS-1:0] word = words[l*WORD_BITS+:WORD_BITS];
      wire signed [PRODUCT_BITS-1:0] product = weight * word;
      delay_line #(
          .WIDTH (PRODUCT_BITS),
          .STAGES(MUL_LATENCY)
      ) multiplier (
          .clk(clk),
          .d  (product),
          .q  (products[l*PRODUCT_BITS+:PRODUCT_BITS])
      );
    end
  endgenerate
  valid_line #(
      .STAGES(MUL_LATENCY)
  ) valid_delay (
      .clk(clk),
      .rst(rst),
      .d  (valid),
      .q  (enters)
  );
  delay_line #(
      .WIDTH (ROW_PORTS),
      .STAGES(MUL_LATENCY)
  ) end_delay (
      .clk(clk),
      .d  (row_ends & {ROW_PORTS{valid}}),
      .q  (ends_entering)
  );

  // The tree, level after level, each with half as many nodes as the one below, rounded up: node n adds nodes
  // 2 n and 2 n + 1 of it, and the last, where it has no second one, is a register alone.
  generate
    for (v = 0; v <= LEVELS; v = v + 1) begin : level
      localparam NODES = ((LANES - 1) >> v) + 1;
      wire [NODES*SUM_BITS-1:0] sums;
      wire                      holds;
      wire [     ROW_PORTS-1:0] ends;
      for (n = 0; n < NODES; n = n + 1) begin : node
        if (v == 0) begin : leaf
          wire [PRODUCT_BITS-1:0] own = products[n*PRODUCT_BITS+:PRODUCT_BITS];
          assign sums[n*SUM_BITS+:SUM_BITS] = {{LEVELS{own[PRODUCT_BITS-1]}}, own};
        end else begin : above
          localparam BELOW = ((LANES - 1) >> (v - 1)) + 1;
          reg [SUM_BITS-1:0] stage;
          if (2 * n + 1 < BELOW) begin : adder
            always @(posedge clk)
              stage <= level[v-1].sums[2*n*SUM_BITS+:SUM_BITS] + level[v-1].sums[(2*n+1)*SUM_BITS+:SUM_BITS];
          end else begin : single
            always @(posedge clk) stage <= level[v-1].sums[2*n*SUM_BITS+:SUM_BITS];
          end
          assign sums[n*SUM_BITS+:SUM_BITS] = stage;
        end
      end
      if (v == 0) begin : entry
        assign holds = enters;
        assign ends  = ends_entering;
      end else begin : climbed
        reg                 stage_holds;
        reg [ROW_PORTS-1:0] stage_ends;
        always @(posedge clk) begin
          stage_holds <= level[v-1].holds && !rst;
          stage_ends  <= level[v-1].ends;
        end
        assign holds = stage_holds;
        assign ends  = stage_ends;
      end
    end
  endgenerate

  // The readers: the lanes in front of an end, in binary, are nodes of the tree, and at every level a reader
  // adds the node of that bit, if it is one. Where N is a power of two, the root has a bit of its own.
  wire [ROW_PORTS*SUM_BITS-1:0] up_to;
  generate
    for (k = 0; k < ROW_PORTS; k = k + 1) begin : reader
      wire [END_BITS-1:0] entering;
      delay_line #(
          .WIDTH (END_BITS),
          .STAGES(MUL_LATENCY)
      ) way (
          .clk(clk),
          .d  (lanes_to[k*END_BITS+:END_BITS]),
          .q  (entering)
      );
      for (v = 0; v <= LEVELS; v = v + 1) begin : height
        wire [SUM_BITS-1:0] passed;
        /* verilator lint_off UNUSEDSIGNAL */  // bits that have been climbed past
        wire [END_BITS-1:0] lanes;
        /* verilator lint_on UNUSEDSIGNAL */
        if (v == 0) begin : entry
          assign passed = {SUM_BITS{1'b0}};
          assign lanes  = entering;
        end else begin : climbed
          wire [END_BITS-1:0] below = height[v-1].lanes;
          wire [SUM_BITS-1:0] node;
          if (v == LEVELS) begin : half
            assign node = level[v-1].sums[0+:SUM_BITS];
          end else begin : selected
            assign node = level[v-1].sums[{below[LEVELS-1:v], 1'b0}*SUM_BITS+:SUM_BITS];
          end
          reg [SUM_BITS-1:0] stage_passed;
          reg [END_BITS-1:0] stage_lanes;
          always @(posedge clk) begin
            stage_passed <= height[v-1].passed + (below[v-1] ? node : {SUM_BITS{1'b0}});
            stage_lanes  <= below;
          end
          assign passed = stage_passed;
          assign lanes  = stage_lanes;
        end
      end
      if (END_BITS > LEVELS) begin : whole
        assign up_to[k*SUM_BITS+:SUM_BITS] =
            height[LEVELS].lanes[LEVELS] ? level[LEVELS].sums : height[LEVELS].passed;
      end else begin : made_up
        assign up_to[k*SUM_BITS+:SUM_BITS] = height[LEVELS].passed;
      end
    end
  endgenerate

  // ACC: the first row that ends is what is held and the lanes up to its end, a further one the lanes between
  // two ends; what is behind the last end is held.
  wire [ACC_BITS-1:0] total;
  reg  [ACC_BITS-1:0] held;
  generate
    if (ACC_BITS > SUM_BITS) begin : wide
      assign total = {{ACC_BITS - SUM_BITS{level[LEVELS].sums[SUM_BITS-1]}}, level[LEVELS].sums};
    end else begin : cut
      assign total = level[LEVELS].sums[ACC_BITS-1:0];
    end
    for (k = 0; k < ROW_PORTS; k = k + 1) begin : result
      /* verilator lint_off UNUSEDSIGNAL */  // the accumulator wraps: what is above its bits is lost
      wire [SUM_BITS-1:0] own = up_to[k*SUM_BITS+:SUM_BITS];
      /* verilator lint_on UNUSEDSIGNAL */
      wire [ACC_BITS-1:0] prefix;
      if (ACC_BITS > SUM_BITS) begin : wide
        assign prefix = {{ACC_BITS - SUM_BITS{own[SUM_BITS-1]}}, own};
      end else begin : cut
        assign prefix = own[ACC_BITS-1:0];
      end
      // What is taken off this sum, and off the next one.
      wire [ACC_BITS-1:0] base;
      wire [ACC_BITS-1:0] next_base = level[LEVELS].ends[k] ? prefix : base;
      if (k == 0) begin : oldest
        assign base = -held;
      end else begin : next
        assign base = result[k-1].next_base;
      end
      reg                ended;
      reg [ACC_BITS-1:0] sum;
      always @(posedge clk) begin
        ended <= level[LEVELS].ends[k] && level[LEVELS].holds && !rst;
        sum <= prefix - base;
        row_valid[k] <= ended && !rst;
        row_sum[k*ACC_BITS+:ACC_BITS] <= sum;
      end
    end
  endgenerate
  always @(posedge clk)
    if (rst) held <= {ACC_BITS{1'b0}};
    else if (level[LEVELS].holds) held <= total - result[ROW_PORTS-1].next_base;
endmodule
