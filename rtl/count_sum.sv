// The sum of two counts that say no more than `PORTS`: thermometer codes, bit j of which is set above j.
// Combinational. docs/timing.md section 3, CSR arbitration.
module count_sum #(
    parameter PORTS = 1
) (
    input  wire [PORTS-1:0] a,
    input  wire [PORTS-1:0] b,
    output reg  [PORTS-1:0] sum
);
  integer j, i;
  always @* begin
    sum = a | b;
    for (j = 1; j < PORTS; j = j + 1)
      for (i = 0; i < j; i = i + 1) sum[j] = sum[j] | (a[i] & b[j-1-i]);
  end
endmodule
