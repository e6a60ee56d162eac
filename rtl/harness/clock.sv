// The clock of a test bench under Icarus: drives the harness until it finishes.
`timescale 1ps / 1ps
`include "params.svh"
module clock;
  reg clk;
  initial begin
    clk = 1'b0;
    forever begin
      #(`PERIOD_PS / 2) clk = 1'b1;
      #(`PERIOD_PS / 2) clk = 1'b0;
    end
  end
  `HARNESS harness (.clk(clk));
endmodule
