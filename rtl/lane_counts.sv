// Of the requests of some lanes how many come before each of them, up to PORTS, and how many there are: in
// the order of the lanes from those in `from_first` upwards, wrapping (ROTATING), or from lane 0 (fixed).
// Thermometer codes. Combinational. docs/timing.md section 3, CSR arbitration.
module lane_counts #(
    parameter LANES    = 4,
    parameter PORTS    = 1,
    parameter ROTATING = 0
) (
    input  wire [      LANES-1:0] request,
    /* verilator lint_off UNUSEDSIGNAL */  // a fixed priority has no first
    input  wire [      LANES-1:0] from_first,
    /* verilator lint_on UNUSEDSIGNAL */
    output wire [LANES*PORTS-1:0] ahead,
    output wire [      PORTS-1:0] total
);
  genvar l, k;
  generate
    if (ROTATING != 0) begin : rotating
      // A lane among the late ones comes before all others, whatever their numbers.
      wire [LANES*PORTS-1:0] late;
      wire [LANES*PORTS-1:0] early;
      wire [LANES*PORTS-1:0] before_late;
      wire [LANES*PORTS-1:0] before_early;
      wire [      PORTS-1:0] total_late;
      wire [      PORTS-1:0] total_early;
      for (l = 0; l < LANES; l = l + 1) begin : lane
        wire [PORTS-1:0] behind_late;
        for (k = 0; k < PORTS; k = k + 1) begin : code
          assign late[l*PORTS+k]  = k == 0 && request[l] && from_first[l];
          assign early[l*PORTS+k] = k == 0 && request[l] && !from_first[l];
        end
        count_sum #(
            .PORTS(PORTS)
        ) behind (
            .a  (total_late),
            .b  (before_early[l*PORTS+:PORTS]),
            .sum(behind_late)
        );
        assign ahead[l*PORTS+:PORTS] = from_first[l] ? before_late[l*PORTS+:PORTS] : behind_late;
      end
      prefix_counts #(
          .PARTS(LANES),
          .PORTS(PORTS)
      ) of_late (
          .counts(late),
          .ahead (before_late),
          .total (total_late)
      );
      prefix_counts #(
          .PARTS(LANES),
          .PORTS(PORTS)
      ) of_early (
          .counts(early),
          .ahead (before_early),
          .total (total_early)
      );
      count_sum #(
          .PORTS(PORTS)
      ) all (
          .a  (total_late),
          .b  (total_early),
          .sum(total)
      );
    end else begin : fixed
      wire [LANES*PORTS-1:0] ones;
      for (l = 0; l < LANES; l = l + 1) begin : lane
        for (k = 0; k < PORTS; k = k + 1) begin : code
          assign ones[l*PORTS+k] = k == 0 && request[l];
        end
      end
      prefix_counts #(
          .PARTS(LANES),
          .PORTS(PORTS)
      ) of_all (
          .counts(ones),
          .ahead (ahead),
          .total (total)
      );
    end
  endgenerate
endmodule
