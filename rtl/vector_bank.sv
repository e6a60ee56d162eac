// One memory bank of a vector buffer with PORTS independent read ports and a write port for the LOAD. An
// address presented in a cycle with `read` set has its word at `data` one cycle later, or two with
// OUTPUT_REGISTER. With PUMP 2 the memory has twice the clock, here both edges of `clk`, and a port reads
// twice: request k at port k mod PORTS, in the first half of the cycle for k below PORTS, whose word is held,
// else in the second, for which its address is held. docs/timing.md section 3, stages S1 and S2.
module vector_bank #(
    parameter WORD_BITS       = 16,
    parameter WORDS           = 32,
    parameter ADDRESS_BITS    = 5,
    parameter PORTS           = 1,
    parameter PUMP            = 1,
    parameter OUTPUT_REGISTER = 0
) (
    input  wire                               clk,
    input  wire [             PORTS*PUMP-1:0] read,
    input  wire [PORTS*PUMP*ADDRESS_BITS-1:0] address,
    output wire [   PORTS*PUMP*WORD_BITS-1:0] data,
    input  wire                               write,
    input  wire [           ADDRESS_BITS-1:0] write_address,
    input  wire [              WORD_BITS-1:0] write_data
);
  reg [WORD_BITS-1:0] words[0:WORDS-1];

`ifndef SYNTHESIS
  // Padding reads words without an element and multiplies them by 0: in a simulator they must be a number.
  integer i;
  initial for (i = 0; i < WORDS; i = i + 1) words[i] = {WORD_BITS{1'b0}};
`endif

  always @(posedge clk) if (write) words[write_address] <= write_data;

  genvar p;
  generate
    for (p = 0; p < PORTS * PUMP; p = p + 1) begin : port
      reg [WORD_BITS-1:0] word;
`ifndef SYNTHESIS
      initial word = {WORD_BITS{1'b0}};
`endif
      if (p < PORTS) begin : first_half
        always @(posedge clk) if (read[p]) word <= words[address[p*ADDRESS_BITS+:ADDRESS_BITS]];
      end else begin : second_half
        reg                    held;
        reg [ADDRESS_BITS-1:0] held_address;
        always @(posedge clk) begin
          held <= read[p];
          if (read[p]) held_address <= address[p*ADDRESS_BITS+:ADDRESS_BITS];
        end
        always @(negedge clk) if (held) word <= words[held_address];
      end
      delay_line #(
          .WIDTH (WORD_BITS),
          .STAGES(OUTPUT_REGISTER)
      ) output_register (
          .clk(clk),
          .d  (word),
          .q  (data[p*WORD_BITS+:WORD_BITS])
      );
    end
  endgenerate
endmodule
