// Sums of counts side by side, each of which says no more than PORTS: thermometer codes, bit k of a count set
// above k, all bits k together at k * PARTS. Combinational. docs/timing.md section 3, CSR arbitration.
module count_sum #(
    parameter PARTS = 1,
    parameter PORTS = 1
) (
    input  wire [PORTS*PARTS-1:0] a,
    input  wire [PORTS*PARTS-1:0] b,
    output reg  [PORTS*PARTS-1:0] sum
);
  integer k, i;
  always @* begin
    sum = a | b;
    for (k = 1; k < PORTS; k = k + 1)
      for (i = 0; i < k; i = i + 1)
        sum[k*PARTS+:PARTS] = sum[k*PARTS+:PARTS] | (a[i*PARTS+:PARTS] & b[(k-1-i)*PARTS+:PARTS]);
  end
endmodule
