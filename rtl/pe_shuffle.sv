// One processing element whose lanes go on by themselves: a stream of entries for every lane, an arbiter that
// asks another lane first in each cycle, and a multiplier with an accumulator for every open row behind each
// bank. The banks are outside. docs/timing.md section 3, shuffled issue.
//
// Address a of the weight memories carries entry a of every lane, lane l at l * LANE_BITS: {valid, tag of the
// row, bank, word, value}; and above all lanes how many entries of the PE rows 0 to a of the product have.
module pe_shuffle #(
    parameter LANES             = 4,
    parameter VALUE_BITS        = 16,
    parameter WORD_BITS         = 16,
    parameter ACC_BITS          = 48,
    parameter BANK_BITS         = 2,
    parameter ADDRESS_BITS      = 5,
    parameter OPEN_ROWS         = 4,
    parameter TAG_BITS          = 2,
    parameter RETRY_CYCLES      = 6,
    parameter ARBITER_TREE      = 0,
    // Cycles from an address in S1 to the word at the output of its bank; registers behind it, those of the
    // arbiter's further stages among them.
    parameter DATA_LATENCY      = 1,
    parameter CROSSBAR_REGISTER = 5,
    parameter MUL_LATENCY       = 3,
    parameter LANE_BITS         = 26,
    parameter BEAT_BITS         = 136,
    parameter WEIGHT_BEATS      = 16,
    parameter WEIGHT_BITS       = 4,
    parameter COUNT_BITS        = 16
) (
    input  wire                          clk,
    input  wire                          rst,
    // The start pulse, and what is to be computed: addresses of the weight memories, and rows.
    input  wire                          start,
    input  wire [       WEIGHT_BITS-1:0] first_beat,
    /* verilator lint_off UNUSEDSIGNAL */  // a memory may be shorter than a count
    input  wire [        COUNT_BITS-1:0] beats,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire [        COUNT_BITS-1:0] rows,
    // What the banks read in S1, and their words DATA_LATENCY cycles later.
    output wire [             LANES-1:0] read,
    output wire [LANES*ADDRESS_BITS-1:0] read_word,
    input  wire [   LANES*WORD_BITS-1:0] data,
    // OUT: a row is written at the edge that ends this cycle.
    output wire                          row_valid,
    output wire [          ACC_BITS-1:0] row_sum,
    // The row that leaves S1 next: whether there is one, whether the cycle is one of issue, the beats that
    // the accepted entries make, its number, lanes that ask and that are accepted, whether one is not.
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
    /* verilator lint_off UNUSEDSIGNAL */  // no product has as many entries as a field may say
    input  wire [         BEAT_BITS-1:0] weight_data
    /* verilator lint_on UNUSEDSIGNAL */
);
  localparam END_BITS = WEIGHT_BITS + BANK_BITS + 1;
  localparam WORD_LATENCY = DATA_LATENCY + CROSSBAR_REGISTER;
  localparam TAKE_LATENCY = WORD_LATENCY + MUL_LATENCY;
  // What a bank accepts of an entry beside the word that it reads.
  localparam ACCEPTED_BITS = TAG_BITS + VALUE_BITS;

  wire                  fetch;
  wire                  leaves;
  wire [COUNT_BITS-1:0] s1_rows;
  wire [  TAG_BITS-1:0] s1_tag;
  reg  [ WEIGHT_BITS:0] s1_addresses;
  always @(posedge clk) if (start) s1_addresses <= beats[WEIGHT_BITS:0];
  row_sequence #(
      .PLACES    (OPEN_ROWS),
      .PLACE_BITS(TAG_BITS),
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
      .place     (s1_tag)
  );

  // S1: what the lanes ask for.
  wire                             all_open;
  wire [             END_BITS-1:0] open_entries;
  wire [  LANES*ACCEPTED_BITS-1:0] carried;
  wire [      LANES*BANK_BITS-1:0] bank;
  wire [   LANES*ADDRESS_BITS-1:0] word;
  genvar l, b;
  generate
    for (l = 0; l < LANES; l = l + 1) begin : lane
      wire [LANE_BITS-2:0] entry;
      shuffle_lane #(
          .LANES       (LANES),
          .LANE        (l),
          .LANE_BITS   (LANE_BITS),
          .END_BITS    (END_BITS),
          .RETRY_CYCLES(RETRY_CYCLES),
          .WEIGHT_BEATS(WEIGHT_BEATS),
          .WEIGHT_BITS (WEIGHT_BITS)
      ) stream (
          .clk           (clk),
          .rst           (rst),
          .start         (start),
          .first_address (first_beat),
          .fetch         (fetch),
          .valid         (s1_valid),
          .addresses     (s1_addresses),
          .all_open      (all_open),
          .open_entries  (open_entries),
          .asks          (pending[l]),
          .entry         (entry),
          .granted       (granted[l]),
          .weight_write  (weight_write),
          .weight_address(weight_address),
          .weight_data   (weight_data[l*LANE_BITS+:LANE_BITS])
      );
      assign word[l*ADDRESS_BITS+:ADDRESS_BITS] = entry[VALUE_BITS+:ADDRESS_BITS];
      assign bank[l*BANK_BITS+:BANK_BITS] = entry[VALUE_BITS+ADDRESS_BITS+:BANK_BITS];
      assign carried[l*ACCEPTED_BITS+:ACCEPTED_BITS] =
          {entry[VALUE_BITS+ADDRESS_BITS+BANK_BITS+:TAG_BITS], entry[VALUE_BITS-1:0]};
    end
  endgenerate

  // Lane 1 goes first in the first cycle of S1, which is cycle 2.
  wire [LANES-1:0] from_first;
  lane_rotation #(
      .LANES(LANES),
      .FIRST(0)
  ) rotation (
      .clk       (clk),
      .start     (start),
      .from_first(from_first)
  );
  wire [LANES*LANES-1:0] served;
  bank_arbiter #(
      .REQUESTERS  (LANES),
      .BANKS       (LANES),
      .BANK_BITS   (BANK_BITS),
      .ADDRESS_BITS(ADDRESS_BITS),
      .PORTS       (1),
      .ROTATING    (1),
      .TREE        (ARBITER_TREE)
  ) arbiter (
      .pending   (pending),
      .bank      (bank),
      .word      (word),
      .from_first(from_first),
      .grant     (granted),
      /* verilator lint_off PINCONNECTEMPTY */  // one port
      .port      (),
      /* verilator lint_on PINCONNECTEMPTY */
      .served    (served),
      .read      (read),
      .address   (read_word)
  );
  assign stall = |(pending & ~granted);

  // The crossbar: every bank takes weight and tag of the entry that it accepts.
  wire [LANES*VALUE_BITS-1:0] accepted_values;
  wire [  LANES*TAG_BITS-1:0] accepted_tags;
  generate
    for (b = 0; b < LANES; b = b + 1) begin : bank_input
      reg [ACCEPTED_BITS-1:0] accepted;
      integer r;
      always @* begin
        accepted = {ACCEPTED_BITS{1'b0}};
        for (r = 0; r < LANES; r = r + 1)
          accepted = accepted
              | (carried[r*ACCEPTED_BITS+:ACCEPTED_BITS] & {ACCEPTED_BITS{served[b*LANES+r]}});
      end
      assign accepted_values[b*VALUE_BITS+:VALUE_BITS] = accepted[VALUE_BITS-1:0];
      assign accepted_tags[b*TAG_BITS+:TAG_BITS] = accepted[VALUE_BITS+:TAG_BITS];
    end
  endgenerate

  row_counts #(
      .BANKS       (LANES),
      .OPEN_ROWS   (OPEN_ROWS),
      .TAG_BITS    (TAG_BITS),
      .RETRY_CYCLES(RETRY_CYCLES),
      .WEIGHT_BEATS(WEIGHT_BEATS),
      .WEIGHT_BITS (WEIGHT_BITS),
      .END_BITS    (END_BITS),
      .COUNT_BITS  (COUNT_BITS)
  ) row_state (
      .clk          (clk),
      .rst          (rst),
      .start        (start),
      .first_address(first_beat),
      .valid        (s1_valid),
      .rows         (s1_rows),
      .row          (s1_row),
      .row_tag      (s1_tag),
      .accepts      (read),
      .tag          (accepted_tags),
      .leaves       (leaves),
      .all_open     (all_open),
      .open_entries (open_entries),
      .write        (weight_write),
      .write_address(weight_address),
      .write_data   (weight_data[LANES*LANE_BITS+:END_BITS])
  );

  // Whether the accepted entries are another one for each lane.
  wire [COUNT_BITS-1:0] beats_accepted;
  issue_meter #(
      .LANES     (LANES),
      .COUNT_BITS(COUNT_BITS)
  ) meter (
      .clk    (clk),
      .start  (start),
      .read   (read),
      .row    ({COUNT_BITS{1'b0}}),
      .leaves (1'b0),
      .gains  (s1_first),
      .reached(beats_accepted)
  );
  assign s1_beat = beats_accepted - 1'b1;

  // S2 and the registers behind it: weights travel beside the words, tags beside the products.
  wire [LANES*VALUE_BITS-1:0] values;
  wire [ LANES*WORD_BITS-1:0] words;
  delay_line #(
      .WIDTH (LANES * VALUE_BITS),
      .STAGES(WORD_LATENCY)
  ) value_delay (
      .clk(clk),
      .d  (accepted_values),
      .q  (values)
  );
  delay_line #(
      .WIDTH (LANES * WORD_BITS),
      .STAGES(CROSSBAR_REGISTER)
  ) word_delay (
      .clk(clk),
      .d  (data),
      .q  (words)
  );
  wire [         LANES-1:0] adds;
  wire [LANES*TAG_BITS-1:0] product_tags;
  wire                      row_leaves;
  wire [      TAG_BITS-1:0] leaving_tag;
  delay_line #(
      .WIDTH (LANES * (1 + TAG_BITS)),
      .STAGES(TAKE_LATENCY)
  ) tag_delay (
      .clk(clk),
      .d  ({read & {LANES{!rst}}, accepted_tags}),
      .q  ({adds, product_tags})
  );
  valid_line #(
      .STAGES(TAKE_LATENCY + 1)
  ) leave_delay (
      .clk(clk),
      .rst(rst),
      .d  (leaves),
      .q  (row_leaves)
  );
  delay_line #(
      .WIDTH (TAG_BITS),
      .STAGES(TAKE_LATENCY + 1)
  ) leaving_delay (
      .clk(clk),
      .d  (s1_tag),
      .q  (leaving_tag)
  );

  bank_sums #(
      .BANKS      (LANES),
      .VALUE_BITS (VALUE_BITS),
      .WORD_BITS  (WORD_BITS),
      .ACC_BITS   (ACC_BITS),
      .MUL_LATENCY(MUL_LATENCY),
      .OPEN_ROWS  (OPEN_ROWS),
      .TAG_BITS   (TAG_BITS)
  ) adders (
      .clk      (clk),
      .rst      (rst),
      .start    (start),
      .values   (values),
      .words    (words),
      .adds     (adds),
      .tag      (product_tags),
      .leaves   (row_leaves),
      .leaving  (leaving_tag),
      .row_valid(row_valid),
      .row_sum  (row_sum)
  );
endmodule
