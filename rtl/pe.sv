// One processing element: S0 (weight address), S1 (the beat word asks for banks), and the MAC pipeline.
// Banks, arbiter and crossbar are outside, because they may be shared. docs/timing.md section 3.
//
// A beat word, lane l at l * LANE_BITS: parallel (ARBITRATED 0): {word, value}; CSR (ARBITRATED 1): {valid,
// bank, word, value}, and one `last` bit above all lanes. Rows of parallel beats end after `beats_per_row`
// beats, those of CSR with the `last` bit. NESTED: rows have more parallel beats in the memory than these.
module pe #(
    parameter NESTED          = 0,
    parameter LANES           = 4,
    parameter VALUE_BITS      = 16,
    parameter WORD_BITS       = 16,
    parameter ACC_BITS        = 48,
    parameter BANK_BITS       = 2,
    parameter ADDRESS_BITS    = 5,
    parameter ARBITRATED      = 0,
    // Cycles from S1 to the words at the multipliers: 1 + bank output register + crossbar register.
    parameter WORD_LATENCY    = 1,
    parameter MUL_LATENCY     = 3,
    parameter LANE_BITS       = 21,
    parameter BEAT_BITS       = 84,
    parameter WEIGHT_BEATS    = 16,
    parameter WEIGHT_BITS     = 4,
    parameter COUNT_BITS      = 16
) (
    input  wire                          clk,
    input  wire                          rst,
    // The start pulse, and what is to be computed: beats of the weight memory.
    input  wire                          start,
    input  wire [       WEIGHT_BITS-1:0] first_beat,
    input  wire [        COUNT_BITS-1:0] beats,
    /* verilator lint_off UNUSEDSIGNAL */  // CSR rows end with the last bit
    input  wire [        COUNT_BITS-1:0] beats_per_row,
    input  wire [       WEIGHT_BITS-1:0] row_step,
    /* verilator lint_on UNUSEDSIGNAL */
    // S1: lanes that ask, for which word of which bank, and which of them are served in this cycle.
    output wire [             LANES-1:0] pending,
    output wire [   LANES*BANK_BITS-1:0] bank,
    output wire [LANES*ADDRESS_BITS-1:0] word,
    input  wire [             LANES-1:0] grant,
    // The words of the lanes, WORD_LATENCY cycles after S1.
    input  wire [   LANES*WORD_BITS-1:0] words,
    // OUT: a row is written at the edge that ends this cycle.
    output wire                          row_valid,
    output wire [          ACC_BITS-1:0] row_sum,
    // What is in S1: a beat (its first cycle), its number, the number of its row, whether it stays.
    output reg                           s1_valid,
    output reg                           s1_first,
    output reg  [        COUNT_BITS-1:0] s1_beat,
    output reg  [        COUNT_BITS-1:0] s1_row,
    output wire                          stall,
    // The weight memory's write port.
    input  wire                          weight_write,
    input  wire [       WEIGHT_BITS-1:0] weight_address,
    input  wire [         BEAT_BITS-1:0] weight_data
);
  // S0
  wire                   advance = !s1_valid || !stall;
  wire                   enters;
  wire [  BEAT_BITS-1:0] beat;
  beat_fetch #(
      .NESTED      (NESTED),
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
      .beats_per_row (beats_per_row),
      .row_step      (row_step),
      .advance       (advance),
      .enters        (enters),
      .beat          (beat),
      .weight_write  (weight_write),
      .weight_address(weight_address),
      .weight_data   (weight_data)
  );

  // S1
  wire [LANES-1:0] lane_valid;
  wire [LANES-1:0] waiting = lane_valid & {LANES{s1_valid}};
  wire             row_end;
  wire             leaves = s1_valid && !stall;
  assign stall = |(pending & ~grant);

  genvar l;
  generate
    for (l = 0; l < LANES; l = l + 1) begin : lane
      assign word[l*ADDRESS_BITS+:ADDRESS_BITS] = beat[l*LANE_BITS+VALUE_BITS+:ADDRESS_BITS];
    end
    if (ARBITRATED != 0) begin : arbitrated
      // Lanes of the beat in S1 that were served in an earlier cycle.
      reg [LANES-1:0] served;
      always @(posedge clk)
        if (advance) served <= {LANES{1'b0}};
        else served <= served | grant;
      assign pending = waiting & ~served;
      assign row_end = beat[LANES*LANE_BITS];
      for (l = 0; l < LANES; l = l + 1) begin : lane
        assign lane_valid[l] = beat[(l+1)*LANE_BITS-1];
        assign bank[l*BANK_BITS+:BANK_BITS] = beat[l*LANE_BITS+VALUE_BITS+ADDRESS_BITS+:BANK_BITS];
      end
    end else begin : parallel
      reg [COUNT_BITS-1:0] row_beat;
      always @(posedge clk)
        if (start) row_beat <= {COUNT_BITS{1'b0}};
        else if (leaves) row_beat <= row_end ? {COUNT_BITS{1'b0}} : row_beat + 1'b1;
      assign lane_valid = {LANES{1'b1}};
      assign pending = waiting;
      assign row_end = row_beat + 1'b1 == beats_per_row;
      for (l = 0; l < LANES; l = l + 1) begin : lane
        assign bank[l*BANK_BITS+:BANK_BITS] = l[BANK_BITS-1:0];
      end
    end
  endgenerate

  always @(posedge clk)
    if (rst) s1_valid <= 1'b0;
    else if (advance) s1_valid <= enters;

  always @(posedge clk) begin
    s1_first <= advance;
    if (start) begin
      s1_beat <= {COUNT_BITS{1'b0}};
      s1_row  <= {COUNT_BITS{1'b0}};
    end else if (leaves) begin
      s1_beat <= s1_beat + 1'b1;
      if (row_end) s1_row <= s1_row + 1'b1;
    end
  end

  // S2 and the optional registers: granted lanes carry their values beside the
  // words, the others a weight of 0.
  wire                        part_valid;
  wire                        part_ends;
  wire [LANES*VALUE_BITS-1:0] granted_values;
  wire [LANES*VALUE_BITS-1:0] values;
  wire                        moves = leaves || |grant;
  reg  [    WORD_LATENCY-1:0] valids;
  reg  [    WORD_LATENCY-1:0] row_ends;

  generate
    for (l = 0; l < LANES; l = l + 1) begin : weight
      assign granted_values[l*VALUE_BITS+:VALUE_BITS] = beat[l*LANE_BITS+:VALUE_BITS] & {VALUE_BITS{grant[l]}};
    end
    if (WORD_LATENCY == 1) begin : direct
      always @(posedge clk) valids <= moves && !rst;
      always @(posedge clk) row_ends <= leaves && row_end;
    end else begin : registered
      always @(posedge clk)
        if (rst) valids <= {WORD_LATENCY{1'b0}};
        else valids <= {valids[WORD_LATENCY-2:0], moves};
      always @(posedge clk) row_ends <= {row_ends[WORD_LATENCY-2:0], leaves && row_end};
    end
  endgenerate
  assign part_valid = valids[WORD_LATENCY-1];
  assign part_ends  = row_ends[WORD_LATENCY-1];

  delay_line #(
      .WIDTH (LANES * VALUE_BITS),
      .STAGES(WORD_LATENCY)
  ) value_delay (
      .clk(clk),
      .d  (granted_values),
      .q  (values)
  );

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
endmodule
