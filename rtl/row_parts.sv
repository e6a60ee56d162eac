// What of a beat that rows share goes on in a cycle: its lanes up to the end of the ROW_PORTS-th row from
// where the last part stopped, or all that are left; and where rows end in it, as numbers of lanes from lane
// 0. docs/timing.md section 3, packed rows.
module row_parts #(
    parameter LANES     = 4,
    parameter ROW_PORTS = 1,
    // Derived; not to be set.
    parameter END_BITS  = $clog2(LANES + 1)
) (
    input  wire                          clk,
    input  wire                          rst,
    // Lanes whose entry is the last of its row.
    input  wire [             LANES-1:0] ends,
    // The part goes on at the end of this cycle.
    input  wire                          goes,
    output wire [             LANES-1:0] part,
    // Another part follows.
    output wire                          more,
    // Rows that end in the part, the first in the lowest bits, and the lanes in front of their ends.
    output wire [         ROW_PORTS-1:0] row_ends,
    output wire [ROW_PORTS*END_BITS-1:0] lanes_to
);
  reg [LANES-1:0] gone;

  genvar k, l;
  generate
    for (k = 0; k < ROW_PORTS; k = k + 1) begin : port
      // Ends that are left for this row, the lowest of them, and what is left behind it.
      wire [LANES-1:0] here;
      wire [LANES-1:0] first = here & (~here + 1'b1);
      wire [LANES-1:0] behind = here & ~first;
      if (k == 0) begin : oldest
        assign here = ends & ~gone;
      end else begin : next
        assign here = port[k-1].behind;
      end
      for (l = 0; l < LANES; l = l + 1) begin : lane
        localparam [31:0] TO = l + 1;
        wire [END_BITS-1:0] own = TO[END_BITS-1:0] & {END_BITS{first[l]}};
        wire [END_BITS-1:0] number;
        if (l == 0) begin : lowest
          assign number = own;
        end else begin : higher
          assign number = lane[l-1].number | own;
        end
      end
      assign row_ends[k] = |here;
      assign lanes_to[k*END_BITS+:END_BITS] = lane[LANES-1].number;
    end
  endgenerate

  assign more = |port[ROW_PORTS-1].behind;
  wire [LANES-1:0] last = port[ROW_PORTS-1].here;
  // The lowest bit and those below it.
  wire [LANES-1:0] up_to = last ^ (last - 1'b1);
  assign part = more ? up_to & ~gone : ~gone;

  always @(posedge clk)
    if (rst) gone <= {LANES{1'b0}};
    else if (goes) gone <= more ? gone | part : {LANES{1'b0}};
endmodule
