// Of counts in a row what those in front of each come to, up to PORTS, and what all do: thermometer codes, as
// rtl/count_sum.sv adds them, in a network of ceil(log2 PARTS) levels in which every part adds what lies 1,
// 2, 4, ... in front of it. Combinational. docs/timing.md section 3, CSR arbitration.
module prefix_counts #(
    parameter PARTS = 4,
    parameter PORTS = 1
) (
    input  wire [PARTS*PORTS-1:0] counts,
    output wire [PARTS*PORTS-1:0] ahead,
    output wire [      PORTS-1:0] total
);
  localparam LEVELS = PARTS > 1 ? $clog2(PARTS) : 0;
  genvar v, p;
  generate
    for (v = 0; v <= LEVELS; v = v + 1) begin : level
      wire [PARTS*PORTS-1:0] up_to;
      for (p = 0; p < PARTS; p = p + 1) begin : part
        if (v == 0) begin : own
          assign up_to[p*PORTS+:PORTS] = counts[p*PORTS+:PORTS];
        end else if (p < (1 << (v - 1))) begin : whole
          assign up_to[p*PORTS+:PORTS] = level[v-1].up_to[p*PORTS+:PORTS];
        end else begin : joined
          count_sum #(
              .PORTS(PORTS)
          ) both (
              .a  (level[v-1].up_to[(p-(1<<(v-1)))*PORTS+:PORTS]),
              .b  (level[v-1].up_to[p*PORTS+:PORTS]),
              .sum(up_to[p*PORTS+:PORTS])
          );
        end
      end
    end
    for (p = 0; p < PARTS; p = p + 1) begin : front
      if (p == 0) begin : first
        assign ahead[0+:PORTS] = {PORTS{1'b0}};
      end else begin : behind
        assign ahead[p*PORTS+:PORTS] = level[LEVELS].up_to[(p-1)*PORTS+:PORTS];
      end
    end
  endgenerate
  assign total = level[LEVELS].up_to[(PARTS-1)*PORTS+:PORTS];
endmodule
