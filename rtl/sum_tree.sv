// TREE and OUT behind the partial sums of a row: a register per level, as many bits as the sum needs and the
// result has, and the output register. The sums of a row enter with `enters`; the row is written at the edge
// that ends the cycle of `row_valid`, L + 1 cycles later. docs/timing.md sections 3 and 6.
module sum_tree #(
    parameter LANES    = 4,
    parameter SUM_BITS = 48,
    parameter ACC_BITS = 48
) (
    input  wire                      clk,
    input  wire                      rst,
    input  wire                      enters,
    input  wire [LANES*SUM_BITS-1:0] sums,
    output wire                      row_valid,
    output wire [      ACC_BITS-1:0] row_sum
);
  localparam LEVELS = $clog2(LANES);
  // What is above the bits of the result is lost, level by level or at its end.
  localparam TREE_BITS = SUM_BITS + LEVELS < ACC_BITS ? SUM_BITS + LEVELS : ACC_BITS;

  // A level has half as many nodes as the one below, rounded up: node n adds nodes 2 n and 2 n + 1 of it, and
  // the last, where it has no second one, is a register alone.
  genvar v, n;
  generate
    for (v = 0; v <= LEVELS; v = v + 1) begin : level
      localparam NODES = ((LANES - 1) >> v) + 1;
      wire [NODES*TREE_BITS-1:0] parts;
      for (n = 0; n < NODES; n = n + 1) begin : node
        if (v == 0) begin : leaf
          wire [SUM_BITS-1:0] own = sums[n*SUM_BITS+:SUM_BITS];
          if (TREE_BITS > SUM_BITS) begin : wide
            assign parts[n*TREE_BITS+:TREE_BITS] = {{TREE_BITS - SUM_BITS{own[SUM_BITS-1]}}, own};
          end else begin : same
            assign parts[n*TREE_BITS+:TREE_BITS] = own;
          end
        end else begin : above
          localparam BELOW = ((LANES - 1) >> (v - 1)) + 1;
          reg [TREE_BITS-1:0] stage;
          if (2 * n + 1 < BELOW) begin : adder
            always @(posedge clk)
              stage <= level[v-1].parts[2*n*TREE_BITS+:TREE_BITS] + level[v-1].parts[(2*n+1)*TREE_BITS+:TREE_BITS];
          end else begin : single
            always @(posedge clk) stage <= level[v-1].parts[2*n*TREE_BITS+:TREE_BITS];
          end
          assign parts[n*TREE_BITS+:TREE_BITS] = stage;
        end
      end
    end
  endgenerate

  wire [TREE_BITS-1:0] root = level[LEVELS].parts;
  reg  [ ACC_BITS-1:0] out;
  generate
    if (ACC_BITS > TREE_BITS) begin : wide_result
      always @(posedge clk) out <= {{ACC_BITS - TREE_BITS{root[TREE_BITS-1]}}, root};
    end else begin : same_result
      always @(posedge clk) out <= root;
    end
  endgenerate
  assign row_sum = out;
  valid_line #(
      .STAGES(LEVELS + 1)
  ) valid_delay (
      .clk(clk),
      .rst(rst),
      .d  (enters),
      .q  (row_valid)
  );
endmodule
