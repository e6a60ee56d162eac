// Test bench of one layer, of an LSTM or of a GRU (whose c has no element): fills the memories from their
// images, runs STEPS time steps, and checks after each its cycles and every element of h and c against what
// the simulator expects. It ends with a line PASS or FAIL. Everything else that it prints is a record for
// `bbsim cosim`, with cycles counted from the step's start pulse: "s step", "i cycle instruction" when one
// issues, "c cycle states stalls reads" (hexadecimal, PE 0 in the lowest bits), "r cycle PE row sum", "d
// cycles", and "h element value", "v element value" for h and c after the step.
`include "params.svh"
module lstm_harness (
    input  wire clk,
    output wire measuring
);
  localparam COUNT_BITS = 31;
  // Rows that may leave a PE in a cycle.
  localparam OUTS = `ROW_PORTS > 0 ? `ROW_PORTS : 1;
  localparam ELEMENT_BITS = (`ACC_BITS > 2 * `WORD_BITS ? `ACC_BITS : 2 * `WORD_BITS) + 3;
  localparam SOURCE_BITS = `ELEMENTS > 1 ? $clog2(`ELEMENTS) : 1;
  localparam HOST_BITS = `BEAT_BITS > 224 ? `BEAT_BITS : 224;
  localparam STATE = `H_LENGTH + `C_LENGTH;

  reg [  `BEAT_BITS-1:0] weights    [       0:`PES*`WEIGHT_BEATS-1];
  reg [`DESCRIPTOR_BITS-1:0] descriptors[       0:`PES*`PRODUCTS-1];
  reg [`RESULT_BITS-1:0] rows       [0:(`ROW_ENTRIES > 0 ? `PES * `ROW_ENTRIES : 1)-1];
  reg [            20:0] scales     [0:(`SCALE_ENTRIES > 0 ? `PES * `SCALE_ENTRIES : 1)-1];
  reg [           223:0] instructions[         0:`INSTRUCTIONS-1];
  reg [ELEMENT_BITS-1:0] registers  [             0:`ELEMENTS-1];
  reg [  `WORD_BITS-1:0] inputs     [      0:`STEPS*`X_LENGTH-1];
  // After every step: h, then c; and the cycles of the step.
  reg [  `WORD_BITS-1:0] expected   [        0:`STEPS*STATE-1];
  initial begin
    $readmemh("weights.hex", weights);
    $readmemh("descriptors.hex", descriptors);
    if (`ROW_ENTRIES > 0) $readmemh("rows.hex", rows);
    if (`SCALE_ENTRIES > 0) $readmemh("scales.hex", scales);
    $readmemh("program.hex", instructions);
    $readmemh("registers.hex", registers);
    $readmemh("inputs.hex", inputs);
    $readmemh("expected.hex", expected);
  end

  localparam RESET = 4'd0, WEIGHTS = 4'd1, TABLES = 4'd2, DESCRIPTORS = 4'd3, PROGRAM = 4'd4, REGISTERS = 4'd5, INPUT = 4'd6, START = 4'd7,
      RUN = 4'd8, STATES = 4'd9, END = 4'd10, SCALES = 4'd11;
  localparam RESET_CYCLES = 2;
  reg [3:0] stage;
  reg [31:0] index;
  reg [31:0] pe_index;
  reg [31:0] image_index;
  reg [31:0] input_index;
  reg [31:0] state_index;
  reg [31:0] cycle;
  reg [31:0] step;
  initial begin
    stage = RESET;
    index = 32'd0;
    pe_index = 32'd0;
    image_index = 32'd0;
    input_index = 32'd0;
    state_index = 32'd0;
    cycle = 32'd0;
    step = 32'd0;
  end
  wire [31:0] entries = stage == SCALES ? `SCALE_ENTRIES : stage == WEIGHTS ? `WEIGHT_BEATS : stage == TABLES ? `ROW_ENTRIES : stage == DESCRIPTORS ? `PRODUCTS :
      stage == PROGRAM ? `INSTRUCTIONS : stage == REGISTERS ? `ELEMENTS : stage == INPUT ? `X_LENGTH : STATE;
  wire is_per_pe = stage == SCALES || stage == WEIGHTS || stage == TABLES || stage == DESCRIPTORS;
  wire is_filling = stage == SCALES || stage >= WEIGHTS && stage <= INPUT;
  wire is_last_entry = index + 32'd1 >= entries;
  wire is_last = is_last_entry && (!is_per_pe || pe_index + 32'd1 == `PES);
  wire done;

  always @(posedge clk) begin
    if (is_filling || stage == STATES) begin
      image_index <= is_last ? 32'd0 : image_index + 32'd1;
      index <= is_last_entry ? 32'd0 : index + 32'd1;
      if (is_last_entry) pe_index <= is_last ? 32'd0 : pe_index + 32'd1;
    end
    case (stage)
      RESET: begin
        index <= index + 32'd1;
        if (index == RESET_CYCLES) begin
          index <= 32'd0;
          stage <= `SCALE_ENTRIES > 0 ? SCALES : WEIGHTS;
        end
      end
      SCALES: if (is_last) stage <= WEIGHTS;
      WEIGHTS: if (is_last) stage <= `ROW_ENTRIES == 0 ? DESCRIPTORS : TABLES;
      TABLES, DESCRIPTORS, PROGRAM, REGISTERS: if (is_last) stage <= stage + 4'd1;
      INPUT: begin
        input_index <= input_index + 32'd1;
        if (is_last) stage <= START;
      end
      START: begin
        cycle <= 32'd1;
        stage <= RUN;
      end
      RUN: begin
        cycle <= cycle + 32'd1;
        if (done) begin
          cycle <= 32'd0;
          stage <= STATES;
        end
      end
      STATES: begin
        state_index <= state_index + 32'd1;
        if (is_last) begin
          step  <= step + 32'd1;
          stage <= step + 32'd1 == `STEPS ? END : INPUT;
        end
      end
      default: stage <= END;
    endcase
  end
  wire start = stage == START;
  assign measuring = stage == START || stage == RUN;

  reg [HOST_BITS-1:0] host_data;
  always @* begin
    host_data = {HOST_BITS{1'b0}};
    case (stage)
      WEIGHTS: host_data[`BEAT_BITS-1:0] = weights[image_index];
      TABLES: host_data[`RESULT_BITS-1:0] = rows[image_index];
      SCALES: host_data[20:0] = scales[image_index];
      DESCRIPTORS: host_data[`DESCRIPTOR_BITS-1:0] = descriptors[image_index];
      PROGRAM: host_data[223:0] = instructions[image_index];
      REGISTERS: host_data[ELEMENT_BITS-1:0] = registers[image_index];
      default:
      host_data[ELEMENT_BITS-1:0] = {
        {ELEMENT_BITS - `WORD_BITS{inputs[input_index][`WORD_BITS-1]}}, inputs[input_index]
      };
    endcase
  end
  wire is_h = index < `H_LENGTH;
  /* verilator lint_off UNUSEDSIGNAL */  // no element has a number beyond SOURCE_BITS
  wire [31:0] state_at = is_h ? `H_AT + index : `C_AT + index - `H_LENGTH;
  /* verilator lint_on UNUSEDSIGNAL */
  wire [31:0] host_address = stage == INPUT ? `X_AT + index : index;
  wire [ELEMENT_BITS-1:0] element;

  wire [             `PES*OUTS-1:0] row_valid;
  wire [`PES*OUTS*`RESULT_BITS-1:0] row_number;
  wire [   `PES*OUTS*`ACC_BITS-1:0] row_sum;
  /* verilator lint_off UNUSEDSIGNAL */  // for the records
  wire [           2*`PES-1:0] states;
  wire [             `PES-1:0] stalls;
  wire [`PES*`COPIES*`BANKS*`PORTS*`PUMP-1:0] reads;
  /* verilator lint_on UNUSEDSIGNAL */
  lstm_step #(
      .PES               (`PES),
      .BANKS             (`BANKS),
      .PORTS             (`PORTS),
      .PE_LANES          (`PE_LANES),
      .COPIES            (`COPIES),
      .PUMP              (`PUMP),
      .VALUE_BITS        (`VALUE_BITS),
      .WORD_BITS         (`WORD_BITS),
      .FRACTION_BITS     (`FRACTION_BITS),
      .ACC_BITS          (`ACC_BITS),
      .MUL_LATENCY       (`MUL_LATENCY),
      .BANK_REGISTER     (`BANK_REGISTER),
      .CROSSBAR_REGISTER (`CROSSBAR_REGISTER),
      .KIND              (`KIND),
      .ROTATING          (`ROTATING),
      .ARBITER_TREE      (`ARBITER_TREE),
      .WINDOW            (`WINDOW),
      .QUEUE_DEPTH       (`QUEUE_DEPTH),
      .RETRY_CYCLES      (`RETRY_CYCLES),
      .ROW_PORTS         (`ROW_PORTS),
      .RESCALE           (`RESCALE),
      .NESTED            (`NESTED),
      .PLACEMENT         (`PLACEMENT),
      .BUFFER_WORDS      (`BUFFER_WORDS),
      .WEIGHT_BEATS      (`WEIGHT_BEATS),
      .ROW_ENTRIES       (`ROW_ENTRIES),
      .SCALE_ENTRIES     (`SCALE_ENTRIES),
      .PRODUCTS          (`PRODUCTS),
      .RESULT_BITS       (`RESULT_BITS),
      .COUNT_BITS        (COUNT_BITS),
      .HOST_BITS         (HOST_BITS),
      .STYLE             (`STYLE),
      .CHAINING          (`CHAINING),
      .LANES             (`LANES),
      .ADD_LATENCY       (`ADD_LATENCY),
      .ACTIVATION_LATENCY(`ACTIVATION_LATENCY),
      .MULTIPLY_LATENCY  (`MULTIPLY_LATENCY),
      .RANGE_BITS        (`RANGE_BITS),
      .SEGMENT_BITS      (`SEGMENT_BITS),
      .SIGMOID_TABLE     (`SIGMOID_TABLE),
      .TANH_TABLE        (`TANH_TABLE),
      .INSTRUCTIONS      (`INSTRUCTIONS),
      .ELEMENTS          (`ELEMENTS),
      .REGION_LENGTHS    (`REGION_LENGTHS),
      .REGION_WORDS      (`REGION_WORDS),
      .CELL              (`CELL),
      .HIDDEN            (`HIDDEN),
      .BIAS              (`BIAS),
      .PEEPHOLES         (`PEEPHOLES),
      .GATES_AT          (`GATES_AT),
      .RECURRENT_GATES_AT(`RECURRENT_GATES_AT),
      .BIAS_AT           (`BIAS_AT),
      .PEEPHOLE_I_AT     (`PEEPHOLE_I_AT),
      .PEEPHOLE_F_AT     (`PEEPHOLE_F_AT),
      .PEEPHOLE_O_AT     (`PEEPHOLE_O_AT),
      .CELL_AT           (`C_AT),
      .OUTPUT_AT         (`OUTPUT_AT),
      .PROJECTED         (`PROJECTED),
      .SUMS_AT           (`SUMS_AT),
      .RECURRENT_AT      (`H_AT),
      .RESET_STATE_AT    (`RESET_STATE_AT)
  ) bbsim (
      .clk              (clk),
      .rst              (stage == RESET),
      .start            (start),
      .done             (done),
      .row_valid        (row_valid),
      .row_number       (row_number),
      .row_sum          (row_sum),
      .states           (states),
      .stalls           (stalls),
      .reads            (reads),
      .host_write       (is_filling && (stage != TABLES || `ROW_ENTRIES > 0)),
      .host_target      (stage == SCALES ? 3'd5 : stage == WEIGHTS ? 3'd0 : stage == TABLES ? 3'd1 : stage == DESCRIPTORS ? 3'd2 : stage == PROGRAM ? 3'd4 : 3'd3),
      .host_pe          (pe_index[15:0]),
      .host_address     (host_address),
      .host_data        (host_data),
      .host_read_address(state_at[SOURCE_BITS-1:0]),
      .host_read_data   (element)
  );

`ifndef SYNTHESIS
  // Checks, and the records.
  reg [31:0] failures;
  initial failures = 32'd0;

  /* verilator lint_off BLKSEQ */  // checks, not hardware
  integer r;
  reg [  `WORD_BITS-1:0] value;
  always @(posedge clk) begin
`ifndef BENCH
    if (start) $display("s %0d", step);
    if (measuring && bbsim.controller.issue) $display("i %0d %0d", cycle, bbsim.controller.pc);
    if (measuring) $display("c %0d %h %h %h", cycle, states, stalls, reads);
    if (measuring)
      for (r = 0; r < `PES * OUTS; r = r + 1)
        if (row_valid[r])
          $display("r %0d %0d %0d %h", cycle, r / OUTS, row_number[r*`RESULT_BITS+:`RESULT_BITS], row_sum[r*`ACC_BITS+:`ACC_BITS]);
`endif
    if (stage == RUN && done) begin
`ifndef BENCH
      $display("d %0d", cycle - 32'd1);
`endif
      if (cycle - 32'd1 != `CYCLES) begin
        failures = failures + 32'd1;
        $display("FAIL step %0d took %0d cycles, expected %0d", step, cycle - 32'd1, `CYCLES);
      end
    end
    if (stage == STATES) begin
      value = element[`WORD_BITS-1:0];
`ifndef BENCH
      $display("%0s %0d %h", is_h ? "h" : "v", is_h ? index : index - `H_LENGTH, value);
`endif
      if (element !== {{ELEMENT_BITS - `WORD_BITS{expected[state_index][`WORD_BITS-1]}}, expected[state_index]}) begin
        failures = failures + 32'd1;
        if (failures <= 32'd10)
          $display("FAIL step %0d, %0s[%0d] is %h, expected %h", step, is_h ? "h" : "c", is_h ? index : index - `H_LENGTH, element,
                   expected[state_index]);
      end
    end
    if (stage == END) begin
      if (failures == 32'd0) $display("PASS %0d steps of %0d cycles", `STEPS, `CYCLES);
      $finish;
    end
    if (cycle > `CYCLES + 32'd1000) begin
      $display("FAIL still running in cycle %0d of step %0d, expected %0d cycles", cycle, step, `CYCLES);
      $finish;
    end
  end
  /* verilator lint_on BLKSEQ */
`ifdef DUMP
  initial begin
    $dumpfile("dump.vcd");
    $dumpvars;
  end
`endif
`endif
endmodule
