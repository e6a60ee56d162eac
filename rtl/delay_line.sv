// A value delayed by a number of registers: q shows what d was STAGES cycles before; 0 stages are a wire.
// The registers have no reset: whatever travels beside a valid bit needs none.
module delay_line #(
    parameter WIDTH  = 1,
    parameter STAGES = 1
) (
    /* verilator lint_off UNUSEDSIGNAL */  // nothing is clocked with 0 stages
    input  wire             clk,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire [WIDTH-1:0] d,
    output wire [WIDTH-1:0] q
);
  generate
    if (STAGES == 0) begin : through
      assign q = d;
    end else if (STAGES == 1) begin : single
      reg [WIDTH-1:0] stage;
      always @(posedge clk) stage <= d;
      assign q = stage;
    end else begin : many
      reg [STAGES*WIDTH-1:0] line;
      always @(posedge clk) line <= {line[(STAGES-1)*WIDTH-1:0], d};
      assign q = line[(STAGES-1)*WIDTH+:WIDTH];
    end
  endgenerate
endmodule
