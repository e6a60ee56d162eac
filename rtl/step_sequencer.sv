// The sequencer of the chained style: the phases of a step strictly one after the other, the first in cycle 1
// (cycle 0: start), each in the cycle after the one before it has released its unit; `done` is 1 in the cycle
// after the last phase. docs/timing.md section 4.
//
// A phase is an instruction of rtl/controller.sv: 0 load, 1 spmv (flag 0: added to what the
// destination holds), 7 cell, 8 write-back; 10 and 11 reset and cell of a GRU.
module step_sequencer #(
    parameter INSTRUCTIONS = 3
) (
    input  wire         clk,
    input  wire         rst,
    input  wire         program_write,
    /* verilator lint_off UNUSEDSIGNAL */  // a program is shorter than 256
    input  wire [  7:0] program_address,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire [223:0] program_data,
    input  wire         start,
    output wire         running,
    output wire         done,
    output wire         issue,
    output wire [  7:0] pc,
    output wire [223:0] instruction,
    output wire         issues_load,
    output wire         issues_spmv,
    output wire         issues_ewop,
    // The last cycle of a phase, whichever unit it occupies.
    input  wire         released
);
  localparam [7:0] COUNT = INSTRUCTIONS;
  localparam INDEX_BITS = INSTRUCTIONS > 1 ? $clog2(INSTRUCTIONS) : 1;
  reg [223:0] memory[0:INSTRUCTIONS-1];
  always @(posedge clk) if (program_write) memory[program_address[INDEX_BITS-1:0]] <= program_data;

  reg       active;
  reg       waiting;
  reg [7:0] next;
  wire      is_left = next != COUNT;
  assign instruction = memory[is_left ? next[INDEX_BITS-1:0] : {INDEX_BITS{1'b0}}];
  wire finished = !is_left && !waiting;
  assign running = active && !finished;
  assign done = active && finished;
  assign issue = active && is_left && !waiting;
  assign pc = running ? next : 8'd0;
  assign issues_load = issue && instruction[3:0] == 4'd0;
  assign issues_spmv = issue && instruction[3:0] == 4'd1;
  assign issues_ewop = issue && instruction[3:0] != 4'd0 && instruction[3:0] != 4'd1;

  always @(posedge clk) begin
    if (rst) active <= 1'b0;
    else if (start) active <= 1'b1;
    else if (done) active <= 1'b0;

    if (rst || start) begin
      next <= 8'd0;
      waiting <= 1'b0;
    end else begin
      if (issue) next <= next + 8'd1;
      waiting <= (issue || waiting) && !released;
    end
  end
endmodule
