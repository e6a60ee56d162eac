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
  localparam BANK_BITS = $clog2(BANKS);

  reg [       31:0] next_word;
  reg [        1:0] held_region;
  reg [SOURCE_BITS-1:0] held_source;
  reg [       31:0] held_source_length;
  reg [SOURCE_BITS-1:0] held_second_source;
  reg               reading;
  reg               last_read;
  reg [       31:0] read_word;
  wire [1:0] region_now = start ? region : held_region;
  wire [31:0] length_now = REGION_LENGTHS[region_now*32+:32];
  wire [31:0] depth = (length_now + BANKS - 1) >> BANK_BITS;
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

  wire [31:0] length = REGION_LENGTHS[held_region*32+:32];
  /* verilator lint_off UNUSEDSIGNAL */  // no bank goes beyond ADDRESS_BITS, no vector beyond SOURCE_BITS
  wire [31:0] bank_word = REGION_WORDS[held_region*32+:32] + read_word;
  /* verilator lint_on UNUSEDSIGNAL */
  assign buffer_word = bank_word[ADDRESS_BITS-1:0];
  assign buffer_data = read_data;

  genvar b;
  generate
    for (b = 0; b < BANKS; b = b + 1) begin : bank
      localparam [31:0] BANK = b;
      wire [31:0] column;
      wire is_element;
      if (PLACEMENT == 0) begin : even
        wire [31:0] from = (BANK * length) >> BANK_BITS;
        wire [31:0] to = ((BANK + 32'd1) * length) >> BANK_BITS;
        assign column = from + read_word;
        assign is_element = column < to;
      end else if (PLACEMENT == 1) begin : blocked
        wire [31:0] read_depth = (length + BANKS - 1) >> BANK_BITS;
        assign column = BANK * read_depth + read_word;
        assign is_element = read_word < read_depth && column < length;
      end else begin : cyclic
        assign column = (read_word << BANK_BITS) + BANK;
        assign is_element = column < length;
      end
      assign read_address[b*SOURCE_BITS+:SOURCE_BITS] = column < held_source_length ?
          held_source + column[SOURCE_BITS-1:0] :
          held_second_source + column[SOURCE_BITS-1:0] - held_source_length[SOURCE_BITS-1:0];
      assign buffer_write[b] = reading && is_element;
    end
  endgenerate
endmodule
