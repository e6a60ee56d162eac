// The controller of the vector-instruction style: it issues the instructions of a step in program order,
// at most one per cycle, each in the first cycle that rules (a) to (e) of docs/timing.md section 5
// allow. It knows when a unit releases an operand and when a result is written from the units
// themselves. The first instruction issues in cycle 1 at the earliest (cycle 0: start); `done` is 1 in
// the cycle after the last result was written.
//
// An instruction is seven fields of 32 bits, the lowest first:
//   0  operation in bits 3..0 (0 load, 1 spmv, 2 add, 3 multiply, 4 sigmoid, 5 tanh, 6 copy, 9 complement);
//      flags of rtl/ewop_vector.sv in bits 8..4; bits 23..16 the region of a load, the product of an spmv
//   1, 2  destination: first element, length    3, 4  operand a    5, 6  operand b (length 0: none)
// Vectors and, after them, the regions of the vector buffers share one space of elements, so that one
// comparison finds every hazard.
module controller #(
    parameter INSTRUCTIONS = 8,
    parameter CHAINING     = 0
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
    // The instruction at pc, and the unit that it goes to.
    output wire [223:0] instruction,
    output wire         issues_load,
    output wire         issues_spmv,
    output wire         issues_ewop,
    // The units: whether they are occupied, when they release what they read, when the result is written.
    input  wire         load_busy,
    input  wire         load_released,
    input  wire         load_written,
    input  wire         spmv_busy,
    input  wire         spmv_done,
    input  wire         ewop_busy,
    input  wire         ewop_released,
    input  wire [  3:0] ewop_ready,
    /* verilator lint_off UNUSEDSIGNAL */  // a chained unit reports ends alone
    input  wire [ 31:0] ewop_ready_index,
    input  wire [  3:0] ewop_written,
    input  wire [ 31:0] ewop_written_index
    /* verilator lint_on UNUSEDSIGNAL */
);
  localparam [7:0] COUNT = INSTRUCTIONS;
  localparam INDEX_BITS = INSTRUCTIONS > 1 ? $clog2(INSTRUCTIONS) : 1;
  reg [223:0] memory[0:INSTRUCTIONS-1];
  always @(posedge clk) if (program_write) memory[program_address[INDEX_BITS-1:0]] <= program_data;

  reg       active;
  reg [7:0] next;
  wire      is_left = next != COUNT;
  wire [INDEX_BITS-1:0] slot = next[INDEX_BITS-1:0];
  assign instruction = memory[is_left ? slot : {INDEX_BITS{1'b0}}];
  wire [3:0] op = instruction[3:0];
  wire is_load = op == 4'd0;
  wire is_spmv = op == 4'd1;

  // The scoreboard: what has become of every instruction of this step.
  reg [INSTRUCTIONS-1:0] released;
  reg [INSTRUCTIONS-1:0] written;
  reg [INSTRUCTIONS-1:0] ready;
  reg [INDEX_BITS-1:0] load_index, load_read_index, spmv_index, landing_index, ewop_index;
  reg       spmv_landing;

  reg hazard;
  integer j;
  always @* begin
    hazard = 1'b0;
    for (j = 0; j < INSTRUCTIONS; j = j + 1)
      if (j < next) begin
        if (!written[j] && overlap(instruction[32+:64], memory[j][32+:64])) hazard = 1'b1;
        if (!released[j] && reads(instruction[32+:64], memory[j])) hazard = 1'b1;
        if (!written[j] && !ready[j] && reads(memory[j][32+:64], instruction)) hazard = 1'b1;
      end
  end

  // Whether two ranges {length, first} share an element.
  function overlap(input [63:0] a, input [63:0] b);
    overlap = a[31:0] < b[31:0] + b[63:32] && b[31:0] < a[31:0] + a[63:32];
  endfunction
  // Whether an instruction reads an element of a range.
  /* verilator lint_off UNUSEDSIGNAL */  // its destination does not matter
  function reads(input [63:0] range, input [223:0] reader);
    reads = (reader[128+:32] != 32'd0 && overlap(range, reader[96+:64])) || (reader[192+:32] != 32'd0 && overlap(range, reader[160+:64]));
  endfunction
  /* verilator lint_on UNUSEDSIGNAL */

  wire unit_free = is_load ? !load_busy : is_spmv ? !spmv_busy : !ewop_busy;
  wire finished = !is_left && &written;
  assign running = active && !finished;
  assign done = active && finished;
  assign issue = active && is_left && unit_free && !hazard;
  assign pc = running ? next : 8'd0;
  assign issues_load = issue && is_load;
  assign issues_spmv = issue && is_spmv;
  assign issues_ewop = issue && !is_load && !is_spmv;

  integer k;
  always @(posedge clk) begin
    if (rst) active <= 1'b0;
    else if (start) active <= 1'b1;
    else if (done) active <= 1'b0;

    if (start) begin
      next <= 8'd0;
      released <= {INSTRUCTIONS{1'b0}};
      written <= {INSTRUCTIONS{1'b0}};
      ready <= {INSTRUCTIONS{1'b0}};
      spmv_landing <= 1'b0;
    end else if (active) begin
      if (issue) next <= next + 8'd1;
      if (issues_load) load_index <= slot;
      if (issues_spmv) spmv_index <= slot;
      if (issues_ewop) ewop_index <= slot;
      load_read_index <= issues_load ? slot : load_index;
      if (load_released) released[issues_load?slot : load_index] <= 1'b1;
      if (load_written) written[load_read_index] <= 1'b1;
      if (spmv_done) released[spmv_index] <= 1'b1;
      // All rows of an SPMV count as written in the cycle after done.
      spmv_landing <= spmv_done;
      if (spmv_landing) written[landing_index] <= 1'b1;
      if (ewop_released) released[issues_ewop?slot : ewop_index] <= 1'b1;
      for (k = 0; k < 4; k = k + 1) begin
        if (ewop_ready[k] && CHAINING != 0) ready[ewop_ready_index[8*k+:INDEX_BITS]] <= 1'b1;
        if (ewop_written[k]) written[ewop_written_index[8*k+:INDEX_BITS]] <= 1'b1;
      end
    end
  end
  always @(posedge clk) landing_index <= spmv_index;
endmodule
