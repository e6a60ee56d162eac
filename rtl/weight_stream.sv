// A weight memory that is read one address after the other, or `step` further on: stage S0. What was
// addressed is at `beat` from the next cycle on, until the next is. docs/timing.md section 3.
module weight_stream #(
    parameter BEAT_BITS    = 64,
    parameter BEATS        = 16,
    parameter ADDRESS_BITS = 4
) (
    input  wire                    clk,
    // Where it begins, and whether the next address is read.
    input  wire                    start,
    input  wire [ADDRESS_BITS-1:0] first,
    input  wire                    read,
    input  wire [ADDRESS_BITS-1:0] step,
    output wire [   BEAT_BITS-1:0] beat,
    input  wire                    write,
    input  wire [ADDRESS_BITS-1:0] write_address,
    input  wire [   BEAT_BITS-1:0] write_data
);
  reg [ADDRESS_BITS-1:0] address;
  always @(posedge clk)
    if (start) address <= first;
    else if (read) address <= address + step;

  weight_memory #(
      .BEAT_BITS   (BEAT_BITS),
      .BEATS       (BEATS),
      .ADDRESS_BITS(ADDRESS_BITS)
  ) memory (
      .clk          (clk),
      .read         (read),
      .address      (address),
      .beat         (beat),
      .write        (write),
      .write_address(write_address),
      .write_data   (write_data)
  );
endmodule
