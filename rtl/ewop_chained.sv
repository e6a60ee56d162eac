// The chained element-wise unit of an LSTM: E lanes, a group of E elements per cycle. A cell issued in cycle
// t reads group g of its operands in cycle t + g, has one operand register and the depth of the lanes behind
// it, and is occupied until its last write. With `write_back` it rounds accumulators to the recurrent vector
// instead: an operand register and an adder. docs/timing.md section 4.
module ewop_chained #(
    parameter LANES              = 4,
    parameter WORD_BITS          = 16,
    parameter FRACTION_BITS      = 12,
    parameter ELEMENT_BITS       = 51,
    parameter SOURCE_BITS        = 16,
    parameter ADD_LATENCY        = 1,
    parameter ACTIVATION_LATENCY = 2,
    parameter MULTIPLY_LATENCY   = 3,
    parameter BIAS               = 1,
    parameter PEEPHOLES          = 0,
    parameter RANGE_BITS         = 16,
    parameter SEGMENT_BITS       = 6,
    parameter [(2**SEGMENT_BITS+1)*WORD_BITS-1:0] SIGMOID_TABLE = 0,
    parameter [(2**SEGMENT_BITS+1)*WORD_BITS-1:0] TANH_TABLE    = 0,
    parameter HIDDEN             = 4,
    parameter GATES_AT           = 0,
    parameter BIAS_AT            = 0,
    parameter PEEPHOLE_I_AT      = 0,
    parameter PEEPHOLE_F_AT      = 0,
    parameter PEEPHOLE_O_AT      = 0,
    parameter CELL_AT            = 0,
    parameter OUTPUT_AT          = 0,
    // Projection: sums to be rounded, and where they go.
    parameter PROJECTED          = 0,
    parameter SUMS_AT            = 0,
    parameter RECURRENT_AT       = 0
) (
    input  wire                             clk,
    input  wire                             rst,
    input  wire                             start,
    input  wire                             write_back,
    output wire                             busy,
    output wire [                     15:0] group,
    output wire                             released,
    // Per lane: gates i, f, g, o, biases i, f, g, o, peepholes i, f, o, cell state; the
    // first is the sum when writing back.
    output wire [12*LANES*SOURCE_BITS-1:0]  read_address,
    /* verilator lint_off UNUSEDSIGNAL */  // words use the lower bits of an element
    input  wire [12*LANES*ELEMENT_BITS-1:0] read_data,
    /* verilator lint_on UNUSEDSIGNAL */
    // Cell states, outputs, and written-back words: E of each.
    output wire [              3*LANES-1:0] write,
    output wire [  3*LANES*SOURCE_BITS-1:0] write_address,
    output wire [    3*LANES*WORD_BITS-1:0] write_data
);
  localparam TO_OUTPUT = 2 * ADD_LATENCY + 2 * ACTIVATION_LATENCY + 2 * MULTIPLY_LATENCY
      + (PEEPHOLES != 0 ? 2 * MULTIPLY_LATENCY + ADD_LATENCY : 0);

  wire [LANES-1:0] cell_write, back_write;
  wire        is_write_back;
  wire [31:0] first_now;
  /* verilator lint_off UNUSEDSIGNAL */  // no element has a number beyond SOURCE_BITS
  wire [31:0] cell_first, back_first;
  /* verilator lint_on UNUSEDSIGNAL */
  ewop_groups #(
      .LANES          (LANES),
      .ELEMENTS       (HIDDEN),
      .DEPTH          (TO_OUTPUT),
      .SECOND_ELEMENTS(PROJECTED),
      .SECOND_DEPTH   (ADD_LATENCY)
  ) groups (
      .clk                 (clk),
      .rst                 (rst),
      .start               (start),
      .second              (write_back),
      .busy                (busy),
      .group               (group),
      .released            (released),
      .first               (first_now),
      .is_second           (is_write_back),
      .written_first       (cell_first),
      .second_written_first(back_first),
      .written             (cell_write),
      .second_written      (back_write)
  );
  assign write = {back_write, cell_write, cell_write};

  genvar l, k;
  generate
    for (l = 0; l < LANES; l = l + 1) begin : lane
      localparam [31:0] LANE = l;
      wire [31:0] element = first_now + LANE;
      for (k = 0; k < 12; k = k + 1) begin : operand
        localparam [31:0] AT =
            k < 4 ? GATES_AT + k * HIDDEN : k < 8 ? BIAS_AT + (k - 4) * HIDDEN :
            k == 8 ? PEEPHOLE_I_AT : k == 9 ? PEEPHOLE_F_AT : k == 10 ? PEEPHOLE_O_AT : CELL_AT;
        /* verilator lint_off UNUSEDSIGNAL */  // no element has a number beyond SOURCE_BITS
        wire [31:0] from = (k == 0 && is_write_back ? SUMS_AT : AT) + element;
        /* verilator lint_on UNUSEDSIGNAL */
        assign read_address[(12*l+k)*SOURCE_BITS+:SOURCE_BITS] = from[SOURCE_BITS-1:0];
      end
      reg [ 4*ELEMENT_BITS-1:0] gates;
      reg [    4*WORD_BITS-1:0] biases;
      reg [    3*WORD_BITS-1:0] peepholes;
      reg [      WORD_BITS-1:0] cell_state;
      integer i;
      always @(posedge clk) begin
        gates <= read_data[12*l*ELEMENT_BITS+:4*ELEMENT_BITS];
        for (i = 0; i < 4; i = i + 1)
          biases[i*WORD_BITS+:WORD_BITS] <= BIAS != 0 ? read_data[(12*l+4+i)*ELEMENT_BITS+:WORD_BITS] : {WORD_BITS{1'b0}};
        for (i = 0; i < 3; i = i + 1)
          peepholes[i*WORD_BITS+:WORD_BITS] <= read_data[(12*l+8+i)*ELEMENT_BITS+:WORD_BITS];
        cell_state <= read_data[(12*l+11)*ELEMENT_BITS+:WORD_BITS];
      end

      ewop_lane #(
          .WORD_BITS         (WORD_BITS),
          .FRACTION_BITS     (FRACTION_BITS),
          .SUM_BITS          (ELEMENT_BITS),
          .ADD_LATENCY       (ADD_LATENCY),
          .ACTIVATION_LATENCY(ACTIVATION_LATENCY),
          .MULTIPLY_LATENCY  (MULTIPLY_LATENCY),
          .PEEPHOLES         (PEEPHOLES),
          .RANGE_BITS        (RANGE_BITS),
          .SEGMENT_BITS      (SEGMENT_BITS),
          .SIGMOID_TABLE     (SIGMOID_TABLE),
          .TANH_TABLE        (TANH_TABLE)
      ) pipeline (
          .clk         (clk),
          .gates       (gates),
          .biases      (biases),
          .peepholes   (peepholes),
          .cell_state  (cell_state),
          .new_cell    (write_data[l*WORD_BITS+:WORD_BITS]),
          .output_state(write_data[(LANES+l)*WORD_BITS+:WORD_BITS])
      );
      wire [WORD_BITS-1:0] rounded;
      round_saturate #(
          .SUM_BITS     (ELEMENT_BITS),
          .WORD_BITS    (WORD_BITS),
          .FRACTION_BITS(FRACTION_BITS)
      ) rounding (
          .sum (gates[ELEMENT_BITS-1:0]),
          .word(rounded)
      );
      delay_line #(
          .WIDTH (WORD_BITS),
          .STAGES(ADD_LATENCY)
      ) adder (
          .clk(clk),
          .d  (rounded),
          .q  (write_data[(2*LANES+l)*WORD_BITS+:WORD_BITS])
      );

      /* verilator lint_off UNUSEDSIGNAL */  // no element has a number beyond SOURCE_BITS
      wire [31:0] cell_to = CELL_AT + cell_first + LANE;
      wire [31:0] output_to = OUTPUT_AT + cell_first + LANE;
      wire [31:0] back_to = RECURRENT_AT + back_first + LANE;
      /* verilator lint_on UNUSEDSIGNAL */
      assign write_address[l*SOURCE_BITS+:SOURCE_BITS] = cell_to[SOURCE_BITS-1:0];
      assign write_address[(LANES+l)*SOURCE_BITS+:SOURCE_BITS] = output_to[SOURCE_BITS-1:0];
      assign write_address[(2*LANES+l)*SOURCE_BITS+:SOURCE_BITS] = back_to[SOURCE_BITS-1:0];
    end
  endgenerate
endmodule
