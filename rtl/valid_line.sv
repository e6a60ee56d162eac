// A valid bit delayed by a number of registers, which a reset clears; 0 stages are a wire.
module valid_line #(
    parameter STAGES = 1
) (
    /* verilator lint_off UNUSEDSIGNAL */  // nothing is clocked with 0 stages
    input  wire clk,
    input  wire rst,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire d,
    output wire q
);
  generate
    if (STAGES == 0) begin : through
      assign q = d;
    end else if (STAGES == 1) begin : single
      reg stage;
      always @(posedge clk) stage <= d && !rst;
      assign q = stage;
    end else begin : many
      reg [STAGES-1:0] line;
      always @(posedge clk) line <= rst ? {STAGES{1'b0}} : {line[STAGES-2:0], d};
      assign q = line[STAGES-1];
    end
  endgenerate
endmodule
