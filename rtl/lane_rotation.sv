// A rotating priority between lanes: the lanes from the first one upwards, one bit for each. Lane FIRST goes
// first in cycle 1, counted from the start pulse, in every cycle the next, and round. docs/timing.md section
// 3, CSR arbitration.
module lane_rotation #(
    parameter LANES = 4,
    parameter FIRST = 1
) (
    input  wire             clk,
    input  wire             start,
    output reg  [LANES-1:0] from_first
);
  // Shifted by one lane in each cycle, all lanes when the rotation comes round.
  always @(posedge clk)
    if (start) from_first <= {LANES{1'b1}} << FIRST;
    else if (from_first == {1'b1, {LANES - 1{1'b0}}}) from_first <= {LANES{1'b1}};
    else from_first <= from_first << 1;
endmodule
