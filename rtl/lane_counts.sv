// Of the requests of some lanes how many come before each of them, up to PORTS, and how many there are: in
// the order of the lanes from those in `from_first` upwards, wrapping (ROTATING), or from lane 0 (fixed).
// Thermometer codes, as in rtl/count_sum.sv. Combinational. docs/timing.md section 3, CSR arbitration.
module lane_counts #(
    parameter LANES    = 4,
    parameter PORTS    = 1,
    parameter ROTATING = 0
) (
    input  wire [      LANES-1:0] request,
    /* verilator lint_off UNUSEDSIGNAL */  // a fixed priority has no first
    input  wire [      LANES-1:0] from_first,
    /* verilator lint_on UNUSEDSIGNAL */
    output wire [PORTS*LANES-1:0] ahead,
    output wire [      PORTS-1:0] total
);
  localparam CODES = PORTS * LANES;
  genvar k;
  generate
    if (ROTATING != 0) begin : rotating
      // A lane among the late ones comes before all others, whatever their numbers.
      wire [LANES-1:0] late = request & from_first;
      wire [LANES-1:0] early = request & ~from_first;
      wire [CODES-1:0] count_late;
      wire [CODES-1:0] count_early;
      wire [CODES-1:0] ahead_late;
      wire [CODES-1:0] ahead_early;
      wire [CODES-1:0] behind_late;
      wire [CODES-1:0] all_late;
      wire [PORTS-1:0] total_late;
      wire [PORTS-1:0] total_early;
      for (k = 0; k < PORTS; k = k + 1) begin : code
        // A request alone counts 1.
        assign count_late[k*LANES+:LANES] = k == 0 ? late : {LANES{1'b0}};
        assign count_early[k*LANES+:LANES] = k == 0 ? early : {LANES{1'b0}};
        assign all_late[k*LANES+:LANES] = {LANES{total_late[k]}};
        assign ahead[k*LANES+:LANES] = (from_first & ahead_late[k*LANES+:LANES])
            | (~from_first & behind_late[k*LANES+:LANES]);
      end
      prefix_counts #(
          .PARTS(LANES),
          .PORTS(PORTS)
      ) of_late (
          .counts(count_late),
          .ahead (ahead_late),
          .total (total_late)
      );
      prefix_counts #(
          .PARTS(LANES),
          .PORTS(PORTS)
      ) of_early (
          .counts(count_early),
          .ahead (ahead_early),
          .total (total_early)
      );
      count_sum #(
          .PARTS(LANES),
          .PORTS(PORTS)
      ) behind (
          .a  (all_late),
          .b  (ahead_early),
          .sum(behind_late)
      );
      count_sum #(
          .PORTS(PORTS)
      ) all (
          .a  (total_late),
          .b  (total_early),
          .sum(total)
      );
    end else begin : fixed
      wire [CODES-1:0] count;
      for (k = 0; k < PORTS; k = k + 1) begin : code
        assign count[k*LANES+:LANES] = k == 0 ? request : {LANES{1'b0}};
      end
      prefix_counts #(
          .PARTS(LANES),
          .PORTS(PORTS)
      ) of_all (
          .counts(count),
          .ahead (ahead),
          .total (total)
      );
    end
  endgenerate
endmodule
