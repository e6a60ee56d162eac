// Test bench of the SpMV unit: fills the memories from their images, gives the start pulse REPEATS times, and
// checks every row that leaves, and the cycle in which it does, against what the simulator expects. It ends
// with a line PASS or FAIL. Everything else that it prints is a record for `bbsim cosim`: "c cycle states
// stalls reads" (hexadecimal, PE 0 in the lowest bits), "r cycle PE row sum", "d cycles".
`include "params.svh"
module spmv_harness (
    input  wire clk,
    output wire measuring
);
  localparam COUNT_BITS = 31;
  // Rows that may leave a PE in a cycle.
  localparam OUTS = `ROW_PORTS > 0 ? `ROW_PORTS : 1;
  localparam WEIGHT_IMAGE = `PES * `WEIGHT_BEATS;
  localparam HOST_BITS = `BEAT_BITS > `DESCRIPTOR_BITS ? `BEAT_BITS : `DESCRIPTOR_BITS;

  reg [     `BEAT_BITS-1:0] weights    [0:WEIGHT_IMAGE-1];
  reg [`DESCRIPTOR_BITS-1:0] descriptors[     0:`PES-1];
  reg [   `RESULT_BITS-1:0] rows       [0:(`ROW_ENTRIES > 0 ? `PES * `ROW_ENTRIES : 1)-1];
  reg [               20:0] scales     [0:(`SCALE_ENTRIES > 0 ? `PES * `SCALE_ENTRIES : 1)-1];
  reg [     `WORD_BITS-1:0] vector     [       0:`COLS-1];
  // By row number: the cycle in which it leaves, and its sum.
  reg [32+`ACC_BITS-1:0] expected   [0:(`ROWS > 0 ? `ROWS : 1)-1];
  initial begin
    $readmemh("weights.hex", weights);
    $readmemh("descriptors.hex", descriptors);
    if (`ROW_ENTRIES > 0) $readmemh("rows.hex", rows);
    if (`SCALE_ENTRIES > 0) $readmemh("scales.hex", scales);
    $readmemh("vector.hex", vector);
    $readmemh("expected.hex", expected);
  end

  // What the bench does: reset, fill scale memories, weight memories, row tables, descriptors and vector
  // buffers, then run.
  localparam RESET = 4'd0, WEIGHTS = 4'd1, TABLES = 4'd2, DESCRIPTORS = 4'd3, VECTOR = 4'd4, START = 4'd5, RUN = 4'd6, END = 4'd7,
      SCALES = 4'd8;
  localparam RESET_CYCLES = 2;
  reg [3:0] stage;
  reg [31:0] index;
  reg [31:0] pe_index;
  reg [31:0] image_index;
  reg [31:0] cycle;
  reg [31:0] runs;
  initial begin
    stage = RESET;
    index = 32'd0;
    pe_index = 32'd0;
    image_index = 32'd0;
    cycle = 32'd0;
    runs = 32'd0;
  end
  wire [31:0] entries = stage == SCALES ? `SCALE_ENTRIES : stage == WEIGHTS ? `WEIGHT_BEATS : stage == TABLES ? `ROW_ENTRIES : 32'd1;
  wire is_filling = stage == SCALES || stage == WEIGHTS || stage == TABLES || stage == DESCRIPTORS;
  wire is_last_entry = index + 32'd1 >= entries;
  wire is_last_pe = pe_index + 32'd1 == `PES;
  wire done;

  always @(posedge clk)
    case (stage)
      RESET: begin
        index <= index + 32'd1;
        if (index == RESET_CYCLES) begin
          index <= 32'd0;
          stage <= `SCALE_ENTRIES > 0 ? SCALES : WEIGHTS;
        end
      end
      SCALES, WEIGHTS, TABLES, DESCRIPTORS: begin
        image_index <= image_index + 32'd1;
        index <= is_last_entry ? 32'd0 : index + 32'd1;
        if (is_last_entry) pe_index <= is_last_pe ? 32'd0 : pe_index + 32'd1;
        if (is_last_entry && is_last_pe) begin
          image_index <= 32'd0;
          stage <= stage == SCALES ? WEIGHTS : stage == WEIGHTS && `ROW_ENTRIES == 0 ? DESCRIPTORS : stage + 4'd1;
        end
      end
      VECTOR: begin
        index <= index + 32'd1;
        if (index + 32'd1 == `BUFFER_WORDS) stage <= START;
      end
      START: begin
        cycle <= 32'd1;
        stage <= RUN;
      end
      RUN: begin
        cycle <= cycle + 32'd1;
        if (done) begin
          runs  <= runs + 32'd1;
          cycle <= 32'd0;
          stage <= runs + 32'd1 == `REPEATS ? END : START;
        end
      end
      default: stage <= END;
    endcase

  wire start = stage == START;
  assign measuring = stage == START || stage == RUN;

  // One word of every bank: the column that the placement puts there. docs/timing.md section 1.
  wire [           `BANKS-1:0] is_element;
  wire [`BANKS*`WORD_BITS-1:0] elements;
  genvar b;
  generate
    for (b = 0; b < `BANKS; b = b + 1) begin : element
      localparam [31:0] EVEN_FROM = b * `COLS / `BANKS;
      wire [31:0] even_to = (b + 1) * `COLS / `BANKS;
      localparam [31:0] DEPTH = (`COLS + `BANKS - 1) / `BANKS;
      localparam [31:0] BANK = b;
      wire [31:0] column = `PLACEMENT == 0 ? EVEN_FROM + index : `PLACEMENT == 1 ? BANK * DEPTH + index : index * `BANKS + BANK;
      /* verilator lint_off UNSIGNED */  // with fewer columns than banks a bank may hold none
      assign is_element[b] = column < `COLS && (`PLACEMENT == 0 ? column < even_to : index < DEPTH);
      /* verilator lint_on UNSIGNED */
      assign elements[b*`WORD_BITS+:`WORD_BITS] = is_element[b] ? vector[column] : {`WORD_BITS{1'b0}};
    end
  endgenerate

  reg [HOST_BITS-1:0] host_data;
  always @* begin
    host_data = {HOST_BITS{1'b0}};
    if (stage == WEIGHTS) host_data[`BEAT_BITS-1:0] = weights[image_index];
    else if (stage == TABLES) host_data[`RESULT_BITS-1:0] = rows[image_index];
    else if (stage == DESCRIPTORS) host_data[`DESCRIPTOR_BITS-1:0] = descriptors[image_index];
    else if (stage == SCALES) host_data[20:0] = scales[image_index];
  end

  wire [             `PES*OUTS-1:0] row_valid;
  wire [`PES*OUTS*`RESULT_BITS-1:0] row_number;
  wire [   `PES*OUTS*`ACC_BITS-1:0] row_sum;
  /* verilator lint_off UNUSEDSIGNAL */  // for the records
  wire [           2*`PES-1:0] states;
  wire [             `PES-1:0] stalls;
  wire [`PES*`COPIES*`BANKS*`PORTS*`PUMP-1:0] reads;
  /* verilator lint_on UNUSEDSIGNAL */

  pe_array #(
      .PES              (`PES),
      .BANKS            (`BANKS),
      .PORTS            (`PORTS),
      .PE_LANES         (`PE_LANES),
      .COPIES           (`COPIES),
      .PUMP             (`PUMP),
      .VALUE_BITS       (`VALUE_BITS),
      .WORD_BITS        (`WORD_BITS),
      .ACC_BITS         (`ACC_BITS),
      .MUL_LATENCY      (`MUL_LATENCY),
      .BANK_REGISTER    (`BANK_REGISTER),
      .CROSSBAR_REGISTER(`CROSSBAR_REGISTER),
      .KIND             (`KIND),
      .ROTATING         (`ROTATING),
      .ARBITER_TREE     (`ARBITER_TREE),
      .WINDOW           (`WINDOW),
      .QUEUE_DEPTH      (`QUEUE_DEPTH),
      .RETRY_CYCLES     (`RETRY_CYCLES),
      .ROW_PORTS        (`ROW_PORTS),
      .RESCALE          (`RESCALE),
      .NESTED           (`NESTED),
      .BUFFER_WORDS     (`BUFFER_WORDS),
      .WEIGHT_BEATS     (`WEIGHT_BEATS),
      .ROW_ENTRIES      (`ROW_ENTRIES),
      .SCALE_ENTRIES    (`SCALE_ENTRIES),
      .PRODUCTS         (1),
      .RESULT_BITS      (`RESULT_BITS),
      .COUNT_BITS       (COUNT_BITS),
      .HOST_BITS        (HOST_BITS)
  ) array (
      .clk         (clk),
      .rst         (stage == RESET),
      .start       (start),
      .product     (1'b0),
      /* verilator lint_off PINCONNECTEMPTY */  // the stage says as much
      .busy        (),
      /* verilator lint_on PINCONNECTEMPTY */
      .done        (done),
      .row_valid   (row_valid),
      .row_number  (row_number),
      .row_sum     (row_sum),
      .states      (states),
      .stalls      (stalls),
      .reads       (reads),
      .buffer_write(is_element & {`BANKS{stage == VECTOR}}),
      .buffer_word (index[`ADDRESS_BITS-1:0]),
      .buffer_data (elements),
      .host_write  (is_filling && (stage != TABLES || `ROW_ENTRIES > 0)),
      .host_target (stage == WEIGHTS ? 2'd0 : stage == TABLES ? 2'd1 : stage == SCALES ? 2'd3 : 2'd2),
      .host_pe     (pe_index[15:0]),
      .host_address(stage == DESCRIPTORS ? 32'd0 : index),
      .host_data   (host_data)
  );

`ifndef SYNTHESIS
  // Checks, and the records of the first run.
  reg [31:0] failures;
  reg [31:0] rows_seen;
  initial begin
    failures  = 32'd0;
    rows_seen = 32'd0;
  end

  /* verilator lint_off BLKSEQ */  // checks, not hardware
  integer r;
  reg [ `RESULT_BITS-1:0] number;
  reg [    `ACC_BITS-1:0] sum;
  reg [32+`ACC_BITS-1:0] wanted;
  always @(posedge clk) begin
`ifndef BENCH
    if (measuring && runs == 32'd0) $display("c %0d %h %h %h", cycle, states, stalls, reads);
`endif
    if (measuring)
      for (r = 0; r < `PES * OUTS; r = r + 1)
        if (row_valid[r]) begin
          number = row_number[r*`RESULT_BITS+:`RESULT_BITS];
          sum = row_sum[r*`ACC_BITS+:`ACC_BITS];
          wanted = expected[number];
          rows_seen = rows_seen + 32'd1;
`ifndef BENCH
          if (runs == 32'd0) $display("r %0d %0d %0d %h", cycle, r / OUTS, number, sum);
`endif
          if (wanted !== {cycle, sum}) begin
            failures = failures + 32'd1;
            if (failures <= 32'd10)
              $display("FAIL row %0d of PE %0d: left in cycle %0d with %h, expected cycle %0d with %h", number, r / OUTS, cycle, sum,
                       wanted[`ACC_BITS+:32], wanted[`ACC_BITS-1:0]);
          end
        end
    if (stage == RUN && done) begin
      if (runs == 32'd0) $display("d %0d", cycle - 32'd1);
      if (cycle - 32'd1 != `CYCLES) begin
        failures = failures + 32'd1;
        $display("FAIL %0d cycles, expected %0d", cycle - 32'd1, `CYCLES);
      end
    end
    if (stage == END) begin
      if (rows_seen != `ROWS * `REPEATS) begin
        failures = failures + 32'd1;
        $display("FAIL %0d rows left, expected %0d", rows_seen, `ROWS * `REPEATS);
      end
      if (failures == 32'd0) $display("PASS %0d rows, %0d cycles", `ROWS, `CYCLES);
      $finish;
    end
    if (cycle > `CYCLES + 32'd1000) begin
      $display("FAIL still running in cycle %0d, expected %0d cycles", cycle, `CYCLES);
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
