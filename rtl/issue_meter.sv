// Whether a PE whose lanes go on by themselves is a cycle further than before: a row has left more than it
// has been counted for, or another word for each of its lanes has been read; and how far it is then. What a
// waveform calls issue, otherwise conflict; nothing else depends on it. docs/timing.md section 3.
module issue_meter #(
    parameter LANES      = 4,
    parameter COUNT_BITS = 16
) (
    input  wire                  clk,
    input  wire                  start,
    input  wire [     LANES-1:0] read,
    input  wire [COUNT_BITS-1:0] row,
    input  wire                  leaves,
    output wire                  gains,
    output wire [COUNT_BITS-1:0] reached
);
  // Words that have been read: as often one for each lane, and how many more.
  localparam REST_BITS = $clog2(2 * LANES);
  localparam [31:0] WHOLE = LANES;
  integer l;
  reg [COUNT_BITS-1:0] wholes;
  reg [ REST_BITS-1:0] rest;
  reg [ REST_BITS-1:0] rest_now;
  reg [COUNT_BITS-1:0] counted;
  always @* begin
    rest_now = rest;
    for (l = 0; l < LANES; l = l + 1) rest_now = rest_now + {{REST_BITS - 1{1'b0}}, read[l]};
  end
  wire is_whole = rest_now >= WHOLE[REST_BITS-1:0];
  wire is_more = rest_now != {REST_BITS{1'b0}} && rest_now != WHOLE[REST_BITS-1:0];
  wire [COUNT_BITS-1:0] wholes_now = wholes + {{COUNT_BITS - 1{1'b0}}, is_whole};
  wire [COUNT_BITS-1:0] of_words = wholes_now + {{COUNT_BITS - 1{1'b0}}, is_more};
  wire [COUNT_BITS-1:0] of_rows = row + {{COUNT_BITS - 1{1'b0}}, leaves};
  assign reached = of_words > of_rows ? of_words : of_rows;
  assign gains = reached > counted;
  always @(posedge clk)
    if (start) begin
      wholes  <= {COUNT_BITS{1'b0}};
      rest    <= {REST_BITS{1'b0}};
      counted <= {COUNT_BITS{1'b0}};
    end else begin
      wholes <= wholes_now;
      rest   <= is_whole ? rest_now - WHOLE[REST_BITS-1:0] : rest_now;
      if (gains) counted <= reached;
    end
endmodule
