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
  localparam LEVELS = $clog2(LANES);
  localparam [63:0] ROUND_UP = LANES - 1;
  localparam BITS = COUNT_BITS + LEVELS;
  integer l;
  reg [BITS-1:0] words;
  reg [BITS-1:0] words_now;
  reg [COUNT_BITS-1:0] counted;
  always @* begin
    words_now = words;
    for (l = 0; l < LANES; l = l + 1) words_now = words_now + {{BITS - 1{1'b0}}, read[l]};
  end
  /* verilator lint_off UNUSEDSIGNAL */  // less than a word for each lane
  wire [BITS-1:0] rounded = words_now + ROUND_UP[BITS-1:0];
  /* verilator lint_on UNUSEDSIGNAL */
  wire [COUNT_BITS-1:0] of_words = rounded[BITS-1:LEVELS];
  wire [COUNT_BITS-1:0] of_rows = row + {{COUNT_BITS - 1{1'b0}}, leaves};
  assign reached = of_words > of_rows ? of_words : of_rows;
  assign gains = reached > counted;
  always @(posedge clk)
    if (start) begin
      words   <= {BITS{1'b0}};
      counted <= {COUNT_BITS{1'b0}};
    end else begin
      words <= words_now;
      if (gains) counted <= reached;
    end
endmodule
