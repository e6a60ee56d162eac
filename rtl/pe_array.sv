// The SpMV unit: M processing elements, their vector buffers, and what wires them. KIND 0: bank-balanced or
// dense, lane b owns bank b; 1: CSR, an arbiter and a crossbar per PE; 2: CSR with one vector memory for all
// PEs; 3: CSR, WINDOW beats of a PE in flight, QUEUE_DEPTH places in front of a bank (0: as many as come); 4:
// CSR, lanes go on by themselves over WINDOW open rows and ask again after RETRY_CYCLES (CROSSBAR_REGISTER
// counts the registers of their requests, too); 5: lane b owns bank b and has its own words, lanes run up to
// WINDOW rows apart. The start pulse is cycle 0; `done` is 1 in cycle C + 1, so that the unit is occupied for
// C + 2 cycles. docs/timing.md section 3.
//
// `product` chooses a descriptor, one for each SPMV of a step: where its beats are in every weight memory,
// and how many rows they hold. Host targets: 0 weight memory (address: beat), 1 row table (address:
// entry), 2 descriptor (address: product; fields of 32 bits from the lowest: first beat, beats, rows,
// first row table entry, beats of a row, with scales the first of them, of nested models the addresses from
// the last beat of a row that is read to the next row), 3 scale memory (address: scale; {e, m} of
// rtl/row_rescale.sv).
module pe_array #(
    parameter PES                = 2,
    parameter BANKS              = 4,
    parameter PORTS              = 1,
    // Lanes of a PE, banks of a copy of the vector buffer, copies among which the lanes are split (run i of
    // equal runs of lanes reads copy i), ports of a bank, and how often one reads in a cycle.
    parameter PE_LANES           = BANKS,
    parameter COPIES             = 1,
    parameter PUMP               = 1,
    // Bits of a weight, and of a word of the vector.
    parameter VALUE_BITS         = 16,
    parameter WORD_BITS          = 16,
    parameter ACC_BITS           = 48,
    parameter MUL_LATENCY        = 3,
    parameter BANK_REGISTER      = 0,
    parameter CROSSBAR_REGISTER  = 0,
    parameter KIND               = 0,
    parameter ROTATING           = 0,
    // How arbiters choose: 0: port by port, 1: all ports side by side.
    parameter ARBITER_TREE       = 0,
    parameter WINDOW             = 1,
    parameter QUEUE_DEPTH        = 0,
    parameter RETRY_CYCLES       = 1,
    // Rows that share beats may leave a PE so many in a cycle; 0: a beat is of one row.
    parameter ROW_PORTS          = 0,
    // The sums of rows are multiplied by scales: 1 by one for each row, 2 by one for each matrix.
    parameter RESCALE            = 0,
    // Rows of KIND 0 have more beats in the weight memories than are read: 1 where they may.
    parameter NESTED             = 0,
    // Words of a bank, all regions together; beats of a PE; entries of a PE's row table (0: row
    // q of PE p is number q * M + p); words of its scale memory.
    parameter BUFFER_WORDS       = 32,
    parameter WEIGHT_BEATS       = 16,
    parameter ROW_ENTRIES        = 0,
    parameter SCALE_ENTRIES      = 0,
    parameter PRODUCTS           = 1,
    parameter RESULT_BITS        = 16,
    parameter COUNT_BITS         = 16,
    // As wide as the widest target.
    parameter HOST_BITS          = 160,
    // Derived; not to be set.
    parameter SERVED             = PORTS * PUMP,
    parameter BANK_BITS          = $clog2(BANKS),
    parameter ADDRESS_BITS       = BUFFER_WORDS > 1 ? $clog2(BUFFER_WORDS) : 1,
    parameter PRODUCT_BITS       = PRODUCTS > 1 ? $clog2(PRODUCTS) : 1,
    parameter OUTS               = ROW_PORTS > 0 ? ROW_PORTS : 1
) (
    input  wire                          clk,
    input  wire                          rst,
    input  wire                          start,
    input  wire [      PRODUCT_BITS-1:0] product,
    output wire                          busy,
    output wire                          done,
    output wire [          PES*OUTS-1:0] row_valid,
    output wire [PES*OUTS*RESULT_BITS-1:0] row_number,
    output wire [ PES*OUTS*ACC_BITS-1:0] row_sum,
    // What every PE does: states and stalls of rtl/pe_tile.sv, and for every PE,
    // bank of all copies and port (as often as it reads in a cycle) whether it reads.
    output wire [             2*PES-1:0] states,
    output wire [               PES-1:0] stalls,
    output wire [PES*COPIES*BANKS*SERVED-1:0] reads,
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
  localparam READ_BITS = BANKS * SERVED * ADDRESS_BITS;
  localparam DATA_BITS = COPIES * BANKS * SERVED * WORD_BITS;
  localparam PORT_BITS = SERVED > 1 ? $clog2(SERVED) : 1;
  localparam PE_READS = COPIES * BANKS * SERVED;

  // Requests and grants of all PEs, side by side for the shared arbiter.
  /* verilator lint_off UNUSEDSIGNAL */  // only a shared buffer has an arbiter and banks out here
  /* verilator lint_off UNDRIVEN */  // arbiter and banks are here when shared; parallel lanes know their port
  wire [             PES*PE_LANES-1:0] pending_of;
  wire [   PES*PE_LANES*BANK_BITS-1:0] bank_of;
  wire [PES*PE_LANES*ADDRESS_BITS-1:0] word_of;
  wire [             PES*PE_LANES-1:0] grant_of;
  wire [   PES*PE_LANES*PORT_BITS-1:0] port_of;
  wire [                DATA_BITS-1:0] shared_data;
  wire [             BANKS*SERVED-1:0] shared_read;
  wire [                READ_BITS-1:0] shared_word;
  /* verilator lint_on UNDRIVEN */
  /* verilator lint_on UNUSEDSIGNAL */
  wire [                      PES-1:0] unfinished;
  /* verilator lint_off UNUSEDSIGNAL */  // with a shared buffer its arbiter knows
  wire [             PES*PE_READS-1:0] own_reads;
  /* verilator lint_on UNUSEDSIGNAL */
  wire [                   PES*16-1:0] numbers;

  pe_tile #(
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
  ) pe[PES-1:0] (
      .clk          (clk),
      .rst          (rst),
      .number       (numbers),
      .start        (start),
      .product      (product),
      .unfinished   (unfinished),
      .row_valid    (row_valid),
      .row_number   (row_number),
      .row_sum      (row_sum),
      .lanes_pending(pending_of),
      .lane_bank    (bank_of),
      .lane_word    (word_of),
      .shared_grant (grant_of),
      .shared_port  (port_of),
      .shared_data  (shared_data),
      .buffer_write (buffer_write),
      .buffer_word  (buffer_word),
      .buffer_data  (buffer_data),
      .state        (states),
      .stall        (stalls),
      .read_port    (own_reads),
      .host_write   (host_write),
      .host_target  (host_target),
      .host_pe      (host_pe),
      .host_address (host_address),
      .host_data    (host_data)
  );

  genvar p, b, k;
  generate
    for (p = 0; p < PES; p = p + 1) begin : numbered
      assign numbers[p*16+:16] = p;
    end
  endgenerate

  generate
    if (KIND == 2) begin : shared
      wire [BANKS*SERVED*PES*PE_LANES-1:0] served;
      shared_arbiter #(
          .PES         (PES),
          .LANES       (PE_LANES),
          .BANKS       (BANKS),
          .BANK_BITS   (BANK_BITS),
          .ADDRESS_BITS(ADDRESS_BITS),
          .PORTS       (SERVED),
          .ROTATING    (ROTATING),
          .TREE        (ARBITER_TREE)
      ) arbiter (
          .clk    (clk),
          .start  (start),
          .pending(pending_of),
          .bank   (bank_of),
          .word   (word_of),
          .grant  (grant_of),
          .port   (port_of),
          .served (served),
          .read   (shared_read),
          .address(shared_word)
      );
      for (p = 0; p < PES; p = p + 1) begin : asking
        for (k = 0; k < BANKS * SERVED; k = k + 1) begin : port
          assign reads[p*BANKS*SERVED+k] = |served[k*PES*PE_LANES+p*PE_LANES+:PE_LANES];
        end
      end
    end else begin : private
      assign reads = own_reads;
      assign grant_of = {PES * PE_LANES{1'b0}};
      assign port_of = {PES * PE_LANES * PORT_BITS{1'b0}};
      assign shared_data = {DATA_BITS{1'b0}};
    end
    for (b = 0; b < (KIND == 2 ? BANKS : 0); b = b + 1) begin : bank
      wire [SERVED-1:0] read = shared_read[b*SERVED+:SERVED];
      /* verilator lint_off UNUSEDSIGNAL */  // read by no one but the viewer
      wire [SERVED*ADDRESS_BITS-1:0] address;
      /* verilator lint_on UNUSEDSIGNAL */
      for (k = 0; k < SERVED; k = k + 1) begin : port
        assign address[k*ADDRESS_BITS+:ADDRESS_BITS] =
            shared_word[(b*SERVED+k)*ADDRESS_BITS+:ADDRESS_BITS] & {ADDRESS_BITS{read[k]}};
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
          .address      (shared_word[b*SERVED*ADDRESS_BITS+:SERVED*ADDRESS_BITS]),
          .data         (shared_data[b*SERVED*WORD_BITS+:SERVED*WORD_BITS]),
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
