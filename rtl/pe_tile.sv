// One PE of the SpMV unit with what is its own: descriptors, row numbers, and, unless the vector memory is
// shared, its vector buffer with arbiter and crossbar. rtl/pe_array.sv says what the parameters and the host
// targets are. docs/timing.md section 3.
module pe_tile #(
    parameter PES               = 2,
    parameter BANKS             = 4,
    parameter PORTS             = 1,
    parameter PE_LANES          = BANKS,
    parameter COPIES            = 1,
    parameter PUMP              = 1,
    parameter VALUE_BITS        = 16,
    parameter WORD_BITS         = 16,
    parameter ACC_BITS          = 48,
    parameter MUL_LATENCY       = 3,
    parameter BANK_REGISTER     = 0,
    parameter CROSSBAR_REGISTER = 0,
    parameter KIND              = 0,
    parameter ROTATING          = 0,
    parameter ARBITER_TREE      = 0,
    parameter WINDOW            = 1,
    parameter QUEUE_DEPTH       = 0,
    parameter RETRY_CYCLES      = 1,
    parameter ROW_PORTS         = 0,
    parameter RESCALE           = 0,
    parameter NESTED            = 0,
    parameter BUFFER_WORDS      = 32,
    parameter WEIGHT_BEATS      = 16,
    parameter ROW_ENTRIES       = 0,
    parameter SCALE_ENTRIES     = 0,
    parameter PRODUCTS          = 1,
    parameter RESULT_BITS       = 16,
    parameter COUNT_BITS        = 16,
    parameter HOST_BITS         = 160,
    // Derived; not to be set.
    parameter SERVED            = PORTS * PUMP,
    parameter PORT_BITS         = SERVED > 1 ? $clog2(SERVED) : 1,
    parameter ALL_BANKS         = COPIES * BANKS,
    parameter BANK_BITS         = $clog2(BANKS),
    parameter ADDRESS_BITS      = BUFFER_WORDS > 1 ? $clog2(BUFFER_WORDS) : 1,
    parameter PRODUCT_BITS      = PRODUCTS > 1 ? $clog2(PRODUCTS) : 1,
    parameter OUTS              = ROW_PORTS > 0 ? ROW_PORTS : 1
) (
    input  wire                          clk,
    input  wire                          rst,
    // The index of the PE.
    input  wire [                  15:0] number,
    input  wire                          start,
    input  wire [      PRODUCT_BITS-1:0] product,
    output wire                          unfinished,
    output wire [              OUTS-1:0] row_valid,
    output wire [  OUTS*RESULT_BITS-1:0] row_number,
    output wire [     OUTS*ACC_BITS-1:0] row_sum,
    // The shared vector memory: requests, grants, and the words at its outputs.
    output wire [             PE_LANES-1:0] lanes_pending,
    output wire [   PE_LANES*BANK_BITS-1:0] lane_bank,
    output wire [PE_LANES*ADDRESS_BITS-1:0] lane_word,
    /* verilator lint_off UNUSEDSIGNAL */  // a private vector buffer has its own
    input  wire [             PE_LANES-1:0] shared_grant,
    input  wire [   PE_LANES*PORT_BITS-1:0] shared_port,
    input  wire [ALL_BANKS*SERVED*WORD_BITS-1:0] shared_data,
    input  wire [             BANKS-1:0] buffer_write,
    input  wire [      ADDRESS_BITS-1:0] buffer_word,
    input  wire [   BANKS*WORD_BITS-1:0] buffer_data,
    /* verilator lint_on UNUSEDSIGNAL */
    // State: 0 idle, 1 a beat is in S1 for its first cycle, 2 for a further one, 3 nothing is in S1.
    // Then whether the beat stays, and the ports that read.
    output wire [                   1:0] state,
    output wire                          stall,
    output wire [  ALL_BANKS*SERVED-1:0] read_port,
    input  wire                          host_write,
    input  wire [                   1:0] host_target,
    input  wire [                  15:0] host_pe,
    /* verilator lint_off UNUSEDSIGNAL */  // as wide as the widest target
    input  wire [                  31:0] host_address,
    input  wire [         HOST_BITS-1:0] host_data
    /* verilator lint_on UNUSEDSIGNAL */
);
  /* verilator no_inline_module */  // compiled once for all PEs
  localparam ARBITRATED = KIND == 0 || KIND == 5 ? 0 : 1;
  // Words of beats that rows share wait for one another, as those of a window.
  localparam WINDOWED = KIND == 3 || ROW_PORTS > 0 ? 1 : 0;
  // Each lane says that it ends a row, or the beat does.
  localparam LANE_ENDS = ROW_PORTS > 0 ? 1 : 0;
  localparam TAG_BITS = WINDOW > 1 ? $clog2(WINDOW) : 1;
  localparam LANE_BITS = ADDRESS_BITS + VALUE_BITS
      + (KIND == 4 ? 1 + BANK_BITS + TAG_BITS : ARBITRATED != 0 ? 1 + BANK_BITS : KIND == 5 ? 1 : 0) + LANE_ENDS;
  localparam BEAT_BITS = PE_LANES * LANE_BITS + (KIND == 4 ? 32 : KIND == 5 ? PE_LANES : ARBITRATED - LANE_ENDS);
  localparam WEIGHT_BITS = WEIGHT_BEATS > 1 ? $clog2(WEIGHT_BEATS) : 1;
  localparam ENTRY_BITS = ROW_ENTRIES > 1 ? $clog2(ROW_ENTRIES) : 1;
  localparam DATA_LATENCY = 1 + BANK_REGISTER;
  localparam WORD_LATENCY = DATA_LATENCY + (ARBITRATED != 0 ? CROSSBAR_REGISTER : 0);
  localparam READ_BITS = ALL_BANKS * SERVED * ADDRESS_BITS;
  localparam DATA_BITS = ALL_BANKS * SERVED * WORD_BITS;

  // Sums of rows as the accumulator leaves them.
  wire [              OUTS-1:0] sum_valid;
  wire [     OUTS*ACC_BITS-1:0] sums;
  wire [          PE_LANES-1:0] lanes_granted;
  /* verilator lint_off UNUSEDSIGNAL */  // a window collects its words itself
  wire [PE_LANES*WORD_BITS-1:0] words;
  /* verilator lint_on UNUSEDSIGNAL */
  wire                       s1_valid;
  wire                       s1_first;
  wire [     COUNT_BITS-1:0] s1_beat;
  /* verilator lint_off UNUSEDSIGNAL */  // a row table may be shorter than a count
  wire [     COUNT_BITS-1:0] s1_row;
  /* verilator lint_on UNUSEDSIGNAL */
  wire                       s1_stays;
  wire                       selected = host_write && host_pe == number;

  reg [WEIGHT_BITS-1:0] first_beats[0:PRODUCTS-1];
  /* verilator lint_off UNUSEDSIGNAL */  // lanes that run apart count rows alone
  reg [ COUNT_BITS-1:0] beat_counts[0:PRODUCTS-1];
  /* verilator lint_on UNUSEDSIGNAL */
  reg [ COUNT_BITS-1:0] row_counts [0:PRODUCTS-1];
  reg [ COUNT_BITS-1:0] row_beats  [0:PRODUCTS-1];
  always @(posedge clk)
    if (selected && host_target == 2'd2) begin
      first_beats[host_address[PRODUCT_BITS-1:0]] <= host_data[0+:WEIGHT_BITS];
      beat_counts[host_address[PRODUCT_BITS-1:0]] <= host_data[32+:COUNT_BITS];
      row_counts[host_address[PRODUCT_BITS-1:0]]  <= host_data[64+:COUNT_BITS];
      row_beats[host_address[PRODUCT_BITS-1:0]]   <= host_data[128+:COUNT_BITS];
    end
  /* verilator lint_off UNUSEDSIGNAL */  // rows of a window end with the last bit
  reg [COUNT_BITS-1:0] beats_per_row;
  /* verilator lint_on UNUSEDSIGNAL */
  always @(posedge clk) if (start) beats_per_row <= row_beats[product];

  // Of nested models: addresses from the last beat of a row that is read to the next row.
  /* verilator lint_off UNUSEDSIGNAL */  // rows of other beats follow each other
  wire [WEIGHT_BITS-1:0] row_step;
  /* verilator lint_on UNUSEDSIGNAL */
  generate
    if (NESTED != 0) begin : nested
      reg [WEIGHT_BITS-1:0] row_steps[0:PRODUCTS-1];
      reg [WEIGHT_BITS-1:0] held_step;
      always @(posedge clk) begin
        if (selected && host_target == 2'd2) row_steps[host_address[PRODUCT_BITS-1:0]] <= host_data[192+:WEIGHT_BITS];
        if (start) held_step <= row_steps[product];
      end
      assign row_step = held_step;
    end else begin : whole
      assign row_step = {WEIGHT_BITS{1'b0}};
    end
  endgenerate

  // The vector buffer's ports, and what each lane takes of them.
  /* verilator lint_off UNUSEDSIGNAL */  // a parallel lane knows its port and reads port 0
  wire [DATA_BITS-1:0] data;
  wire [PE_LANES*PORT_BITS-1:0] lane_port;
  wire [READ_BITS-1:0] read_word;
  /* verilator lint_on UNUSEDSIGNAL */
  generate
  if (WINDOWED != 0) begin : windowed
    pe_window #(
        .LANES            (PE_LANES),
        .BANKS            (BANKS),
        .COPIES           (COPIES),
        .VALUE_BITS       (VALUE_BITS),
        .WORD_BITS        (WORD_BITS),
        .ACC_BITS         (ACC_BITS),
        .BANK_BITS        (BANK_BITS),
        .ADDRESS_BITS     (ADDRESS_BITS),
        .PORTS            (SERVED),
        .ROTATING         (ROTATING),
        .ARBITER_TREE     (ARBITER_TREE),
        .WINDOW           (WINDOW),
        .QUEUE_DEPTH      (QUEUE_DEPTH),
        .DATA_LATENCY     (DATA_LATENCY),
        .CROSSBAR_REGISTER(CROSSBAR_REGISTER),
        .MUL_LATENCY      (MUL_LATENCY),
        .ROW_PORTS        (ROW_PORTS),
        .LANE_BITS        (LANE_BITS),
        .BEAT_BITS        (BEAT_BITS),
        .WEIGHT_BEATS     (WEIGHT_BEATS),
        .WEIGHT_BITS      (WEIGHT_BITS),
        .COUNT_BITS       (COUNT_BITS)
    ) unit (
        .clk           (clk),
        .rst           (rst),
        .start         (start),
        .first_beat    (first_beats[product]),
        .beats         (beat_counts[product]),
        .read          (read_port),
        .read_word     (read_word),
        .data          (data),
        .row_valid     (sum_valid),
        .row_sum       (sums),
        .s1_valid      (s1_valid),
        .s1_first      (s1_first),
        .s1_beat       (s1_beat),
        .s1_row        (s1_row),
        .pending       (lanes_pending),
        .granted       (lanes_granted),
        .stall         (s1_stays),
        .weight_write  (selected && host_target == 2'd0),
        .weight_address(host_address[WEIGHT_BITS-1:0]),
        .weight_data   (host_data[BEAT_BITS-1:0])
    );
  end else if (KIND == 4) begin : shuffled
    pe_shuffle #(
        .LANES            (PE_LANES),
        .VALUE_BITS       (VALUE_BITS),
        .WORD_BITS        (WORD_BITS),
        .ACC_BITS         (ACC_BITS),
        .BANK_BITS        (BANK_BITS),
        .ADDRESS_BITS     (ADDRESS_BITS),
        .OPEN_ROWS        (WINDOW),
        .TAG_BITS         (TAG_BITS),
        .RETRY_CYCLES     (RETRY_CYCLES),
        .ARBITER_TREE     (ARBITER_TREE),
        .DATA_LATENCY     (DATA_LATENCY),
        .CROSSBAR_REGISTER(CROSSBAR_REGISTER),
        .MUL_LATENCY      (MUL_LATENCY),
        .LANE_BITS        (LANE_BITS),
        .BEAT_BITS        (BEAT_BITS),
        .WEIGHT_BEATS     (WEIGHT_BEATS),
        .WEIGHT_BITS      (WEIGHT_BITS),
        .COUNT_BITS       (COUNT_BITS)
    ) unit (
        .clk           (clk),
        .rst           (rst),
        .start         (start),
        .first_beat    (first_beats[product]),
        .beats         (beat_counts[product]),
        .rows          (row_counts[product]),
        .read          (read_port),
        .read_word     (read_word),
        .data          (data),
        .row_valid     (sum_valid),
        .row_sum       (sums),
        .s1_valid      (s1_valid),
        .s1_first      (s1_first),
        .s1_beat       (s1_beat),
        .s1_row        (s1_row),
        .pending       (lanes_pending),
        .granted       (lanes_granted),
        .stall         (s1_stays),
        .weight_write  (selected && host_target == 2'd0),
        .weight_address(host_address[WEIGHT_BITS-1:0]),
        .weight_data   (host_data[BEAT_BITS-1:0])
    );
  end else if (KIND == 5) begin : decoupled
    pe_decoupled #(
        .LANES       (PE_LANES),
        .VALUE_BITS  (VALUE_BITS),
        .WORD_BITS   (WORD_BITS),
        .ACC_BITS    (ACC_BITS),
        .ADDRESS_BITS(ADDRESS_BITS),
        .ROWS_APART  (WINDOW),
        .DATA_LATENCY(DATA_LATENCY),
        .MUL_LATENCY (MUL_LATENCY),
        .LANE_BITS   (LANE_BITS),
        .BEAT_BITS   (BEAT_BITS),
        .WEIGHT_BEATS(WEIGHT_BEATS),
        .WEIGHT_BITS (WEIGHT_BITS),
        .COUNT_BITS  (COUNT_BITS)
    ) unit (
        .clk           (clk),
        .rst           (rst),
        .start         (start),
        .first_beat    (first_beats[product]),
        .rows          (row_counts[product]),
        .read          (read_port),
        .read_word     (read_word),
        .data          (data),
        .row_valid     (sum_valid),
        .row_sum       (sums),
        .s1_valid      (s1_valid),
        .s1_first      (s1_first),
        .s1_beat       (s1_beat),
        .s1_row        (s1_row),
        .pending       (lanes_pending),
        .granted       (lanes_granted),
        .stall         (s1_stays),
        .weight_write  (selected && host_target == 2'd0),
        .weight_address(host_address[WEIGHT_BITS-1:0]),
        .weight_data   (host_data[BEAT_BITS-1:0])
    );
  end else begin : single
    pe #(
        .NESTED      (NESTED),
        .LANES       (PE_LANES),
        .VALUE_BITS  (VALUE_BITS),
        .WORD_BITS   (WORD_BITS),
        .ACC_BITS    (ACC_BITS),
        .BANK_BITS   (BANK_BITS),
        .ADDRESS_BITS(ADDRESS_BITS),
        .ARBITRATED  (ARBITRATED),
        .WORD_LATENCY(WORD_LATENCY),
        .MUL_LATENCY (MUL_LATENCY),
        .LANE_BITS   (LANE_BITS),
        .BEAT_BITS   (BEAT_BITS),
        .WEIGHT_BEATS(WEIGHT_BEATS),
        .WEIGHT_BITS (WEIGHT_BITS),
        .COUNT_BITS  (COUNT_BITS)
    ) unit (
        .clk           (clk),
        .rst           (rst),
        .start         (start),
        .first_beat    (first_beats[product]),
        .beats         (beat_counts[product]),
        .beats_per_row (beats_per_row),
        .row_step      (row_step),
        .pending       (lanes_pending),
        .bank          (lane_bank),
        .word          (lane_word),
        .grant         (lanes_granted),
        .words         (words),
        .row_valid     (sum_valid),
        .row_sum       (sums),
        .s1_valid      (s1_valid),
        .s1_first      (s1_first),
        .s1_beat       (s1_beat),
        .s1_row        (s1_row),
        .stall         (s1_stays),
        .weight_write  (selected && host_target == 2'd0),
        .weight_address(host_address[WEIGHT_BITS-1:0]),
        .weight_data   (host_data[BEAT_BITS-1:0])
    );
  end
  endgenerate

  // The scales of rows, where weights have some.
  generate
  if (RESCALE != 0) begin : rescaled
    localparam SCALE_BITS = SCALE_ENTRIES > 1 ? $clog2(SCALE_ENTRIES) : 1;
    // A sum of products with every word of the buffer, or as much as is kept of it.
    localparam EXACT_BITS = VALUE_BITS + WORD_BITS + BANK_BITS + ADDRESS_BITS;
    reg [SCALE_BITS-1:0] first_scales[0:PRODUCTS-1];
    always @(posedge clk)
      if (selected && host_target == 2'd2)
        first_scales[host_address[PRODUCT_BITS-1:0]] <= host_data[160+:SCALE_BITS];
    row_rescale #(
        .OUTS        (OUTS),
        .ACC_BITS    (ACC_BITS),
        .SUM_BITS    (EXACT_BITS < ACC_BITS ? EXACT_BITS : ACC_BITS),
        .MUL_LATENCY (MUL_LATENCY),
        .PER_ROW     (RESCALE == 1 ? 1 : 0),
        .SCALES      (SCALE_ENTRIES),
        .ADDRESS_BITS(SCALE_BITS)
    ) rescale (
        .clk          (clk),
        .rst          (rst),
        .start        (start),
        .first        (first_scales[product]),
        .sum_valid    (sum_valid),
        .sums         (sums),
        .row_valid    (row_valid),
        .row_sum      (row_sum),
        .scale_write  (selected && host_target == 2'd3),
        .scale_address(host_address[SCALE_BITS-1:0]),
        .scale_data   (host_data[20:0])
    );
  end else begin : unscaled
    assign row_valid = sum_valid;
    assign row_sum = sums;
  end
  endgenerate

  // Rows that have not left yet.
  reg [COUNT_BITS-1:0] rows_leaving;
  integer r;
  always @* begin
    rows_leaving = {COUNT_BITS{1'b0}};
    for (r = 0; r < OUTS; r = r + 1) rows_leaving = rows_leaving + {{COUNT_BITS - 1{1'b0}}, row_valid[r]};
  end
  reg [COUNT_BITS-1:0] rows_left;
  always @(posedge clk)
    if (rst) rows_left <= {COUNT_BITS{1'b0}};
    else if (start) rows_left <= row_counts[product];
    else rows_left <= rows_left - rows_leaving;
  assign unfinished = rows_left != {COUNT_BITS{1'b0}};

  // Numbers of the row that leaves and of the row in S1: from a table, or in the natural order.
  reg [COUNT_BITS-1:0] rows_out;
  always @(posedge clk)
    if (start) rows_out <= {COUNT_BITS{1'b0}};
    else rows_out <= rows_out + rows_leaving;
  wire [31:0] row_in_s1;
  genvar o;
  generate
  if (ROW_ENTRIES > 0) begin : row_table
    reg [RESULT_BITS-1:0] entries    [0:ROW_ENTRIES-1];
    reg [ ENTRY_BITS-1:0] row_entries[   0:PRODUCTS-1];
    reg [ ENTRY_BITS-1:0] first_entry;
    always @(posedge clk) begin
      if (selected && host_target == 2'd1)
        entries[host_address[ENTRY_BITS-1:0]] <= host_data[RESULT_BITS-1:0];
      if (selected && host_target == 2'd2)
        row_entries[host_address[PRODUCT_BITS-1:0]] <= host_data[96+:ENTRY_BITS];
      if (start) first_entry <= row_entries[product];
    end
    for (o = 0; o < OUTS; o = o + 1) begin : out
      localparam [31:0] PLACE = o;
      wire [ENTRY_BITS-1:0] entry = first_entry + rows_out[ENTRY_BITS-1:0] + PLACE[ENTRY_BITS-1:0];
      assign row_number[o*RESULT_BITS+:RESULT_BITS] = entries[entry];
    end
    assign row_in_s1 = {{32 - RESULT_BITS{1'b0}}, entries[first_entry+s1_row[ENTRY_BITS-1:0]]};
  end else begin : natural_order
    localparam [31:0] STEP = PES;
    wire [31:0] own = {16'd0, number};
    for (o = 0; o < OUTS; o = o + 1) begin : out
      localparam [31:0] PLACE = o;
      /* verilator lint_off UNUSEDSIGNAL */  // no row has a number of more than RESULT_BITS
      wire [31:0] row_leaving = ({{32 - COUNT_BITS{1'b0}}, rows_out} + PLACE) * STEP + own;
      /* verilator lint_on UNUSEDSIGNAL */
      assign row_number[o*RESULT_BITS+:RESULT_BITS] = row_leaving[RESULT_BITS-1:0];
    end
    assign row_in_s1 = {{32 - COUNT_BITS{1'b0}}, s1_row} * STEP + own;
  end

  endgenerate

  // What a waveform shows.
  /* verilator lint_off UNUSEDSIGNAL */  // read by no one but the viewer
  assign state = !unfinished ? 2'd0 : !s1_valid ? 2'd3 : s1_first ? 2'd1 : 2'd2;
  wire [31:0] row = s1_valid ? row_in_s1 : 32'd0;
  wire [31:0] beat = s1_valid ? {{32 - COUNT_BITS{1'b0}}, s1_beat} : 32'd0;
  wire [PE_LANES-1:0] pending = lanes_pending;
  wire [PE_LANES-1:0] granted = lanes_granted;
  assign stall = s1_valid && s1_stays;
  /* verilator lint_on UNUSEDSIGNAL */

  // The vector buffer: who is served, and what the ports of the banks read. A shared one is in
  // rtl/pe_array.sv. The banks of all copies are counted through; which copy a lane reads is in the wires.
  genvar b, k;
  generate
  if (KIND == 2) begin : shared
    assign lanes_granted = shared_grant;
    assign lane_port = shared_port;
    assign data = shared_data;
    assign read_port = {ALL_BANKS * SERVED{1'b0}};
    assign read_word = {READ_BITS{1'b0}};
  end else if (KIND >= 3 || WINDOWED != 0) begin : own_ports
    // Read by the window or the lanes themselves.
    assign lane_bank = {PE_LANES * BANK_BITS{1'b0}};
    assign lane_word = {PE_LANES * ADDRESS_BITS{1'b0}};
    assign words = {PE_LANES * WORD_BITS{1'b0}};
    assign lane_port = {PE_LANES * PORT_BITS{1'b0}};
  end else if (KIND == 1) begin : arbitrated
    csr_arbiter #(
        .LANES       (PE_LANES),
        .BANKS       (BANKS),
        .COPIES      (COPIES),
        .BANK_BITS   (BANK_BITS),
        .ADDRESS_BITS(ADDRESS_BITS),
        .PORTS       (SERVED),
        .ROTATING    (ROTATING),
        .TREE        (ARBITER_TREE)
    ) arbiter (
        .clk    (clk),
        .start  (start),
        .pending(lanes_pending),
        .bank   (lane_bank),
        .word   (lane_word),
        .grant  (lanes_granted),
        .port   (lane_port),
        .read   (read_port),
        .address(read_word)
    );
  end else begin : parallel
    assign lanes_granted = lanes_pending;
    assign lane_port = {PE_LANES * PORT_BITS{1'b0}};
    for (b = 0; b < BANKS; b = b + 1) begin : lane
      for (k = 0; k < SERVED; k = k + 1) begin : port
        assign read_port[b*SERVED+k] = k == 0 && lanes_pending[b];
        assign read_word[(b*SERVED+k)*ADDRESS_BITS+:ADDRESS_BITS] = lane_word[b*ADDRESS_BITS+:ADDRESS_BITS];
      end
    end
  end
  for (b = 0; b < (KIND == 2 ? 0 : ALL_BANKS); b = b + 1) begin : bank
    wire [SERVED-1:0] read = read_port[b*SERVED+:SERVED];
    /* verilator lint_off UNUSEDSIGNAL */  // read by no one but the viewer
    wire [SERVED*ADDRESS_BITS-1:0] address;
    /* verilator lint_on UNUSEDSIGNAL */
    for (k = 0; k < SERVED; k = k + 1) begin : port
      assign address[k*ADDRESS_BITS+:ADDRESS_BITS] =
          read_word[(b*SERVED+k)*ADDRESS_BITS+:ADDRESS_BITS] & {ADDRESS_BITS{read[k]}};
    end
    vector_bank #(
        .WORD_BITS      (WORD_BITS),
        .WORDS          (BUFFER_WORDS),
        .ADDRESS_BITS   (ADDRESS_BITS),
        .PORTS          (PORTS),
        .PUMP           (PUMP),
        .OUTPUT_REGISTER(BANK_REGISTER)
    ) memory (
        .clk          (clk),
        .read         (read),
        .address      (read_word[b*SERVED*ADDRESS_BITS+:SERVED*ADDRESS_BITS]),
        .data         (data[b*SERVED*WORD_BITS+:SERVED*WORD_BITS]),
        .write        (buffer_write[b%BANKS]),
        .write_address(buffer_word),
        .write_data   (buffer_data[(b%BANKS)*WORD_BITS+:WORD_BITS])
    );
  end
  if (KIND >= 3 || WINDOWED != 0) begin : collected
    // The window and the shuffle have crossbars of their own, and lanes that run apart read their banks.
  end else if (ARBITRATED != 0) begin : routed
    crossbar #(
        .LANES    (PE_LANES),
        .BANKS    (BANKS),
        .COPIES   (COPIES),
        .BANK_BITS(BANK_BITS),
        .PORTS    (SERVED),
        .WORD_BITS(WORD_BITS),
        .LATENCY  (DATA_LATENCY),
        .REGISTER (CROSSBAR_REGISTER)
    ) data_crossbar (
        .clk   (clk),
        .bank  (lane_bank),
        .port  (lane_port),
        .data  (data),
        .words (words)
    );
  end else begin : straight
    for (b = 0; b < BANKS; b = b + 1) begin : lane
      assign words[b*WORD_BITS+:WORD_BITS] = data[b*SERVED*WORD_BITS+:WORD_BITS];
    end
  end
  endgenerate
endmodule
