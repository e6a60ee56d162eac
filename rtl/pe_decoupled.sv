// One processing element whose lanes run up to ROWS_APART rows apart: a weight memory and an address counter
// per lane, marks of the rows that come next, and the lanes' sums. Lane l reads bank l; the banks are
// outside. docs/timing.md section 3, decoupled lanes.
//
// Address a of the weight memories carries word a of every lane, lane l at l * LANE_BITS: {last, word,
// value}, `last` where it is the lane's last of its row; and above all lanes the marks of row a of the
// product: lanes that have words of it. Rows q mod ROWS_APART could lie in a memory of their own: each is
// read once a cycle.
module pe_decoupled #(
    parameter LANES        = 4,
    parameter VALUE_BITS   = 16,
    parameter WORD_BITS    = 16,
    parameter ACC_BITS     = 48,
    parameter ADDRESS_BITS = 5,
    parameter ROWS_APART   = 4,
    // Cycles from an address in S1 to the word at the output of its bank.
    parameter DATA_LATENCY = 1,
    parameter MUL_LATENCY  = 3,
    parameter LANE_BITS    = 22,
    parameter BEAT_BITS    = 92,
    parameter WEIGHT_BEATS = 16,
    parameter WEIGHT_BITS  = 4,
    parameter COUNT_BITS   = 16
) (
    input  wire                          clk,
    input  wire                          rst,
    // The start pulse, and what is to be computed: where its words begin, and its rows.
    input  wire                          start,
    input  wire [       WEIGHT_BITS-1:0] first_beat,
    input  wire [        COUNT_BITS-1:0] rows,
    // What the banks read in S1, and their words DATA_LATENCY cycles later.
    output wire [             LANES-1:0] read,
    output wire [LANES*ADDRESS_BITS-1:0] read_word,
    input  wire [   LANES*WORD_BITS-1:0] data,
    // OUT: a row is written at the edge that ends this cycle.
    output wire                          row_valid,
    output wire [          ACC_BITS-1:0] row_sum,
    // The row that leaves S1 next: whether there is one, whether the cycle is one of issue, its number (as
    // beat and as row), its lanes that have words left and that read, whether it stays.
    output wire                          s1_valid,
    output wire                          s1_first,
    output wire [        COUNT_BITS-1:0] s1_beat,
    output wire [        COUNT_BITS-1:0] s1_row,
    output wire [             LANES-1:0] pending,
    output wire [             LANES-1:0] granted,
    output wire                          stall,
    // The weight memories' write port.
    input  wire                          weight_write,
    input  wire [       WEIGHT_BITS-1:0] weight_address,
    input  wire [         BEAT_BITS-1:0] weight_data
);
  localparam SLOT_BITS = ROWS_APART > 1 ? $clog2(ROWS_APART) : 1;
  localparam TAKE_LATENCY = DATA_LATENCY + MUL_LATENCY;

  // The row that leaves next, and its place.
  wire                   fetch;
  wire                   leaves;
  reg  [WEIGHT_BITS-1:0] first_mark;
  wire [ COUNT_BITS-1:0] s1_rows;
  wire [  SLOT_BITS-1:0] slot;
  always @(posedge clk) if (start) first_mark <= first_beat;
  row_sequence #(
      .PLACES    (ROWS_APART),
      .PLACE_BITS(SLOT_BITS),
      .COUNT_BITS(COUNT_BITS)
  ) sequencer (
      .clk       (clk),
      .rst       (rst),
      .start     (start),
      .start_rows(rows),
      .leaves    (leaves),
      .fetch     (fetch),
      .valid     (s1_valid),
      .rows      (s1_rows),
      .row       (s1_row),
      .place     (slot)
  );

  // Marks of the rows that lanes may take words of, the one that leaves next first.
  reg [LANES-1:0] marks[0:WEIGHT_BEATS-1];
  always @(posedge clk) if (weight_write) marks[weight_address] <= weight_data[LANES*LANE_BITS+:LANES];
  wire [ROWS_APART*LANES-1:0] open;
  genvar k, l;
  generate
    for (k = 0; k < ROWS_APART; k = k + 1) begin : row
      localparam [31:0] AHEAD = k;
      /* verilator lint_off UNUSEDSIGNAL */  // a memory may be shorter than a count
      wire [COUNT_BITS-1:0] number = s1_row + AHEAD[COUNT_BITS-1:0];
      /* verilator lint_on UNUSEDSIGNAL */
      wire [WEIGHT_BITS-1:0] address = first_mark + number[WEIGHT_BITS-1:0];
      assign open[k*LANES+:LANES] = marks[address] & {LANES{s1_valid && number < s1_rows}};
    end
  endgenerate

  // S1: what the lanes do.
  wire [              LANES-1:0] finished;
  wire [              LANES-1:0] row_ends;
  wire [    LANES*SLOT_BITS-1:0] lane_slot;
  wire [   LANES*VALUE_BITS-1:0] taken_values;
  assign leaves  = s1_valid && &finished;
  assign stall   = !leaves;
  assign s1_beat = s1_row;

  generate
    for (l = 0; l < LANES; l = l + 1) begin : lane
      wire [ROWS_APART-1:0] row_open;
      for (k = 0; k < ROWS_APART; k = k + 1) begin : ahead
        assign row_open[k] = open[k*LANES+l];
      end
      lane_stream #(
          .VALUE_BITS  (VALUE_BITS),
          .ADDRESS_BITS(ADDRESS_BITS),
          .ROWS_APART  (ROWS_APART),
          .SLOT_BITS   (SLOT_BITS),
          .LANE_BITS   (LANE_BITS),
          .WEIGHT_BEATS(WEIGHT_BEATS),
          .WEIGHT_BITS (WEIGHT_BITS)
      ) stream (
          .clk           (clk),
          .start         (start),
          .first_address (first_beat),
          .fetch         (fetch),
          .row_open      (row_open),
          .slot          (slot),
          .leaves        (leaves),
          .takes         (read[l]),
          .word          (read_word[l*ADDRESS_BITS+:ADDRESS_BITS]),
          .value         (taken_values[l*VALUE_BITS+:VALUE_BITS]),
          .row_ends      (row_ends[l]),
          .row_slot      (lane_slot[l*SLOT_BITS+:SLOT_BITS]),
          .pending       (pending[l]),
          .granted       (granted[l]),
          .finished      (finished[l]),
          .weight_write  (weight_write),
          .weight_address(weight_address),
          .weight_data   (weight_data[l*LANE_BITS+:LANE_BITS])
      );
    end
  endgenerate

  // Whether the PE is a cycle further than before: rows that left, or words of all lanes.
  issue_meter #(
      .LANES     (LANES),
      .COUNT_BITS(COUNT_BITS)
  ) meter (
      .clk   (clk),
      .start (start),
      .read  (read),
      .row   (s1_row),
      .leaves(leaves),
      .gains (s1_first),
      /* verilator lint_off PINCONNECTEMPTY */  // a waveform shows the row
      .reached()
      /* verilator lint_on PINCONNECTEMPTY */
  );

  // S2: values travel beside the words; what belongs to the products beside them.
  wire [LANES*VALUE_BITS-1:0] values;
  delay_line #(
      .WIDTH (LANES * VALUE_BITS),
      .STAGES(DATA_LATENCY)
  ) value_delay (
      .clk(clk),
      .d  (taken_values),
      .q  (values)
  );
  wire [          LANES-1:0] adds;
  wire [          LANES-1:0] ends_sum;
  wire [LANES*SLOT_BITS-1:0] sum_slot;
  delay_line #(
      .WIDTH (LANES * (2 + SLOT_BITS)),
      .STAGES(TAKE_LATENCY)
  ) take_delay (
      .clk(clk),
      .d  ({read & {LANES{!rst}}, row_ends, lane_slot}),
      .q  ({adds, ends_sum, sum_slot})
  );
  wire                 row_leaves;
  wire [SLOT_BITS-1:0] leaving_slot;
  valid_line #(
      .STAGES(TAKE_LATENCY + 1)
  ) leave_delay (
      .clk(clk),
      .rst(rst),
      .d  (leaves),
      .q  (row_leaves)
  );
  delay_line #(
      .WIDTH (SLOT_BITS),
      .STAGES(TAKE_LATENCY + 1)
  ) slot_delay (
      .clk(clk),
      .d  (slot),
      .q  (leaving_slot)
  );

  lane_sums #(
      .LANES       (LANES),
      .VALUE_BITS  (VALUE_BITS),
      .WORD_BITS   (WORD_BITS),
      .ACC_BITS    (ACC_BITS),
      .ADDRESS_BITS(ADDRESS_BITS),
      .MUL_LATENCY (MUL_LATENCY),
      .ROWS_APART  (ROWS_APART),
      .SLOT_BITS   (SLOT_BITS)
  ) adders (
      .clk      (clk),
      .rst      (rst),
      .start    (start),
      .values   (values),
      .words    (data),
      .adds     (adds),
      .ends     (ends_sum),
      .slot     (sum_slot),
      .leaves   (row_leaves),
      .leaving  (leaving_slot),
      .row_valid(row_valid),
      .row_sum  (row_sum)
  );
endmodule
