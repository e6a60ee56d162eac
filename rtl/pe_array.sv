// The SpMV unit: M processing elements, their vector buffers, and what wires them. KIND 0: bank-balanced or dense, lane b owns bank b; 1: CSR, an
// arbiter and a crossbar per PE; 2: CSR with one vector memory for all PEs. The start pulse is cycle 0; `done` is 1 in cycle C + 1, so that the unit
// is occupied for C + 2 cycles. docs/timing.md section 3.
//
// `product` chooses a descriptor, one for each SPMV of a step: where its beats are in every weight memory, and how many rows they hold.
// Host targets: 0 weight memory (address: beat), 1 row table (address: entry), 2 descriptor (address: product; fields of 32 bits from the lowest:
// first beat, beats, rows, first row table entry, beats of a row).
module pe_array #(
    parameter PES                = 2,
    parameter BANKS              = 4,
    parameter PORTS              = 1,
    parameter WORD_BITS          = 16,
    parameter ACC_BITS           = 48,
    parameter MUL_LATENCY        = 3,
    parameter BANK_REGISTER      = 0,
    parameter CROSSBAR_REGISTER  = 0,
    parameter KIND               = 0,
    parameter ROTATING           = 0,
    // Words of a bank, all regions together; beats of a PE; entries of a PE's row table (0: row q of PE p is number q * M + p).
    parameter BUFFER_WORDS       = 32,
    parameter WEIGHT_BEATS       = 16,
    parameter ROW_ENTRIES        = 0,
    parameter PRODUCTS           = 1,
    parameter RESULT_BITS        = 16,
    parameter COUNT_BITS         = 16,
    parameter HOST_BITS          = 160,
    // Derived; not to be set.
    parameter BANK_BITS          = $clog2(BANKS),
    parameter ADDRESS_BITS       = BUFFER_WORDS > 1 ? $clog2(BUFFER_WORDS) : 1,
    parameter PRODUCT_BITS       = PRODUCTS > 1 ? $clog2(PRODUCTS) : 1
) (
    input  wire                          clk,
    input  wire                          rst,
    input  wire                          start,
    input  wire [      PRODUCT_BITS-1:0] product,
    output wire                          busy,
    output wire                          done,
    output wire [               PES-1:0] row_valid,
    output wire [   PES*RESULT_BITS-1:0] row_number,
    output wire [      PES*ACC_BITS-1:0] row_sum,
    // LOAD: one word of every bank with its bit set, in every copy of the buffer.
    input  wire [             BANKS-1:0] buffer_write,
    input  wire [      ADDRESS_BITS-1:0] buffer_word,
    input  wire [   BANKS*WORD_BITS-1:0] buffer_data,
    input  wire                          host_write,
    input  wire [                   1:0] host_target,
    input  wire [                  15:0] host_pe,
    /* verilator lint_off UNUSEDSIGNAL */  // as wide as the widest target
    input  wire [                  31:0] host_address,
    input  wire [         HOST_BITS-1:0] host_data
    /* verilator lint_on UNUSEDSIGNAL */
);
  localparam ARBITRATED = KIND == 0 ? 0 : 1;
  localparam LANE_BITS = ARBITRATED != 0 ? 1 + BANK_BITS + ADDRESS_BITS + WORD_BITS : ADDRESS_BITS + WORD_BITS;
  localparam BEAT_BITS = BANKS * LANE_BITS + ARBITRATED;
  localparam WEIGHT_BITS = WEIGHT_BEATS > 1 ? $clog2(WEIGHT_BEATS) : 1;
  localparam ENTRY_BITS = ROW_ENTRIES > 1 ? $clog2(ROW_ENTRIES) : 1;
  localparam DATA_LATENCY = 1 + BANK_REGISTER;
  localparam WORD_LATENCY = DATA_LATENCY + (ARBITRATED != 0 ? CROSSBAR_REGISTER : 0);
  localparam READ_BITS = BANKS * PORTS * ADDRESS_BITS;
  localparam DATA_BITS = BANKS * PORTS * WORD_BITS;

  // Requests and grants of all PEs, side by side for the shared arbiter.
  /* verilator lint_off UNUSEDSIGNAL */
  /* verilator lint_off UNDRIVEN */  // only a shared buffer has an arbiter and banks out here; parallel lanes know their port
  wire [             PES*BANKS-1:0] pending_of;
  wire [   PES*BANKS*BANK_BITS-1:0] bank_of;
  wire [PES*BANKS*ADDRESS_BITS-1:0] word_of;
  wire [             PES*BANKS-1:0] grant_of;
  wire [             PES*BANKS-1:0] second_of;
  wire [             DATA_BITS-1:0] shared_data;
  wire [           BANKS*PORTS-1:0] shared_read;
  wire [             READ_BITS-1:0] shared_word;
  /* verilator lint_on UNDRIVEN */
  /* verilator lint_on UNUSEDSIGNAL */
  wire [                   PES-1:0] unfinished;

  genvar p, b, k;
  generate
    for (p = 0; p < PES; p = p + 1) begin : pe
      wire [          BANKS-1:0] lanes_pending;
      wire [          BANKS-1:0] lanes_granted;
      wire [BANKS*BANK_BITS-1:0] lane_bank;
      wire [BANKS*ADDRESS_BITS-1:0] lane_word;
      wire [BANKS*WORD_BITS-1:0] words;
      wire [     COUNT_BITS-1:0] rows_left;
      wire                       s1_valid;
      wire                       s1_first;
      wire [     COUNT_BITS-1:0] s1_beat;
      /* verilator lint_off UNUSEDSIGNAL */  // a row table may be shorter than a count
      wire [     COUNT_BITS-1:0] s1_row;
      /* verilator lint_on UNUSEDSIGNAL */
      wire                       s1_stays;
      wire                       selected = host_write && host_pe == p[15:0];

      reg [WEIGHT_BITS-1:0] first_beats[0:PRODUCTS-1];
      reg [ COUNT_BITS-1:0] beat_counts[0:PRODUCTS-1];
      reg [ COUNT_BITS-1:0] row_counts [0:PRODUCTS-1];
      reg [ COUNT_BITS-1:0] row_beats  [0:PRODUCTS-1];
      always @(posedge clk)
        if (selected && host_target == 2'd2) begin
          first_beats[host_address[PRODUCT_BITS-1:0]] <= host_data[0+:WEIGHT_BITS];
          beat_counts[host_address[PRODUCT_BITS-1:0]] <= host_data[32+:COUNT_BITS];
          row_counts[host_address[PRODUCT_BITS-1:0]]  <= host_data[64+:COUNT_BITS];
          row_beats[host_address[PRODUCT_BITS-1:0]]   <= host_data[128+:COUNT_BITS];
        end
      reg [COUNT_BITS-1:0] beats_per_row;
      always @(posedge clk) if (start) beats_per_row <= row_beats[product];

      pe #(
          .LANES       (BANKS),
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
          .rows          (row_counts[product]),
          .beats_per_row (beats_per_row),
          .pending       (lanes_pending),
          .bank          (lane_bank),
          .word          (lane_word),
          .grant         (lanes_granted),
          .words         (words),
          .row_valid     (row_valid[p]),
          .row_sum       (row_sum[p*ACC_BITS+:ACC_BITS]),
          .rows_left     (rows_left),
          .s1_valid      (s1_valid),
          .s1_first      (s1_first),
          .s1_beat       (s1_beat),
          .s1_row        (s1_row),
          .stall         (s1_stays),
          .weight_write  (selected && host_target == 2'd0),
          .weight_address(host_address[WEIGHT_BITS-1:0]),
          .weight_data   (host_data[BEAT_BITS-1:0])
      );
      assign pending_of[p*BANKS+:BANKS] = lanes_pending;
      assign bank_of[p*BANKS*BANK_BITS+:BANKS*BANK_BITS] = lane_bank;
      assign word_of[p*BANKS*ADDRESS_BITS+:BANKS*ADDRESS_BITS] = lane_word;
      assign unfinished[p] = rows_left != {COUNT_BITS{1'b0}};

      // Numbers of the row that leaves and of the row in S1: from a table, or in the natural order.
      reg [COUNT_BITS-1:0] rows_out;
      always @(posedge clk)
        if (start) rows_out <= {COUNT_BITS{1'b0}};
        else if (row_valid[p]) rows_out <= rows_out + 1'b1;
      wire [31:0] row_in_s1;
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
        assign row_number[p*RESULT_BITS+:RESULT_BITS] = entries[first_entry+rows_out[ENTRY_BITS-1:0]];
        assign row_in_s1 = {{32 - RESULT_BITS{1'b0}}, entries[first_entry+s1_row[ENTRY_BITS-1:0]]};
      end else begin : natural_order
        localparam [31:0] STEP = PES;
        localparam [31:0] OWN = p;
        /* verilator lint_off UNUSEDSIGNAL */  // no row has a number of more than RESULT_BITS
        wire [31:0] row_leaving = {{32 - COUNT_BITS{1'b0}}, rows_out} * STEP + OWN;
        /* verilator lint_on UNUSEDSIGNAL */
        assign row_number[p*RESULT_BITS+:RESULT_BITS] = row_leaving[RESULT_BITS-1:0];
        assign row_in_s1 = {{32 - COUNT_BITS{1'b0}}, s1_row} * STEP + OWN;
      end

      // What a waveform shows.
      /* verilator lint_off UNUSEDSIGNAL */  // read by no one but the viewer
      wire [1:0] state = !unfinished[p] ? 2'd0 : !s1_valid ? 2'd3 : s1_first ? 2'd1 : 2'd2;
      wire [31:0] row = s1_valid ? row_in_s1 : 32'd0;
      wire [31:0] beat = s1_valid ? {{32 - COUNT_BITS{1'b0}}, s1_beat} : 32'd0;
      wire [BANKS-1:0] pending = lanes_pending;
      wire [BANKS-1:0] granted = lanes_granted;
      wire stall = s1_valid && s1_stays;
      /* verilator lint_on UNUSEDSIGNAL */

      // The vector buffer: who is served, and what the ports of the banks read. A shared one is further below.
      /* verilator lint_off UNUSEDSIGNAL */  // a parallel lane reads port 0
      wire [DATA_BITS-1:0] data;
      /* verilator lint_off UNDRIVEN */  // not there with a shared buffer
      wire [BANKS*PORTS-1:0] read_port;
      wire [READ_BITS-1:0] read_word;
      /* verilator lint_on UNDRIVEN */
      /* verilator lint_on UNUSEDSIGNAL */
      if (KIND == 2) begin : shared
        assign lanes_granted = grant_of[p*BANKS+:BANKS];
        assign data = shared_data;
      end else if (KIND == 1) begin : arbitrated
        csr_arbiter #(
            .BANKS       (BANKS),
            .BANK_BITS   (BANK_BITS),
            .ADDRESS_BITS(ADDRESS_BITS),
            .PORTS       (PORTS),
            .ROTATING    (ROTATING)
        ) arbiter (
            .clk    (clk),
            .start  (start),
            .pending(lanes_pending),
            .bank   (lane_bank),
            .word   (lane_word),
            .grant  (lanes_granted),
            .second (second_of[p*BANKS+:BANKS]),
            .read   (read_port),
            .address(read_word)
        );
        assign grant_of[p*BANKS+:BANKS] = lanes_granted;
      end else begin : parallel
        assign lanes_granted = lanes_pending;
        assign grant_of[p*BANKS+:BANKS] = lanes_granted;
        assign second_of[p*BANKS+:BANKS] = {BANKS{1'b0}};
        for (b = 0; b < BANKS; b = b + 1) begin : lane
          for (k = 0; k < PORTS; k = k + 1) begin : port
            assign read_port[b*PORTS+k] = k == 0 && lanes_pending[b];
            assign read_word[(b*PORTS+k)*ADDRESS_BITS+:ADDRESS_BITS] = lane_word[b*ADDRESS_BITS+:ADDRESS_BITS];
          end
        end
      end
      for (b = 0; b < (KIND == 2 ? 0 : BANKS); b = b + 1) begin : bank
        wire [PORTS-1:0] read = read_port[b*PORTS+:PORTS];
        /* verilator lint_off UNUSEDSIGNAL */  // read by no one but the viewer
        wire [PORTS*ADDRESS_BITS-1:0] address;
        /* verilator lint_on UNUSEDSIGNAL */
        for (k = 0; k < PORTS; k = k + 1) begin : port
          assign address[k*ADDRESS_BITS+:ADDRESS_BITS] =
              read_word[(b*PORTS+k)*ADDRESS_BITS+:ADDRESS_BITS] & {ADDRESS_BITS{read[k]}};
        end
        vector_bank #(
            .WORD_BITS      (WORD_BITS),
            .WORDS          (BUFFER_WORDS),
            .ADDRESS_BITS   (ADDRESS_BITS),
            .PORTS          (PORTS),
            .OUTPUT_REGISTER(BANK_REGISTER)
        ) memory (
            .clk          (clk),
            .read         (read),
            .address      (read_word[b*PORTS*ADDRESS_BITS+:PORTS*ADDRESS_BITS]),
            .data         (data[b*PORTS*WORD_BITS+:PORTS*WORD_BITS]),
            .write        (buffer_write[b]),
            .write_address(buffer_word),
            .write_data   (buffer_data[b*WORD_BITS+:WORD_BITS])
        );
      end
      if (ARBITRATED != 0) begin : routed
        crossbar #(
            .LANES    (BANKS),
            .BANKS    (BANKS),
            .BANK_BITS(BANK_BITS),
            .PORTS    (PORTS),
            .WORD_BITS(WORD_BITS),
            .LATENCY  (DATA_LATENCY),
            .REGISTER (CROSSBAR_REGISTER)
        ) data_crossbar (
            .clk   (clk),
            .bank  (lane_bank),
            .second(second_of[p*BANKS+:BANKS]),
            .data  (data),
            .words (words)
        );
      end else begin : straight
        for (b = 0; b < BANKS; b = b + 1) begin : lane
          assign words[b*WORD_BITS+:WORD_BITS] = data[b*PORTS*WORD_BITS+:WORD_BITS];
        end
      end
    end
  endgenerate

  generate
    if (KIND == 2) begin : shared
      shared_arbiter #(
          .PES         (PES),
          .BANKS       (BANKS),
          .BANK_BITS   (BANK_BITS),
          .ADDRESS_BITS(ADDRESS_BITS),
          .PORTS       (PORTS),
          .ROTATING    (ROTATING)
      ) arbiter (
          .clk    (clk),
          .start  (start),
          .pending(pending_of),
          .bank   (bank_of),
          .word   (word_of),
          .grant  (grant_of),
          .second (second_of),
          .read   (shared_read),
          .address(shared_word)
      );
    end
    for (b = 0; b < (KIND == 2 ? BANKS : 0); b = b + 1) begin : bank
      wire [PORTS-1:0] read = shared_read[b*PORTS+:PORTS];
      /* verilator lint_off UNUSEDSIGNAL */  // read by no one but the viewer
      wire [PORTS*ADDRESS_BITS-1:0] address;
      /* verilator lint_on UNUSEDSIGNAL */
      for (k = 0; k < PORTS; k = k + 1) begin : port
        assign address[k*ADDRESS_BITS+:ADDRESS_BITS] =
            shared_word[(b*PORTS+k)*ADDRESS_BITS+:ADDRESS_BITS] & {ADDRESS_BITS{read[k]}};
      end
      vector_bank #(
          .WORD_BITS      (WORD_BITS),
          .WORDS          (BUFFER_WORDS),
          .ADDRESS_BITS   (ADDRESS_BITS),
          .PORTS          (PORTS),
          .OUTPUT_REGISTER(BANK_REGISTER)
      ) memory (
          .clk          (clk),
          .read         (read),
          .address      (shared_word[b*PORTS*ADDRESS_BITS+:PORTS*ADDRESS_BITS]),
          .data         (shared_data[b*PORTS*WORD_BITS+:PORTS*WORD_BITS]),
          .write        (buffer_write[b]),
          .write_address(buffer_word),
          .write_data   (buffer_data[b*WORD_BITS+:WORD_BITS])
      );
    end
  endgenerate

  reg running;
  assign busy = running;
  assign done = running && !(|unfinished);
  always @(posedge clk)
    if (rst) running <= 1'b0;
    else if (start) running <= 1'b1;
    else if (done) running <= 1'b0;
endmodule
