// The chained element-wise unit of a GRU: E lanes, a group of E elements per cycle. With RESET_AFTER a step
// has one phase, the cell. Without it it has two, the `reset` before the products over r * h and the cell
// behind them. A phase issued in cycle t reads group g of its operands in cycle t + g, has one operand
// register and the depth of the lanes behind it, and is occupied until its last write. docs/timing.md section
// 4.
module ewop_gru #(
    parameter LANES              = 4,
    parameter WORD_BITS          = 16,
    parameter FRACTION_BITS      = 12,
    parameter ACC_BITS           = 48,
    parameter ELEMENT_BITS       = 51,
    parameter SOURCE_BITS        = 16,
    parameter ADD_LATENCY        = 1,
    parameter ACTIVATION_LATENCY = 2,
    parameter MULTIPLY_LATENCY   = 3,
    parameter RESET_AFTER        = 1,
    parameter BIAS               = 1,
    parameter RANGE_BITS         = 16,
    parameter SEGMENT_BITS       = 6,
    parameter [(2**SEGMENT_BITS+1)*WORD_BITS-1:0] SIGMOID_TABLE = 0,
    parameter [(2**SEGMENT_BITS+1)*WORD_BITS-1:0] TANH_TABLE    = 0,
    parameter HIDDEN             = 4,
    // Accumulators r, z, n: over x and over h with RESET_AFTER, else of both together.
    parameter GATES_AT           = 0,
    parameter RECURRENT_GATES_AT = 0,
    // Biases r, z, n, and with RESET_AFTER that of n over h.
    parameter BIAS_AT            = 0,
    parameter STATE_AT           = 0,
    parameter RESET_STATE_AT     = 0,
    // Derived; not to be set.
    parameter READS              = RESET_AFTER != 0 ? 11 : 7,
    parameter WRITES             = RESET_AFTER != 0 ? 1 : 2
) (
    input  wire                                clk,
    input  wire                                rst,
    input  wire                                start,
    input  wire                                resets,
    output wire                                busy,
    output wire [                        15:0] group,
    output wire                                released,
    // Per lane: gates, recurrent gates, biases, state.
    output wire [ READS*LANES*SOURCE_BITS-1:0] read_address,
    /* verilator lint_off UNUSEDSIGNAL */  // words use the lower bits of an element
    input  wire [READS*LANES*ELEMENT_BITS-1:0] read_data,
    /* verilator lint_on UNUSEDSIGNAL */
    // New states, and without RESET_AFTER states times r: E of each.
    output wire [            WRITES*LANES-1:0] write,
    output wire [WRITES*LANES*SOURCE_BITS-1:0] write_address,
    output wire [  WRITES*LANES*WORD_BITS-1:0] write_data
);
  localparam TO_GATES = ADD_LATENCY + ACTIVATION_LATENCY;
  localparam TO_RESET = TO_GATES + MULTIPLY_LATENCY;
  localparam TO_STATE = TO_GATES + MULTIPLY_LATENCY + ADD_LATENCY + (RESET_AFTER != 0 ? TO_RESET : 0);
  localparam GATES = RESET_AFTER != 0 ? 6 : 3;
  localparam BIASES = RESET_AFTER != 0 ? 4 : 3;

  wire [31:0] first_now;
  wire [LANES-1:0] cell_write;
  /* verilator lint_off UNUSEDSIGNAL */  // no element has a number beyond SOURCE_BITS; a unit of one phase
  wire [31:0] cell_first, reset_first;
  wire [LANES-1:0] reset_write;
  wire is_reset;
  /* verilator lint_on UNUSEDSIGNAL */
  ewop_groups #(
      .LANES          (LANES),
      .ELEMENTS       (HIDDEN),
      .DEPTH          (TO_STATE),
      .SECOND_ELEMENTS(RESET_AFTER != 0 ? 0 : HIDDEN),
      .SECOND_DEPTH   (TO_RESET)
  ) groups (
      .clk                 (clk),
      .rst                 (rst),
      .start               (start),
      .second              (resets),
      .busy                (busy),
      .group               (group),
      .released            (released),
      .first               (first_now),
      .is_second           (is_reset),
      .written_first       (cell_first),
      .second_written_first(reset_first),
      .written             (cell_write),
      .second_written      (reset_write)
  );

  genvar l, k;
  generate
    for (l = 0; l < LANES; l = l + 1) begin : lane
      localparam [31:0] LANE = l;
      wire [31:0] element = first_now + LANE;
      for (k = 0; k < READS; k = k + 1) begin : operand
        localparam [31:0] AT =
            k < 3 ? GATES_AT + k * HIDDEN : k < GATES ? RECURRENT_GATES_AT + (k - 3) * HIDDEN :
            k < GATES + BIASES ? BIAS_AT + (k - GATES) * HIDDEN : STATE_AT;
        /* verilator lint_off UNUSEDSIGNAL */  // no element has a number beyond SOURCE_BITS
        wire [31:0] from = AT + element;
        /* verilator lint_on UNUSEDSIGNAL */
        assign read_address[(READS*l+k)*SOURCE_BITS+:SOURCE_BITS] = from[SOURCE_BITS-1:0];
      end
      reg [3*ELEMENT_BITS-1:0] gates;
      reg [3*ELEMENT_BITS-1:0] recurrent_gates;
      reg [   4*WORD_BITS-1:0] biases;
      reg [     WORD_BITS-1:0] state;
      integer i;
      always @(posedge clk) begin
        gates <= read_data[READS*l*ELEMENT_BITS+:3*ELEMENT_BITS];
        recurrent_gates <= read_data[(READS*l+GATES-3)*ELEMENT_BITS+:3*ELEMENT_BITS];
        for (i = 0; i < 4; i = i + 1)
          biases[i*WORD_BITS+:WORD_BITS] <= BIAS != 0 && i < BIASES ? read_data[(READS*l+GATES+i)*ELEMENT_BITS+:WORD_BITS] : {WORD_BITS{1'b0}};
        state <= read_data[(READS*l+GATES+BIASES)*ELEMENT_BITS+:WORD_BITS];
      end

      wire [WORD_BITS-1:0] new_state;
      /* verilator lint_off UNUSEDSIGNAL */  // the reset stays in a lane of one phase
      wire [WORD_BITS-1:0] reset_state;
      /* verilator lint_on UNUSEDSIGNAL */
      ewop_gru_lane #(
          .WORD_BITS         (WORD_BITS),
          .FRACTION_BITS     (FRACTION_BITS),
          .ACC_BITS          (ACC_BITS),
          .SUM_BITS          (ELEMENT_BITS),
          .ADD_LATENCY       (ADD_LATENCY),
          .ACTIVATION_LATENCY(ACTIVATION_LATENCY),
          .MULTIPLY_LATENCY  (MULTIPLY_LATENCY),
          .RESET_AFTER       (RESET_AFTER),
          .RANGE_BITS        (RANGE_BITS),
          .SEGMENT_BITS      (SEGMENT_BITS),
          .SIGMOID_TABLE     (SIGMOID_TABLE),
          .TANH_TABLE        (TANH_TABLE)
      ) pipeline (
          .clk            (clk),
          .gates          (gates),
          .recurrent_gates(recurrent_gates),
          .biases         (biases),
          .state          (state),
          .reset_state    (reset_state),
          .new_state      (new_state)
      );

      /* verilator lint_off UNUSEDSIGNAL */  // no element has a number beyond SOURCE_BITS
      wire [31:0] cell_to = STATE_AT + cell_first + LANE;
      /* verilator lint_on UNUSEDSIGNAL */
      assign write[l] = cell_write[l];
      assign write_address[l*SOURCE_BITS+:SOURCE_BITS] = cell_to[SOURCE_BITS-1:0];
      assign write_data[l*WORD_BITS+:WORD_BITS] = new_state;
      if (RESET_AFTER == 0) begin : two_phases
        /* verilator lint_off UNUSEDSIGNAL */  // no element has a number beyond SOURCE_BITS
        wire [31:0] reset_to = RESET_STATE_AT + reset_first + LANE;
        /* verilator lint_on UNUSEDSIGNAL */
        assign write[LANES+l] = reset_write[l];
        assign write_address[(LANES+l)*SOURCE_BITS+:SOURCE_BITS] = reset_to[SOURCE_BITS-1:0];
        assign write_data[(LANES+l)*WORD_BITS+:WORD_BITS] = reset_state;
      end
    end
  endgenerate
endmodule
