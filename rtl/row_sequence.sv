// The rows of a PE that leave S1 one by one, in order: which comes next, and the place of what is kept of it,
// its number modulo PLACES. The first words are addressed (S0) in the cycle after the start pulse, and S1 has
// a row from the next cycle on, until the last has left. docs/timing.md section 3.
module row_sequence #(
    parameter PLACES     = 4,
    parameter PLACE_BITS = 2,
    parameter COUNT_BITS = 16
) (
    input  wire                  clk,
    input  wire                  rst,
    input  wire                  start,
    input  wire [COUNT_BITS-1:0] start_rows,
    // Whether the row leaves in this cycle.
    input  wire                  leaves,
    output reg                   fetch,
    output reg                   valid,
    output reg  [COUNT_BITS-1:0] rows,
    output reg  [COUNT_BITS-1:0] row,
    output reg  [PLACE_BITS-1:0] place
);
  localparam [31:0] LAST_PLACE = PLACES - 1;
  wire ends = leaves && row + 1'b1 == rows;
  always @(posedge clk) begin
    fetch <= start && !rst && start_rows != {COUNT_BITS{1'b0}};
    if (start) rows <= start_rows;
    if (rst) valid <= 1'b0;
    else if (fetch) valid <= 1'b1;
    else if (ends) valid <= 1'b0;
    if (start) row <= {COUNT_BITS{1'b0}};
    else if (leaves) row <= row + 1'b1;
    if (start) place <= {PLACE_BITS{1'b0}};
    else if (leaves) place <= place == LAST_PLACE[PLACE_BITS-1:0] ? {PLACE_BITS{1'b0}} : place + 1'b1;
  end
endmodule
