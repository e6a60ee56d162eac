// One lane that goes on by itself: its weight memory, which entry of its stream comes next, and the way back
// of a request that its bank turned down, RETRY_CYCLES registers long. What comes back goes first.
// docs/timing.md section 3, shuffled issue.
module shuffle_lane #(
    parameter LANES        = 4,
    parameter LANE         = 0,
    parameter LANE_BITS    = 26,
    parameter END_BITS     = 7,
    parameter RETRY_CYCLES = 6,
    parameter WEIGHT_BEATS = 16,
    parameter WEIGHT_BITS  = 4
) (
    input  wire                            clk,
    input  wire                            rst,
    input  wire                            start,
    input  wire [         WEIGHT_BITS-1:0] first_address,
    // S0: the first entry is addressed.
    input  wire                            fetch,
    // S1: the addresses that hold entries; and how many of the PE's entries are of open rows, all of them
    // with `all_open`.
    input  wire                            valid,
    input  wire [           WEIGHT_BITS:0] addresses,
    input  wire                            all_open,
    input  wire [            END_BITS-1:0] open_entries,
    // What the lane asks for: an entry without its valid bit; and whether it is granted.
    output wire                            asks,
    output wire [           LANE_BITS-2:0] entry,
    input  wire                            granted,
    // The weight memory's write port.
    input  wire                            weight_write,
    input  wire [         WEIGHT_BITS-1:0] weight_address,
    input  wire [           LANE_BITS-1:0] weight_data
);
  localparam [31:0] FIRST_ENTRY = LANE;
  localparam [31:0] STRIDE = LANES;
  localparam [31:0] ONE = 32'd1;

  wire [  LANE_BITS-1:0] at_output;
  wire                   takes;
  weight_stream #(
      .BEAT_BITS   (LANE_BITS),
      .BEATS       (WEIGHT_BEATS),
      .ADDRESS_BITS(WEIGHT_BITS)
  ) weights (
      .clk          (clk),
      .start        (start),
      .first        (first_address),
      .read         (fetch || takes),
      .step         (ONE[WEIGHT_BITS-1:0]),
      .beat         (at_output),
      .write        (weight_write),
      .write_address(weight_address),
      .write_data   (weight_data)
  );

  // Entries of the lane that have been presented, and the number of the next one among those of the PE.
  reg [WEIGHT_BITS:0] presented;
  reg [ END_BITS-1:0] next_entry;
  always @(posedge clk)
    if (start) begin
      presented  <= {WEIGHT_BITS + 1{1'b0}};
      next_entry <= FIRST_ENTRY[END_BITS-1:0];
    end else if (takes) begin
      presented  <= presented + 1'b1;
      next_entry <= next_entry + STRIDE[END_BITS-1:0];
    end
  wire has_entry = presented < addresses && at_output[LANE_BITS-1];
  wire is_open = all_open || next_entry < open_entries;

  // What was turned down RETRY_CYCLES cycles ago.
  wire                 is_back;
  wire [LANE_BITS-2:0] back;
  valid_line #(
      .STAGES(RETRY_CYCLES)
  ) lost_valid (
      .clk(clk),
      .rst(rst),
      .d  (asks && !granted),
      .q  (is_back)
  );
  delay_line #(
      .WIDTH (LANE_BITS - 1),
      .STAGES(RETRY_CYCLES)
  ) lost (
      .clk(clk),
      .d  (entry),
      .q  (back)
  );

  assign takes = valid && !is_back && has_entry && is_open;
  assign asks  = is_back || takes;
  assign entry = is_back ? back : at_output[LANE_BITS-2:0];
endmodule
