// Of counts in a row what those in front of each come to, up to PORTS, and what all do: as rtl/count_sum.sv
// adds them, in a network of ceil(log2 PARTS) levels in which every part adds what lies 1, 2, 4, ... in front
// of it. Combinational. docs/timing.md section 3, CSR arbitration.
module prefix_counts #(
    parameter PARTS = 4,
    parameter PORTS = 1
) (
    input  wire [PORTS*PARTS-1:0] counts,
    output wire [PORTS*PARTS-1:0] ahead,
    output wire [      PORTS-1:0] total
);
  localparam LEVELS = PARTS > 1 ? $clog2(PARTS) : 0;
  genvar v, k;
  generate
    for (v = 0; v <= LEVELS; v = v + 1) begin : level
      wire [PORTS*PARTS-1:0] up_to;
      if (v == 0) begin : own
        assign up_to = counts;
      end else begin : joined
        wire [PORTS*PARTS-1:0] in_front;
        for (k = 0; k < PORTS; k = k + 1) begin : code
          assign in_front[k*PARTS+:PARTS] = level[v-1].up_to[k*PARTS+:PARTS] << (1 << (v - 1));
        end
        count_sum #(
            .PARTS(PARTS),
            .PORTS(PORTS)
        ) both (
            .a  (in_front),
            .b  (level[v-1].up_to),
            .sum(up_to)
        );
      end
    end
    for (k = 0; k < PORTS; k = k + 1) begin : code_of
      assign ahead[k*PARTS+:PARTS] = level[LEVELS].up_to[k*PARTS+:PARTS] << 1;
      assign total[k] = level[LEVELS].up_to[(k+1)*PARTS-1];
    end
  endgenerate
endmodule
