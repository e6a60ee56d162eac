// The vectors of a step, element by element, in one address space: as many read and write ports as the units
// want, docs/timing.md section 5. Reads are combinational; writes happen at the edge that ends the cycle. No
// two ports write the same element in a cycle.
module register_file #(
    parameter ELEMENTS     = 16,
    parameter ELEMENT_BITS = 51,
    parameter ADDRESS_BITS = 4,
    parameter READS        = 1,
    parameter WRITES       = 1
) (
    input  wire                           clk,
    input  wire [ READS*ADDRESS_BITS-1:0] read_address,
    output wire [ READS*ELEMENT_BITS-1:0] read_data,
    input  wire [             WRITES-1:0] write,
    input  wire [WRITES*ADDRESS_BITS-1:0] write_address,
    input  wire [WRITES*ELEMENT_BITS-1:0] write_data
);
  reg [ELEMENT_BITS-1:0] elements[0:ELEMENTS-1];
  integer i;
  initial for (i = 0; i < ELEMENTS; i = i + 1) elements[i] = {ELEMENT_BITS{1'b0}};

  genvar r, w;
  generate
    for (r = 0; r < READS; r = r + 1) begin : read
      assign read_data[r*ELEMENT_BITS+:ELEMENT_BITS] = elements[read_address[r*ADDRESS_BITS+:ADDRESS_BITS]];
    end
    for (w = 0; w < WRITES; w = w + 1) begin : written
      always @(posedge clk)
        if (write[w]) elements[write_address[w*ADDRESS_BITS+:ADDRESS_BITS]] <= write_data[w*ELEMENT_BITS+:ELEMENT_BITS];
    end
  endgenerate
endmodule
