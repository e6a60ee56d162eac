// One lane that runs by itself: its weight memory, its address counter, and how far it is among the rows that
// it may take words of. It skips rows without words of it. docs/timing.md section 3, decoupled lanes.
module lane_stream #(
    parameter VALUE_BITS   = 16,
    parameter ADDRESS_BITS = 5,
    parameter ROWS_APART   = 4,
    parameter SLOT_BITS    = 2,
    parameter LANE_BITS    = 22,
    parameter WEIGHT_BEATS = 16,
    parameter WEIGHT_BITS  = 4
) (
    input  wire                    clk,
    input  wire                    start,
    input  wire [ WEIGHT_BITS-1:0] first_address,
    // S0: the first word is addressed.
    input  wire                    fetch,
    // The rows that lanes may take words of, from the one that leaves next on: whether the lane has any; its
    // place, and whether it leaves.
    input  wire [  ROWS_APART-1:0] row_open,
    input  wire [   SLOT_BITS-1:0] slot,
    input  wire                    leaves,
    // S1: whether the lane takes a word, which, whether it ends the lane's part of a row, and the row's
    // place.
    output wire                    takes,
    output wire [ADDRESS_BITS-1:0] word,
    output wire [  VALUE_BITS-1:0] value,
    output wire                    row_ends,
    output reg  [   SLOT_BITS-1:0] row_slot,
    // Of the row that leaves next: words left, one taken, none left after this cycle.
    output wire                    pending,
    output wire                    granted,
    output wire                    finished,
    input  wire                    weight_write,
    input  wire [ WEIGHT_BITS-1:0] weight_address,
    input  wire [   LANE_BITS-1:0] weight_data
);
  localparam [31:0] LAST_SLOT = ROWS_APART - 1;
  localparam [63:0] ONE = 64'd1;

  wire [  LANE_BITS-1:0] at_output;
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

  // Rows that the lane has finished, of those that it may take words of: bit k, and all below it.
  reg  [ROWS_APART-1:0] done;
  wire [ROWS_APART-1:0] left = row_open & ~done;
  // The first of them, alone; and all before it and it.
  wire [ROWS_APART-1:0] current = left & (~left + ONE[ROWS_APART-1:0]);
  wire [ROWS_APART-1:0] upto = current | (current - ONE[ROWS_APART-1:0]);
  wire [ROWS_APART-1:0] done_now = done | (row_ends ? upto : {ROWS_APART{1'b0}});
  assign takes    = |left;
  assign row_ends = takes && at_output[LANE_BITS-1];
  assign word     = at_output[VALUE_BITS+:ADDRESS_BITS];
  assign value    = at_output[VALUE_BITS-1:0] & {VALUE_BITS{takes}};
  assign pending  = left[0];
  assign granted  = left[0];
  assign finished = !left[0] || row_ends;
  always @(posedge clk)
    if (start) done <= {ROWS_APART{1'b0}};
    else done <= leaves ? done_now >> 1 : done_now;

  // The place of the current row.
  integer k;
  reg [SLOT_BITS-1:0] place;
  always @* begin
    row_slot = {SLOT_BITS{1'b0}};
    place = slot;
    for (k = 0; k < ROWS_APART; k = k + 1) begin
      row_slot = row_slot | (place & {SLOT_BITS{current[k]}});
      place = place == LAST_SLOT[SLOT_BITS-1:0] ? {SLOT_BITS{1'b0}} : place + 1'b1;
    end
  end
endmodule
