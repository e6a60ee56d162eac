// One layer of an accelerator of LSTMs and GRUs: register file, load path, SpMV unit, element-wise unit, and
// what drives them, the sequencer of the chained style (STYLE 0) or the controller of vector instructions
// (STYLE 1). A start pulse (cycle 0) runs one time step; `done` is 1 in the cycle after the step's last.
// docs/timing.md sections 4 and 5.
//
// Host targets: 0 to 2 those of rtl/pe_array.sv, 3 an element of the register file, 4 an instruction, 5 a
// scale, which is target 3 of rtl/pe_array.sv.
module lstm_step #(
    parameter PES                = 2,
    parameter BANKS              = 4,
    parameter PORTS              = 1,
    parameter PE_LANES           = BANKS,
    parameter COPIES             = 1,
    parameter PUMP               = 1,
    parameter VALUE_BITS         = 16,
    parameter WORD_BITS          = 16,
    parameter FRACTION_BITS      = 12,
    parameter ACC_BITS           = 48,
    parameter MUL_LATENCY        = 3,
    parameter BANK_REGISTER      = 0,
    parameter CROSSBAR_REGISTER  = 0,
    parameter KIND               = 0,
    parameter ROTATING           = 0,
    parameter ARBITER_TREE       = 0,
    parameter WINDOW             = 1,
    parameter QUEUE_DEPTH        = 0,
    parameter RETRY_CYCLES       = 1,
    parameter ROW_PORTS          = 0,
    parameter RESCALE            = 0,
    parameter NESTED             = 0,
    parameter PLACEMENT          = 0,
    parameter BUFFER_WORDS       = 32,
    parameter WEIGHT_BEATS       = 16,
    parameter ROW_ENTRIES        = 0,
    parameter SCALE_ENTRIES      = 0,
    parameter PRODUCTS           = 1,
    parameter RESULT_BITS        = 16,
    parameter COUNT_BITS         = 16,
    parameter HOST_BITS          = 224,
    parameter STYLE              = 0,
    parameter CHAINING           = 0,
    parameter LANES              = 4,
    parameter ADD_LATENCY        = 1,
    parameter ACTIVATION_LATENCY = 2,
    parameter MULTIPLY_LATENCY   = 3,
    parameter RANGE_BITS         = 16,
    parameter SEGMENT_BITS       = 6,
    parameter [(2**SEGMENT_BITS+1)*WORD_BITS-1:0] SIGMOID_TABLE = 0,
    parameter [(2**SEGMENT_BITS+1)*WORD_BITS-1:0] TANH_TABLE    = 0,
    parameter INSTRUCTIONS       = 3,
    // Elements of all vectors; lengths and first bank words of up to three regions.
    parameter ELEMENTS           = 64,
    parameter [95:0] REGION_LENGTHS = 0,
    parameter [95:0] REGION_WORDS   = 0,
    // The chained cell, 0 of an LSTM, 1 and 2 of a GRU with the reset before and after its product, and where
    // it finds its operands.
    parameter CELL               = 0,
    parameter HIDDEN             = 4,
    parameter BIAS               = 0,
    parameter PEEPHOLES          = 0,
    parameter GATES_AT           = 0,
    parameter RECURRENT_GATES_AT = 0,
    parameter BIAS_AT            = 0,
    parameter PEEPHOLE_I_AT      = 0,
    parameter PEEPHOLE_F_AT      = 0,
    parameter PEEPHOLE_O_AT      = 0,
    parameter CELL_AT            = 0,
    parameter OUTPUT_AT          = 0,
    parameter PROJECTED          = 0,
    parameter SUMS_AT            = 0,
    parameter RECURRENT_AT       = 0,
    parameter RESET_STATE_AT     = 0,
    // Derived; not to be set.
    parameter ELEMENT_BITS       = (ACC_BITS > 2 * WORD_BITS ? ACC_BITS : 2 * WORD_BITS) + 3,
    parameter OUTS               = ROW_PORTS > 0 ? ROW_PORTS : 1,
    parameter SOURCE_BITS        = ELEMENTS > 1 ? $clog2(ELEMENTS) : 1,
    parameter ADDRESS_BITS       = BUFFER_WORDS > 1 ? $clog2(BUFFER_WORDS) : 1,
    parameter PRODUCT_BITS       = PRODUCTS > 1 ? $clog2(PRODUCTS) : 1
) (
    input  wire                       clk,
    input  wire                       rst,
    input  wire                       start,
    output wire                       done,
    output wire [       PES*OUTS-1:0] row_valid,
    output wire [PES*OUTS*RESULT_BITS-1:0] row_number,
    output wire [PES*OUTS*ACC_BITS-1:0] row_sum,
    // What every PE does, as in rtl/pe_array.sv.
    output wire [          2*PES-1:0] states,
    output wire [            PES-1:0] stalls,
    output wire [PES*COPIES*BANKS*PORTS*PUMP-1:0] reads,
    input  wire                       host_write,
    input  wire [                2:0] host_target,
    input  wire [               15:0] host_pe,
    input  wire [               31:0] host_address,
    input  wire [      HOST_BITS-1:0] host_data,
    // One element of the register file, combinational.
    input  wire [    SOURCE_BITS-1:0] host_read_address,
    output wire [   ELEMENT_BITS-1:0] host_read_data
);
  // Read ports: the host, the loader, the rows that are added to, the element-wise unit. Write ports: the
  // host, the rows, the element-wise unit.
  localparam EWOP_READS = STYLE != 0 ? 2 * LANES : CELL == 0 ? 12 * LANES : CELL == 1 ? 7 * LANES : 11 * LANES;
  localparam EWOP_WRITES = STYLE != 0 ? 4 * LANES : CELL == 0 ? 3 * LANES : CELL == 1 ? 2 * LANES : LANES;
  localparam READS = 1 + BANKS + PES * OUTS + EWOP_READS;
  localparam WRITES = 1 + PES * OUTS + EWOP_WRITES;

  wire [ READS*SOURCE_BITS-1:0] read_address;
  /* verilator lint_off UNUSEDSIGNAL */  // the load path reads words
  wire [READS*ELEMENT_BITS-1:0] read_data;
  /* verilator lint_on UNUSEDSIGNAL */
  wire [            WRITES-1:0] write;
  wire [WRITES*SOURCE_BITS-1:0] write_address;
  wire [WRITES*ELEMENT_BITS-1:0] write_data;
  register_file #(
      .ELEMENTS    (ELEMENTS),
      .ELEMENT_BITS(ELEMENT_BITS),
      .ADDRESS_BITS(SOURCE_BITS),
      .READS       (READS),
      .WRITES      (WRITES)
  ) registers (
      .clk          (clk),
      .read_address (read_address),
      .read_data    (read_data),
      .write        (write),
      .write_address(write_address),
      .write_data   (write_data)
  );
  assign read_address[0+:SOURCE_BITS] = host_read_address;
  assign host_read_data = read_data[0+:ELEMENT_BITS];
  assign write[0] = host_write && host_target == 3'd3;
  assign write_address[0+:SOURCE_BITS] = host_address[SOURCE_BITS-1:0];
  assign write_data[0+:ELEMENT_BITS] = host_data[ELEMENT_BITS-1:0];

  // What drives the step.
  wire issue, issues_load, issues_spmv, issues_ewop;
  /* verilator lint_off UNUSEDSIGNAL */  // wider than any element, product or region
  wire [223:0] instruction;
  /* verilator lint_on UNUSEDSIGNAL */
  wire running;
  wire [7:0] pc;
  wire load_busy, load_released, load_written, spmv_busy, spmv_done, ewop_busy, ewop_released;
  wire [3:0] ewop_ready, ewop_written;
  wire [31:0] ewop_ready_index, ewop_written_index;
  wire program_write = host_write && host_target == 3'd4;
  generate
    if (STYLE == 0) begin : chained
      step_sequencer #(
          .INSTRUCTIONS(INSTRUCTIONS)
      ) sequencer (
          .clk            (clk),
          .rst            (rst),
          .program_write  (program_write),
          .program_address(host_address[7:0]),
          .program_data   (host_data[223:0]),
          .start          (start),
          .running        (running),
          .done           (done),
          .issue          (issue),
          .pc             (pc),
          .instruction    (instruction),
          .issues_load    (issues_load),
          .issues_spmv    (issues_spmv),
          .issues_ewop    (issues_ewop),
          .released       (load_released || spmv_done || ewop_released)
      );
      /* verilator lint_off UNUSEDSIGNAL */  // phases do not overlap: nothing to watch but their ends
      wire unwatched = |{load_busy, load_written, spmv_busy, ewop_busy, ewop_ready, ewop_written, ewop_ready_index, ewop_written_index};
      /* verilator lint_on UNUSEDSIGNAL */
    end else begin : instructions
      controller #(
          .INSTRUCTIONS(INSTRUCTIONS),
          .CHAINING    (CHAINING)
      ) scoreboard (
          .clk               (clk),
          .rst               (rst),
          .program_write     (program_write),
          .program_address   (host_address[7:0]),
          .program_data      (host_data[223:0]),
          .start             (start),
          .running           (running),
          .done              (done),
          .issue             (issue),
          .pc                (pc),
          .instruction       (instruction),
          .issues_load       (issues_load),
          .issues_spmv       (issues_spmv),
          .issues_ewop       (issues_ewop),
          .load_busy         (load_busy),
          .load_released     (load_released),
          .load_written      (load_written),
          .spmv_busy         (spmv_busy),
          .spmv_done         (spmv_done),
          .ewop_busy         (ewop_busy),
          .ewop_released     (ewop_released),
          .ewop_ready        (ewop_ready),
          .ewop_ready_index  (ewop_ready_index),
          .ewop_written      (ewop_written),
          .ewop_written_index(ewop_written_index)
      );
    end
  endgenerate

  // The load path.
  wire [   BANKS-1:0] buffer_write;
  wire [ADDRESS_BITS-1:0] buffer_word;
  wire [BANKS*WORD_BITS-1:0] buffer_data;
  wire [BANKS*WORD_BITS-1:0] loaded;
  wire load_occupied;
  wire [15:0] load_word;
  vector_loader #(
      .BANKS         (BANKS),
      .WORD_BITS     (WORD_BITS),
      .ADDRESS_BITS  (ADDRESS_BITS),
      .PLACEMENT     (PLACEMENT),
      .SOURCE_BITS   (SOURCE_BITS),
      .REGION_LENGTHS(REGION_LENGTHS),
      .REGION_WORDS  (REGION_WORDS)
  ) loader (
      .clk         (clk),
      .rst         (rst),
      .start       (issues_load),
      .region      (instruction[17:16]),
      .source      (instruction[96+:SOURCE_BITS]),
      .source_length(instruction[128+:32]),
      .second_source(instruction[160+:SOURCE_BITS]),
      .busy        (load_occupied),
      .active      (load_busy),
      .word        (load_word),
      .released    (load_released),
      .written     (load_written),
      .read_address(read_address[SOURCE_BITS+:BANKS*SOURCE_BITS]),
      .read_data   (loaded),
      .buffer_write(buffer_write),
      .buffer_word (buffer_word),
      .buffer_data (buffer_data)
  );
  genvar b, p, l;
  generate
    for (b = 0; b < BANKS; b = b + 1) begin : loaded_word
      assign loaded[b*WORD_BITS+:WORD_BITS] = read_data[(1+b)*ELEMENT_BITS+:WORD_BITS];
    end
  endgenerate

  // The SpMV unit, and where its rows go.
  pe_array #(
      .PES              (PES),
      .BANKS            (BANKS),
      .PORTS            (PORTS),
      .PE_LANES         (PE_LANES),
      .COPIES           (COPIES),
      .PUMP             (PUMP),
      .VALUE_BITS       (VALUE_BITS),
      .WORD_BITS        (WORD_BITS),
      .ACC_BITS         (ACC_BITS),
      .MUL_LATENCY      (MUL_LATENCY),
      .BANK_REGISTER    (BANK_REGISTER),
      .CROSSBAR_REGISTER(CROSSBAR_REGISTER),
      .KIND             (KIND),
      .ROTATING         (ROTATING),
      .ARBITER_TREE     (ARBITER_TREE),
      .WINDOW           (WINDOW),
      .QUEUE_DEPTH      (QUEUE_DEPTH),
      .RETRY_CYCLES     (RETRY_CYCLES),
      .ROW_PORTS        (ROW_PORTS),
      .RESCALE          (RESCALE),
      .NESTED           (NESTED),
      .BUFFER_WORDS     (BUFFER_WORDS),
      .WEIGHT_BEATS     (WEIGHT_BEATS),
      .ROW_ENTRIES      (ROW_ENTRIES),
      .SCALE_ENTRIES    (SCALE_ENTRIES),
      .PRODUCTS         (PRODUCTS),
      .RESULT_BITS      (RESULT_BITS),
      .COUNT_BITS       (COUNT_BITS),
      .HOST_BITS        (HOST_BITS)
  ) array (
      .clk         (clk),
      .rst         (rst),
      .start       (issues_spmv),
      .product     (instruction[16+:PRODUCT_BITS]),
      .busy        (spmv_busy),
      .done        (spmv_done),
      .row_valid   (row_valid),
      .row_number  (row_number),
      .row_sum     (row_sum),
      .states      (states),
      .stalls      (stalls),
      .reads       (reads),
      .buffer_write(buffer_write),
      .buffer_word (buffer_word),
      .buffer_data (buffer_data),
      .host_write  (host_write && (host_target < 3'd3 || host_target == 3'd5)),
      .host_target (host_target == 3'd5 ? 2'd3 : host_target[1:0]),
      .host_pe     (host_pe),
      .host_address(host_address),
      .host_data   (host_data)
  );
  reg [SOURCE_BITS-1:0] rows_to;
  reg adds;
  always @(posedge clk)
    if (issues_spmv) begin
      rows_to <= instruction[32+:SOURCE_BITS];
      adds <= instruction[4];
    end
  generate
    for (p = 0; p < PES * OUTS; p = p + 1) begin : row
      /* verilator lint_off UNUSEDSIGNAL */  // no vector goes beyond SOURCE_BITS; an accumulator is cut
      wire [31:0] number = {{32 - RESULT_BITS{1'b0}}, row_number[p*RESULT_BITS+:RESULT_BITS]};
      wire [ELEMENT_BITS-1:0] held = read_data[(1+BANKS+p)*ELEMENT_BITS+:ELEMENT_BITS];
      /* verilator lint_on UNUSEDSIGNAL */
      wire [SOURCE_BITS-1:0] to = rows_to + number[SOURCE_BITS-1:0];
      wire [ACC_BITS-1:0] sum = row_sum[p*ACC_BITS+:ACC_BITS] + (adds ? held[ACC_BITS-1:0] : {ACC_BITS{1'b0}});
      assign read_address[(1+BANKS+p)*SOURCE_BITS+:SOURCE_BITS] = to;
      assign write[1+p] = row_valid[p];
      assign write_address[(1+p)*SOURCE_BITS+:SOURCE_BITS] = to;
      assign write_data[(1+p)*ELEMENT_BITS+:ELEMENT_BITS] = {{ELEMENT_BITS - ACC_BITS{sum[ACC_BITS-1]}}, sum};
    end
  endgenerate

  // The element-wise unit.
  wire ewop_occupied;
  wire [15:0] ewop_group;
  wire [7:0] ewop_instruction;
  localparam FIRST_READ = 1 + BANKS + PES * OUTS;
  localparam FIRST_WRITE = 1 + PES * OUTS;
  generate
    if (STYLE == 0) begin : chained_unit
      wire [EWOP_WRITES*WORD_BITS-1:0] words;
      if (CELL == 0) begin : lstm
        ewop_chained #(
            .LANES             (LANES),
            .WORD_BITS         (WORD_BITS),
            .FRACTION_BITS     (FRACTION_BITS),
            .ELEMENT_BITS      (ELEMENT_BITS),
            .SOURCE_BITS       (SOURCE_BITS),
            .ADD_LATENCY       (ADD_LATENCY),
            .ACTIVATION_LATENCY(ACTIVATION_LATENCY),
            .MULTIPLY_LATENCY  (MULTIPLY_LATENCY),
            .BIAS              (BIAS),
            .PEEPHOLES         (PEEPHOLES),
            .RANGE_BITS        (RANGE_BITS),
            .SEGMENT_BITS      (SEGMENT_BITS),
            .SIGMOID_TABLE     (SIGMOID_TABLE),
            .TANH_TABLE        (TANH_TABLE),
            .HIDDEN            (HIDDEN),
            .GATES_AT          (GATES_AT),
            .BIAS_AT           (BIAS_AT),
            .PEEPHOLE_I_AT     (PEEPHOLE_I_AT),
            .PEEPHOLE_F_AT     (PEEPHOLE_F_AT),
            .PEEPHOLE_O_AT     (PEEPHOLE_O_AT),
            .CELL_AT           (CELL_AT),
            .OUTPUT_AT         (OUTPUT_AT),
            .PROJECTED         (PROJECTED),
            .SUMS_AT           (SUMS_AT),
            .RECURRENT_AT      (RECURRENT_AT)
        ) unit (
            .clk          (clk),
            .rst          (rst),
            .start        (issues_ewop),
            .write_back   (instruction[3:0] == 4'd8),
            .busy         (ewop_occupied),
            .group        (ewop_group),
            .released     (ewop_released),
            .read_address (read_address[FIRST_READ*SOURCE_BITS+:EWOP_READS*SOURCE_BITS]),
            .read_data    (read_data[FIRST_READ*ELEMENT_BITS+:EWOP_READS*ELEMENT_BITS]),
            .write        (write[FIRST_WRITE+:EWOP_WRITES]),
            .write_address(write_address[FIRST_WRITE*SOURCE_BITS+:EWOP_WRITES*SOURCE_BITS]),
            .write_data   (words)
        );
      end else begin : gru
        ewop_gru #(
            .LANES             (LANES),
            .WORD_BITS         (WORD_BITS),
            .FRACTION_BITS     (FRACTION_BITS),
            .ACC_BITS          (ACC_BITS),
            .ELEMENT_BITS      (ELEMENT_BITS),
            .SOURCE_BITS       (SOURCE_BITS),
            .ADD_LATENCY       (ADD_LATENCY),
            .ACTIVATION_LATENCY(ACTIVATION_LATENCY),
            .MULTIPLY_LATENCY  (MULTIPLY_LATENCY),
            .RESET_AFTER       (CELL == 2 ? 1 : 0),
            .BIAS              (BIAS),
            .RANGE_BITS        (RANGE_BITS),
            .SEGMENT_BITS      (SEGMENT_BITS),
            .SIGMOID_TABLE     (SIGMOID_TABLE),
            .TANH_TABLE        (TANH_TABLE),
            .HIDDEN            (HIDDEN),
            .GATES_AT          (GATES_AT),
            .RECURRENT_GATES_AT(RECURRENT_GATES_AT),
            .BIAS_AT           (BIAS_AT),
            .STATE_AT          (RECURRENT_AT),
            .RESET_STATE_AT    (RESET_STATE_AT)
        ) unit (
            .clk          (clk),
            .rst          (rst),
            .start        (issues_ewop),
            .resets       (instruction[3:0] == 4'd10),
            .busy         (ewop_occupied),
            .group        (ewop_group),
            .released     (ewop_released),
            .read_address (read_address[FIRST_READ*SOURCE_BITS+:EWOP_READS*SOURCE_BITS]),
            .read_data    (read_data[FIRST_READ*ELEMENT_BITS+:EWOP_READS*ELEMENT_BITS]),
            .write        (write[FIRST_WRITE+:EWOP_WRITES]),
            .write_address(write_address[FIRST_WRITE*SOURCE_BITS+:EWOP_WRITES*SOURCE_BITS]),
            .write_data   (words)
        );
      end
      for (l = 0; l < EWOP_WRITES; l = l + 1) begin : extended
        assign write_data[(FIRST_WRITE+l)*ELEMENT_BITS+:ELEMENT_BITS] =
            {{ELEMENT_BITS - WORD_BITS{words[(l+1)*WORD_BITS-1]}}, words[l*WORD_BITS+:WORD_BITS]};
      end
      reg [7:0] issued;
      always @(posedge clk) if (issues_ewop) issued <= pc;
      assign ewop_instruction = issues_ewop ? pc : ewop_occupied ? issued : 8'd0;
      assign ewop_busy = ewop_occupied;
      assign ewop_ready = 4'd0;
      assign ewop_written = 4'd0;
      assign ewop_ready_index = 32'd0;
      assign ewop_written_index = 32'd0;
    end else begin : vector_unit
      ewop_vector #(
          .LANES             (LANES),
          .WORD_BITS         (WORD_BITS),
          .FRACTION_BITS     (FRACTION_BITS),
          .ACC_BITS          (ACC_BITS),
          .ELEMENT_BITS      (ELEMENT_BITS),
          .SOURCE_BITS       (SOURCE_BITS),
          .ADD_LATENCY       (ADD_LATENCY),
          .ACTIVATION_LATENCY(ACTIVATION_LATENCY),
          .MULTIPLY_LATENCY  (MULTIPLY_LATENCY),
          .RANGE_BITS        (RANGE_BITS),
          .SEGMENT_BITS      (SEGMENT_BITS),
          .SIGMOID_TABLE     (SIGMOID_TABLE),
          .TANH_TABLE        (TANH_TABLE)
      ) unit (
          .clk          (clk),
          .rst          (rst),
          .start        (issues_ewop),
          .op           (instruction[3:0]),
          .flags        (instruction[8:4]),
          .index        (pc),
          .length       (instruction[64+:32]),
          .to           (instruction[32+:SOURCE_BITS]),
          .from_a       (instruction[96+:SOURCE_BITS]),
          .from_b       (instruction[160+:SOURCE_BITS]),
          .busy         (ewop_occupied),
          .active       (ewop_busy),
          .group        (ewop_group),
          .instruction  (ewop_instruction),
          .released     (ewop_released),
          .ready        (ewop_ready),
          .ready_index  (ewop_ready_index),
          .written      (ewop_written),
          .written_index(ewop_written_index),
          .read_address (read_address[FIRST_READ*SOURCE_BITS+:EWOP_READS*SOURCE_BITS]),
          .read_data    (read_data[FIRST_READ*ELEMENT_BITS+:EWOP_READS*ELEMENT_BITS]),
          .write        (write[FIRST_WRITE+:EWOP_WRITES]),
          .write_address(write_address[FIRST_WRITE*SOURCE_BITS+:EWOP_WRITES*SOURCE_BITS]),
          .write_data   (write_data[FIRST_WRITE*ELEMENT_BITS+:EWOP_WRITES*ELEMENT_BITS])
      );
    end
  endgenerate

  // What a waveform shows of the driver and the units.
  controller_view controller (
      .running(running),
      .issue  (issue),
      .pc     (pc)
  );
  unit_view load (
      .busy       (load_occupied),
      .word       (load_word),
      .group      (16'd0),
      .instruction(8'd0)
  );
  unit_view spmv (
      .busy       (issues_spmv || spmv_busy),
      .word       (16'd0),
      .group      (16'd0),
      .instruction(8'd0)
  );
  unit_view ewop (
      .busy       (ewop_occupied),
      .word       (16'd0),
      .group      (ewop_group),
      .instruction(ewop_instruction)
  );
endmodule
