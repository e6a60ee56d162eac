// The load path: LOAD of a region, one word of N elements (one of each bank) per cycle, broadcast to every
// vector buffer. Issued in cycle t, word w is read from its source in cycle t + w + 1 and written at the edge
// that ends it; the unit is occupied in cycles t .. t + ceil(n/N) - 1. A region has one source, or two, the
// second behind the elements of the first. Which column a bank's word holds follows from PLACEMENT: 0 even, 1
// blocked, 2 cyclic. docs/timing.md sections 1, 4 and 5.
module vector_loader #(
    parameter BANKS          = 4,
    parameter WORD_BITS      = 16,
    parameter ADDRESS_BITS   = 5,
    parameter PLACEMENT      = 0,
    parameter SOURCE_BITS    = 16,
    // Elements of each of three regions, and the first word that each has in the banks.
    parameter [95:0] REGION_LENGTHS = 0,
    parameter [95:0] REGION_WORDS   = 0
) (
    input  wire                         clk,
    input  wire                         rst,
    input  wire                         start,
    input  wire [                  1:0] region,
    input  wire [      SOURCE_BITS-1:0] source,
    input  wire [                 31:0] source_length,
    input  wire [      SOURCE_BITS-1:0] second_source,
    output wire                         busy,
    // Occupied by an instruction that was issued in an earlier cycle.
    output reg                          active,
    output wire [                 15:0] word,
    // In the last cycle that the unit is occupied, and in the cycle that writes the last word.
    output wire                         released,
    output wire                         written,
    output wire [BANKS*SOURCE_BITS-1:0] read_address,
    input  wire [  BANKS*WORD_BITS-1:0] read_data,
    output wire [            BANKS-1:0] buffer_write,
    output wire [     ADDRESS_BITS-1:0] buffer_word,
    output wire [  BANKS*WORD_BITS-1:0] buffer_data
);
  localparam [31:0] N = BANKS;
  genvar b, r;

  // Words that a region takes of each bank.
  wire [95:0] depths;
  generate
    for (r = 0; r < 3; r = r + 1) begin : region_depth
      assign depths[r*32+:32] = (REGION_LENGTHS[r*32+:32] + N - 32'd1) / N;
    end
  endgenerate

  reg [       31:0] next_word;
  reg [        1:0] held_region;
  reg [SOURCE_BITS-1:0] held_source;
  reg [       31:0] held_source_length;
  reg [SOURCE_BITS-1:0] held_second_source;
  reg               reading;
  reg               last_read;
  reg [       31:0] read_word;
  wire [1:0] region_now = start ? region : held_region;
  wire [31:0] depth = depths[region_now*32+:32];
  wire [31:0] word_now = start ? 32'd0 : next_word;
  assign busy = start || active;
  assign word = busy ? word_now[15:0] : 16'd0;
  assign released = busy && word_now + 32'd1 >= depth;
  assign written = reading && last_read;

  always @(posedge clk) begin
    if (rst) begin
      active  <= 1'b0;
      reading <= 1'b0;
    end else begin
      active  <= busy && !released;
      reading <= busy;
    end
    if (start) begin
      held_region <= region;
      held_source <= source;
      held_source_length <= source_length;
      held_second_source <= second_source;
    end
    next_word <= word_now + 32'd1;
    read_word <= word_now;
    last_read <= released;
  end

  /* verilator lint_off UNUSEDSIGNAL */  // no bank goes beyond ADDRESS_BITS, no vector beyond SOURCE_BITS
  wire [31:0] bank_word = REGION_WORDS[held_region*32+:32] + read_word;
  /* verilator lint_on UNUSEDSIGNAL */
  assign buffer_word = bank_word[ADDRESS_BITS-1:0];
  assign buffer_data = read_data;

  // Of every bank: the column that it reads, and whether it has it.
  /* verilator lint_off UNUSEDSIGNAL */  // no vector goes beyond SOURCE_BITS
  wire [BANKS*32-1:0] columns;
  /* verilator lint_on UNUSEDSIGNAL */
  wire [   BANKS-1:0] is_element;
  generate
    if (PLACEMENT == 2) begin : cyclic
      // The column that bank 0 reads: N more with each word.
      reg  [31:0] next_column;
      reg  [31:0] first_column;
      wire [31:0] column_now = start ? 32'd0 : next_column;
      always @(posedge clk) begin
        next_column  <= column_now + N;
        first_column <= column_now;
      end
      for (b = 0; b < BANKS; b = b + 1) begin : bank
        localparam [31:0] BANK = b;
        assign columns[b*32+:32] = first_column + BANK;
        assign is_element[b] = columns[b*32+:32] < REGION_LENGTHS[held_region*32+:32];
      end
    end else begin : contiguous
      for (b = 0; b < BANKS; b = b + 1) begin : bank
        localparam [31:0] BANK = b;
        // The bank's first column of each region, and the one behind its last.
        wire [95:0] from;
        wire [95:0] to;
        for (r = 0; r < 3; r = r + 1) begin : of_region
          localparam [31:0] LENGTH = REGION_LENGTHS[r*32+:32];
          localparam [31:0] DEPTH = (LENGTH + N - 32'd1) / N;
          if (PLACEMENT == 0) begin : even
            assign from[r*32+:32] = BANK * LENGTH / N;
            assign to[r*32+:32] = (BANK + 32'd1) * LENGTH / N;
          end else begin : blocked
            assign from[r*32+:32] = BANK * DEPTH;
            assign to[r*32+:32] = (BANK + 32'd1) * DEPTH < LENGTH ? (BANK + 32'd1) * DEPTH : LENGTH;
          end
        end
        assign columns[b*32+:32] = from[held_region*32+:32] + read_word;
        assign is_element[b] = columns[b*32+:32] < to[held_region*32+:32];
      end
    end
    for (b = 0; b < BANKS; b = b + 1) begin : loaded
      assign read_address[b*SOURCE_BITS+:SOURCE_BITS] = columns[b*32+:32] < held_source_length ?
          held_source + columns[b*32+:SOURCE_BITS] :
          held_second_source + columns[b*32+:SOURCE_BITS] - held_source_length[SOURCE_BITS-1:0];
      assign buffer_write[b] = reading && is_element[b];
    end
  endgenerate
endmodule
