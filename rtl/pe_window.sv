// One processing element whose S1 holds up to WINDOW beats: S0, the slots of the beats, the arbiter between
// their lanes and the banks, registers that collect the words of every lane and slot, and the MAC pipeline. A
// beat word is that of CSR in rtl/pe.sv; where rows share beats (ROW_PORTS above 0), a lane is {valid, end of
// row, bank, word, value}, there is no `last` bit, and up to ROW_PORTS rows leave in a cycle. The banks are
// outside. docs/timing.md section 3, windowed issue and packed rows.
module pe_window #(
    parameter LANES             = 4,
    // Banks of a copy of the vector buffer, and copies: run i of equal runs of lanes reads copy i.
    parameter BANKS             = 4,
    parameter COPIES            = 1,
    parameter VALUE_BITS        = 16,
    parameter WORD_BITS         = 16,
    parameter ACC_BITS          = 48,
    parameter BANK_BITS         = 2,
    parameter ADDRESS_BITS      = 5,
    parameter PORTS             = 1,
    parameter ROTATING          = 0,
    parameter ARBITER_TREE      = 0,
    parameter WINDOW            = 2,
    // Places in front of a bank; 0: as many as come.
    parameter QUEUE_DEPTH       = 0,
    // Cycles from an address in S1 to the word at the output of its bank.
    parameter DATA_LATENCY      = 1,
    parameter CROSSBAR_REGISTER = 0,
    parameter MUL_LATENCY       = 3,
    parameter ROW_PORTS         = 0,
    parameter LANE_BITS         = 24,
    parameter BEAT_BITS         = 97,
    parameter WEIGHT_BEATS      = 16,
    parameter WEIGHT_BITS       = 4,
    parameter COUNT_BITS        = 16,
    // Derived; not to be set.
    parameter ALL_BANKS         = COPIES * BANKS,
    parameter OUTS              = ROW_PORTS > 0 ? ROW_PORTS : 1
) (
    input  wire                                clk,
    input  wire                                rst,
    // The start pulse, and what is to be computed: beats of the weight memory.
    input  wire                                start,
    input  wire [             WEIGHT_BITS-1:0] first_beat,
    input  wire [              COUNT_BITS-1:0] beats,
    // What the ports of the banks read in S1, and their words DATA_LATENCY cycles later.
    output wire [             ALL_BANKS*PORTS-1:0] read,
    output wire [ALL_BANKS*PORTS*ADDRESS_BITS-1:0] read_word,
    input  wire [   ALL_BANKS*PORTS*WORD_BITS-1:0] data,
    // OUT: rows are written at the edge that ends this cycle.
    output wire [                    OUTS-1:0] row_valid,
    output wire [           OUTS*ACC_BITS-1:0] row_sum,
    // The oldest beat in S1: whether there is one, whether it is the oldest for the first time, its number,
    // that of its row, its lanes that wait and that are served, whether it stays.
    output wire                                s1_valid,
    output reg                                 s1_first,
    output reg  [              COUNT_BITS-1:0] s1_beat,
    output reg  [              COUNT_BITS-1:0] s1_row,
    output wire [                   LANES-1:0] pending,
    output wire [                   LANES-1:0] granted,
    output wire                                stall,
    // The weight memory's write port.
    input  wire                                weight_write,
    input  wire [             WEIGHT_BITS-1:0] weight_address,
    input  wire [               BEAT_BITS-1:0] weight_data
);
  localparam REQUESTERS = WINDOW * LANES;
  localparam SLOT_BITS = WINDOW > 1 ? $clog2(WINDOW) : 1;
  localparam HELD_BITS = $clog2(WINDOW + 1);
  localparam WORD_LATENCY = DATA_LATENCY + CROSSBAR_REGISTER;
  localparam PORT_BITS = PORTS > 1 ? $clog2(PORTS) : 1;
  localparam COPY_BITS = BANKS * PORTS * WORD_BITS;
  localparam [31:0] MOST_HELD = WINDOW;
  localparam [31:0] LAST_SLOT = WINDOW - 1;

  // S0
  wire                  advance;
  wire                  enters;
  wire [ BEAT_BITS-1:0] beat;
  beat_fetch #(
      .BEAT_BITS   (BEAT_BITS),
      .WEIGHT_BEATS(WEIGHT_BEATS),
      .WEIGHT_BITS (WEIGHT_BITS),
      .COUNT_BITS  (COUNT_BITS)
  ) fetch (
      .clk           (clk),
      .rst           (rst),
      .start         (start),
      .first_beat    (first_beat),
      .beats         (beats),
      .beats_per_row ({COUNT_BITS{1'b0}}),
      .row_step      ({WEIGHT_BITS{1'b0}}),
      .advance       (advance),
      .enters        (enters),
      .beat          (beat),
      .weight_write  (weight_write),
      .weight_address(weight_address),
      .weight_data   (weight_data)
  );

  // S1: the slots. A beat that is new is at the output of the weight memory, and in its slot from then on.
  reg  [             SLOT_BITS-1:0] oldest;
  reg  [             SLOT_BITS-1:0] newest;
  reg  [             HELD_BITS-1:0] held;
  reg                               fresh;
  wire                              leaves;
  wire [      WINDOW*BEAT_BITS-1:0] slot_beat;
  wire [            REQUESTERS-1:0] waits;
  wire [            REQUESTERS-1:0] standing;
  wire [            REQUESTERS-1:0] grant;
  wire [  REQUESTERS*PORT_BITS-1:0] port;
  wire [ REQUESTERS*BANK_BITS-1:0] bank;
  wire [REQUESTERS*ADDRESS_BITS-1:0] word;
  wire [             BEAT_BITS-1:0] oldest_beat = slot_beat[oldest*BEAT_BITS+:BEAT_BITS];
  wire [                 LANES-1:0] unplaced = waits[newest*LANES+:LANES] & ~standing[newest*LANES+:LANES];
  assign s1_valid = held != {HELD_BITS{1'b0}};
  assign pending  = waits[oldest*LANES+:LANES] & {LANES{s1_valid}};
  assign granted  = grant[oldest*LANES+:LANES] & {LANES{s1_valid}};
  // What goes on in this cycle: lanes of the oldest beat, and rows that end in them.
  wire [                 LANES-1:0] part;
  wire                              more;
  wire [                  OUTS-1:0] row_ends;
  wire                              goes = s1_valid && !(|(pending & ~granted));
  assign stall    = |(pending & ~granted) || more;
  assign leaves   = goes && !more;
  reg [COUNT_BITS-1:0] rows_ending;
  integer r;
  always @* begin
    rows_ending = {COUNT_BITS{1'b0}};
    for (r = 0; r < OUTS; r = r + 1) rows_ending = rows_ending + {{COUNT_BITS - 1{1'b0}}, row_ends[r]};
  end
  assign advance  = !(|unplaced) && (held != MOST_HELD[HELD_BITS-1:0] || leaves);

  always @(posedge clk)
    if (rst) begin
      oldest <= {SLOT_BITS{1'b0}};
      newest <= LAST_SLOT[SLOT_BITS-1:0];
      held   <= {HELD_BITS{1'b0}};
      fresh  <= 1'b0;
    end else begin
      fresh <= enters;
      if (enters) newest <= newest == LAST_SLOT[SLOT_BITS-1:0] ? {SLOT_BITS{1'b0}} : newest + 1'b1;
      if (leaves) oldest <= oldest == LAST_SLOT[SLOT_BITS-1:0] ? {SLOT_BITS{1'b0}} : oldest + 1'b1;
      if (enters && !leaves) held <= held + 1'b1;
      else if (leaves && !enters) held <= held - 1'b1;
    end

  always @(posedge clk) begin
    s1_first <= leaves || !s1_valid;
    if (start) begin
      s1_beat <= {COUNT_BITS{1'b0}};
      s1_row  <= {COUNT_BITS{1'b0}};
    end else begin
      if (leaves) s1_beat <= s1_beat + 1'b1;
      if (goes) s1_row <= s1_row + rows_ending;
    end
  end

  genvar s, l;
  generate
    for (s = 0; s < WINDOW; s = s + 1) begin : slot
      localparam [31:0] NUMBER = s;
      reg  [BEAT_BITS-1:0] kept;
      reg  [    LANES-1:0] waiting;
      wire                 is_new = fresh && newest == NUMBER[SLOT_BITS-1:0];
      wire [    LANES-1:0] lane_valid;
      assign slot_beat[s*BEAT_BITS+:BEAT_BITS] = is_new ? beat : kept;
      assign waits[s*LANES+:LANES] = is_new ? lane_valid : waiting;
      always @(posedge clk) begin
        if (is_new) kept <= beat;
        if (rst) waiting <= {LANES{1'b0}};
        else waiting <= waits[s*LANES+:LANES] & ~grant[s*LANES+:LANES];
      end
      for (l = 0; l < LANES; l = l + 1) begin : lane
        localparam AT = s * BEAT_BITS + l * LANE_BITS;
        assign lane_valid[l] = beat[(l+1)*LANE_BITS-1];
        assign word[(s*LANES+l)*ADDRESS_BITS+:ADDRESS_BITS] = slot_beat[AT+VALUE_BITS+:ADDRESS_BITS];
        assign bank[(s*LANES+l)*BANK_BITS+:BANK_BITS] = slot_beat[AT+VALUE_BITS+ADDRESS_BITS+:BANK_BITS];
      end
    end
  endgenerate

  // Slots by the age of their beats, and ages by slot, wrapping.
  wire [WINDOW*SLOT_BITS-1:0] slot_of_age;
  wire [WINDOW*SLOT_BITS-1:0] age_of_slot;
  generate
    for (s = 0; s < WINDOW; s = s + 1) begin : aged
      localparam [31:0] NUMBER = s;
      /* verilator lint_off UNUSEDSIGNAL */  // sums below twice the window, of which the slot is left
      wire [31:0] up = {{32 - SLOT_BITS{1'b0}}, oldest} + NUMBER;
      wire [31:0] slot_here = up > LAST_SLOT ? up - MOST_HELD : up;
      wire [31:0] down = NUMBER + MOST_HELD - {{32 - SLOT_BITS{1'b0}}, oldest};
      wire [31:0] age_here = down > LAST_SLOT ? down - MOST_HELD : down;
      /* verilator lint_on UNUSEDSIGNAL */
      assign slot_of_age[s*SLOT_BITS+:SLOT_BITS] = slot_here[SLOT_BITS-1:0];
      assign age_of_slot[s*SLOT_BITS+:SLOT_BITS] = age_here[SLOT_BITS-1:0];
    end
  endgenerate

  wire [LANES-1:0] from_first;
  lane_rotation #(
      .LANES(LANES)
  ) rotation (
      .clk       (clk),
      .start     (start),
      .from_first(from_first)
  );

  generate
    if (QUEUE_DEPTH == 0) begin : open
      assign standing = waits;
    end else begin : bounded
      reg [REQUESTERS-1:0] placed;
      always @(posedge clk)
        if (rst) placed <= {REQUESTERS{1'b0}};
        else placed <= standing & ~grant;
      wire [LANES-1:0] found;
      bank_queues #(
          .LANES    (LANES),
          .BANKS    (BANKS),
          .COPIES   (COPIES),
          .WINDOW   (WINDOW),
          .BANK_BITS(BANK_BITS),
          .DEPTH    (QUEUE_DEPTH),
          .ROTATING (ROTATING)
      ) queues (
          .placed    (placed),
          .bank      (bank),
          .looking   (waits[newest*LANES+:LANES] & ~placed[newest*LANES+:LANES]),
          .own_bank  (bank[newest*LANES*BANK_BITS+:LANES*BANK_BITS]),
          .from_first(from_first),
          .found     (found)
      );
      for (s = 0; s < WINDOW; s = s + 1) begin : slot
        localparam [31:0] NUMBER = s;
        assign standing[s*LANES+:LANES] =
            placed[s*LANES+:LANES] | (found & {LANES{newest == NUMBER[SLOT_BITS-1:0]}});
      end
    end
  endgenerate

  window_arbiter #(
      .LANES       (LANES),
      .BANKS       (BANKS),
      .COPIES      (COPIES),
      .WINDOW      (WINDOW),
      .SLOT_BITS   (SLOT_BITS),
      .BANK_BITS   (BANK_BITS),
      .ADDRESS_BITS(ADDRESS_BITS),
      .PORTS       (PORTS),
      .ROTATING    (ROTATING),
      .TREE        (ARBITER_TREE)
  ) arbiter (
      .standing   (standing),
      .bank       (bank),
      .word       (word),
      .slot_of_age(slot_of_age),
      .age_of_slot(age_of_slot),
      .from_first (from_first),
      .grant      (grant),
      .port       (port),
      .read       (read),
      .address    (read_word)
  );

  // S2: words go through the crossbar to the registers of their lanes and slots; the beat that left S1 takes
  // all of its words, those that arrive in the same cycle included.
  wire [          REQUESTERS-1:0] arrives;
  wire [REQUESTERS*BANK_BITS-1:0] bank_read;
  /* verilator lint_off UNUSEDSIGNAL */  // a bank with one port has no other
  wire [REQUESTERS*PORT_BITS-1:0] port_read;
  /* verilator lint_on UNUSEDSIGNAL */
  wire [REQUESTERS*WORD_BITS-1:0] collected;
  wire [           SLOT_BITS-1:0] slot_read;
  wire [     LANES*WORD_BITS-1:0] beat_words;
  wire [     LANES*WORD_BITS-1:0] words;
  delay_line #(
      .WIDTH (REQUESTERS * (1 + BANK_BITS + PORT_BITS) + SLOT_BITS),
      .STAGES(DATA_LATENCY)
  ) read_delay (
      .clk(clk),
      .d  ({grant & {REQUESTERS{!rst}}, bank, port, oldest}),
      .q  ({arrives, bank_read, port_read, slot_read})
  );
  generate
    for (s = 0; s < COPIES; s = s + 1) begin : copy
      wire [COPY_BITS-1:0] outputs = data[s*COPY_BITS+:COPY_BITS];
    end
    for (s = 0; s < REQUESTERS; s = s + 1) begin : collect
      localparam COPY = s % LANES * COPIES / LANES;
      wire [BANK_BITS-1:0] from_bank = bank_read[s*BANK_BITS+:BANK_BITS];
      wire [WORD_BITS-1:0] routed;
      reg  [WORD_BITS-1:0] stored;
      if (PORTS == 1) begin : one_port
        assign routed = copy[COPY].outputs[from_bank*WORD_BITS+:WORD_BITS];
      end else begin : any_port
        assign routed = copy[COPY].outputs[{from_bank, port_read[s*PORT_BITS+:PORT_BITS]}*WORD_BITS+:WORD_BITS];
      end
      assign collected[s*WORD_BITS+:WORD_BITS] = arrives[s] ? routed : stored;
      always @(posedge clk)
        if (rst) stored <= {WORD_BITS{1'b0}};
        else stored <= collected[s*WORD_BITS+:WORD_BITS];
    end
  endgenerate
  assign beat_words = collected[slot_read*LANES*WORD_BITS+:LANES*WORD_BITS];
  delay_line #(
      .WIDTH (LANES * WORD_BITS),
      .STAGES(CROSSBAR_REGISTER)
  ) crossbar_register (
      .clk(clk),
      .d  (beat_words),
      .q  (words)
  );

  // Values travel beside the words; lanes that carry nothing have a weight of 0.
  wire [LANES*VALUE_BITS-1:0] leaving_values;
  wire [LANES*VALUE_BITS-1:0] values;
  wire                        part_valid;
  wire [            OUTS-1:0] part_ends;
  generate
    for (l = 0; l < LANES; l = l + 1) begin : weight
      assign leaving_values[l*VALUE_BITS+:VALUE_BITS] =
          oldest_beat[l*LANE_BITS+:VALUE_BITS] & {VALUE_BITS{oldest_beat[(l+1)*LANE_BITS-1] && part[l]}};
    end
  endgenerate
  delay_line #(
      .WIDTH (LANES * VALUE_BITS + OUTS),
      .STAGES(WORD_LATENCY)
  ) value_delay (
      .clk(clk),
      .d  ({leaving_values, row_ends}),
      .q  ({values, part_ends})
  );
  valid_line #(
      .STAGES(WORD_LATENCY)
  ) part_delay (
      .clk(clk),
      .rst(rst),
      .d  (goes),
      .q  (part_valid)
  );

  // Beats of one row, or beats that rows share.
  generate
    if (ROW_PORTS == 0) begin : whole_rows
      assign part = {LANES{1'b1}};
      assign more = 1'b0;
      assign row_ends = oldest_beat[BEAT_BITS-1];
      mac_pipeline #(
          .LANES      (LANES),
          .VALUE_BITS (VALUE_BITS),
          .WORD_BITS  (WORD_BITS),
          .ACC_BITS   (ACC_BITS),
          .MUL_LATENCY(MUL_LATENCY)
      ) mac (
          .clk      (clk),
          .rst      (rst),
          .valid    (part_valid),
          .ends     (part_ends),
          .weights  (values),
          .words    (words),
          .row_valid(row_valid),
          .row_sum  (row_sum)
      );
    end else begin : packed_rows
      localparam END_BITS = $clog2(LANES + 1);
      wire [               LANES-1:0] lane_ends;
      wire [ROW_PORTS*END_BITS-1:0] lanes_to;
      wire [ROW_PORTS*END_BITS-1:0] part_lanes_to;
      for (l = 0; l < LANES; l = l + 1) begin : lane
        assign lane_ends[l] = s1_valid && oldest_beat[(l+1)*LANE_BITS-1] && oldest_beat[(l+1)*LANE_BITS-2];
      end
      row_parts #(
          .LANES    (LANES),
          .ROW_PORTS(ROW_PORTS)
      ) parts (
          .clk     (clk),
          .rst     (rst),
          .ends    (lane_ends),
          .goes    (goes),
          .part    (part),
          .more    (more),
          .row_ends(row_ends),
          .lanes_to(lanes_to)
      );
      delay_line #(
          .WIDTH (ROW_PORTS * END_BITS),
          .STAGES(WORD_LATENCY)
      ) end_delay (
          .clk(clk),
          .d  (lanes_to),
          .q  (part_lanes_to)
      );
      packed_mac #(
          .LANES      (LANES),
          .VALUE_BITS (VALUE_BITS),
          .WORD_BITS  (WORD_BITS),
          .ACC_BITS   (ACC_BITS),
          .MUL_LATENCY(MUL_LATENCY),
          .ROW_PORTS  (ROW_PORTS)
      ) mac (
          .clk      (clk),
          .rst      (rst),
          .valid    (part_valid),
          .row_ends (part_ends),
          .lanes_to (part_lanes_to),
          .weights  (values),
          .words    (words),
          .row_valid(row_valid),
          .row_sum  (row_sum)
      );
    end
  endgenerate
endmodule
